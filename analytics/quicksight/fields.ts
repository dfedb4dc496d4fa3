import type {
  CalculatedField,
  DimensionField,
  MeasureField,
  NumberFormatConfiguration,
  UnaggregatedField,
} from '@aws-sdk/client-quicksight';
import { typeOf } from '../dashboards/columns.ts';
import type { Dashboard, Dimension, Format, Value, Visual, Words } from '../dashboards/definition.ts';
import { dimensionsOf, valuesOf } from '../dashboards/sql.ts';
import type { Language } from '../dashboards/words.ts';
import { shownColumn } from './columns.ts';
import { expression } from './expressions.ts';

export const fieldId = (visual: Visual, column: string) => `${visual.id}.${column}`;

/** The fields of a visual's dimensions, each with the column that it stands for. */
export const shownFields = (visual: Visual) =>
  dimensionsOf(visual).map(({ column }) => ({ column, fieldId: fieldId(visual, column) }));

const timed = (visual: Visual, column: string) => /^(date|timestamp)/.test(typeOf(visual.view, column));

export function dimensionField(dashboard: Dashboard, visual: Visual, dimension: Dimension): DimensionField {
  const { column, bucket } = dimension;
  const FieldId = fieldId(visual, column);
  const ColumnName = shownColumn(dashboard, visual.view, column);
  const Column = { DataSetIdentifier: visual.view, ColumnName };
  if (ColumnName !== column) return { CategoricalDimensionField: { FieldId, Column } };
  if (timed(visual, column)) {
    const DateGranularity = bucket === 'week' ? 'WEEK' : bucket === 'month' ? 'MONTH' : 'DAY';
    return { DateDimensionField: { FieldId, Column, DateGranularity } };
  }
  return typeOf(visual.view, column).startsWith('varchar')
    ? { CategoricalDimensionField: { FieldId, Column } }
    : { NumericalDimensionField: { FieldId, Column } };
}

export function tableField(
  dashboard: Dashboard,
  visual: Visual,
  { column, format }: Dimension,
): UnaggregatedField {
  const ColumnName = shownColumn(dashboard, visual.view, column);
  const number = ColumnName === column ? numberFormat(format) : null;
  return {
    FieldId: fieldId(visual, column),
    Column: { DataSetIdentifier: visual.view, ColumnName },
    ...(number && { FormatConfiguration: { NumberFormatConfiguration: number } }),
  };
}

/** A time that is the first or last of some is a field of its own; every other value is a calculated field. */
const isTime = (visual: Visual, { measure }: Value) =>
  (measure.fn === 'min' || measure.fn === 'max') && timed(visual, measure.column);

export function measureFields(visual: Visual, language: Language): MeasureField[] {
  return valuesOf(visual).map((value, index): MeasureField => {
    const FieldId = fieldId(visual, `value_${index + 1}`);
    const { measure } = value;
    if (!('part' in measure) && isTime(visual, value)) {
      return {
        DateMeasureField: {
          FieldId,
          Column: { DataSetIdentifier: visual.view, ColumnName: measure.column },
          AggregationFunction: measure.fn === 'min' ? 'MIN' : 'MAX',
        },
      };
    }
    const number = numberFormat(value.format);
    return {
      NumericalMeasureField: {
        FieldId,
        Column: { DataSetIdentifier: visual.view, ColumnName: calculatedName(visual, value, language) },
        ...(number && { FormatConfiguration: number }),
      },
    };
  });
}

export const calculatedFields = (visual: Visual, language: Language): CalculatedField[] =>
  valuesOf(visual)
    .filter((value) => !isTime(visual, value))
    .map((value) => ({
      DataSetIdentifier: visual.view,
      Name: calculatedName(visual, value, language),
      Expression: expression(value.measure),
    }));

/** Legends show the name. With that of its visual it is unlike every other one. */
const calculatedName = (visual: Visual, { title }: { readonly title: Words }, language: Language) =>
  `${title[language]} (${visual.id})`;

function numberFormat(format: Format): NumberFormatConfiguration | null {
  const places = (DecimalPlaces: number) => ({ DecimalPlacesConfiguration: { DecimalPlaces } });
  const separators = { SeparatorConfiguration: { ThousandsSeparator: { Visibility: 'VISIBLE' as const } } };
  switch (format) {
    case 'percent':
      return { FormatConfiguration: { PercentageDisplayFormatConfiguration: places(1) } };
    case 'count':
      return { FormatConfiguration: { NumberDisplayFormatConfiguration: { ...places(0), ...separators } } };
    case 'decimal':
      return { FormatConfiguration: { NumberDisplayFormatConfiguration: { ...places(1), ...separators } } };
    default:
      return null;
  }
}
