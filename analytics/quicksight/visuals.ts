import type { Visual as Drawn, FieldSortOptions } from '@aws-sdk/client-quicksight';
import type { Bar, Dashboard, HeatMap, Table, Visual } from '../dashboards/definition.ts';
import type { Language } from '../dashboards/words.ts';
import { dimensionField, fieldId, measureFields, shownFields, tableField } from './fields.ts';
import { drillAction } from './filters.ts';

/** A visual as QuickSight draws it. */
export function drawn(dashboard: Dashboard, visual: Visual, language: Language): Drawn {
  const head = {
    VisualId: visual.id,
    Title: { Visibility: 'VISIBLE' as const, FormatText: { PlainText: visual.title[language] } },
    ...(visual.note && {
      Subtitle: { Visibility: 'VISIBLE' as const, FormatText: { PlainText: visual.note[language] } },
    }),
    VisualContentAltText: visual.title[language],
  };
  const Values = measureFields(visual, language);
  const actions = (clicked: Bar | HeatMap | Table) => ({
    Actions: drillAction(dashboard, clicked, shownFields(clicked), language),
  });
  switch (visual.kind) {
    case 'kpi':
      return { KPIVisual: { ...head, ChartConfiguration: { FieldWells: { Values } } } };
    case 'bar':
    case 'stacked bar':
      return {
        BarChartVisual: {
          ...head,
          ...actions(visual),
          ChartConfiguration: {
            Orientation: 'HORIZONTAL',
            BarsArrangement: visual.kind === 'bar' ? 'CLUSTERED' : 'STACKED',
            FieldWells: { BarChartAggregatedFieldWells: seriesWells(dashboard, visual, Values) },
            SortConfiguration: {
              CategorySort: [barSort(visual)],
              ...(visual.limit && {
                CategoryItemsLimit: { ItemsLimit: visual.limit, OtherCategories: 'EXCLUDE' },
              }),
            },
          },
        },
      };
    case 'line':
      return {
        LineChartVisual: {
          ...head,
          ChartConfiguration: {
            Type: 'LINE',
            FieldWells: { LineChartAggregatedFieldWells: seriesWells(dashboard, visual, Values) },
            SortConfiguration: { CategorySort: [ascending(fieldId(visual, visual.by.column))] },
          },
        },
      };
    case 'heat map':
      return {
        HeatMapVisual: {
          ...head,
          ...actions(visual),
          ChartConfiguration: {
            FieldWells: {
              HeatMapAggregatedFieldWells: {
                Rows: [dimensionField(dashboard, visual, visual.rows)],
                Columns: [dimensionField(dashboard, visual, visual.columns)],
                Values,
              },
            },
            SortConfiguration: {
              HeatMapRowSort: [ascending(fieldId(visual, visual.rows.column))],
              HeatMapColumnSort: [ascending(fieldId(visual, visual.columns.column))],
            },
          },
        },
      };
    case 'table':
      return {
        TableVisual: { ...head, ...actions(visual), ChartConfiguration: table(dashboard, visual, language) },
      };
  }
}

type Series = Extract<Visual, { readonly by: unknown }>;

const seriesWells = (dashboard: Dashboard, visual: Series, Values: ReturnType<typeof measureFields>) => ({
  Category: [dimensionField(dashboard, visual, visual.by)],
  Values,
  ...(visual.split && { Colors: [dimensionField(dashboard, visual, visual.split)] }),
});

const ascending = (FieldId: string): FieldSortOptions => ({ FieldSort: { FieldId, Direction: 'ASC' } });

const barSort = (visual: Bar): FieldSortOptions =>
  visual.sort === 'value'
    ? { FieldSort: { FieldId: fieldId(visual, 'value_1'), Direction: 'DESC' } }
    : ascending(fieldId(visual, visual.by.column));

function table(dashboard: Dashboard, visual: Table, language: Language) {
  return {
    FieldWells: {
      TableUnaggregatedFieldWells: {
        Values: visual.fields.map((field) => tableField(dashboard, visual, field)),
      },
    },
    FieldOptions: {
      SelectedFieldOptions: visual.fields.map(({ column, title }) => ({
        FieldId: fieldId(visual, column),
        CustomLabel: title[language],
      })),
    },
    SortConfiguration: {
      RowSort: visual.sort.map(({ column, descending }): FieldSortOptions => {
        const Direction = descending ? 'DESC' : 'ASC';
        return visual.fields.some((field) => field.column === column)
          ? { FieldSort: { FieldId: fieldId(visual, column), Direction } }
          : { ColumnSort: { SortBy: { DataSetIdentifier: visual.view, ColumnName: column }, Direction } };
      }),
    },
  };
}
