import type { Bar, HeatMap, Line } from '../../../../analytics/dashboards/definition.ts';
import { valuesOf } from '../../../../analytics/dashboards/sql.ts';
import type { Language } from '../words/words.ts';
import { type Row, shownIn, writer } from './writing.ts';

/** What one mark of a chart stands for. */
export interface Mark {
  readonly row: Row;
  /** Along the axis of categories: the date, or the key, since two classes may have one name. */
  readonly category: string | Date;
  /** What people read there. */
  readonly label: string;
  readonly series: string;
  readonly value: number;
  /** What a tip says. */
  readonly text: string;
}

/** Rows as marks: one for each row and value. Rows without a value have no mark. */
export function marksOf(visual: Bar | Line, rows: readonly Row[], language: Language, none: string): Mark[] {
  const values = valuesOf(visual);
  return rows.flatMap((row) =>
    values.flatMap(({ title, format }, index): Mark[] => {
      const value = row[`value_${index + 1}`];
      if (value === null || value === undefined) return [];
      const place = row[visual.by.column];
      const label = shownIn(visual.by, row, language, none);
      const series = visual.split ? shownIn(visual.split, row, language, none) : title[language];
      const name = visual.split || values.length > 1 ? `${label}, ${series}` : label;
      return [
        {
          row,
          category: visual.kind === 'line' && place instanceof Date ? place : String(place),
          label,
          series,
          value: Number(value),
          text: `${name}\n${writer(format, language)(value)}`,
        },
      ];
    }),
  );
}

export interface Cell {
  readonly row: Row;
  readonly rowLabel: string;
  readonly columnLabel: string;
  readonly value: number;
  readonly text: string;
  readonly written: string;
}

export function cellsOf(visual: HeatMap, rows: readonly Row[], language: Language, none: string): Cell[] {
  const write = writer(visual.format, language);
  return rows.flatMap((row): Cell[] => {
    if (row.value_1 === null || row.value_1 === undefined) return [];
    const rowLabel = shownIn(visual.rows, row, language, none);
    const columnLabel = shownIn(visual.columns, row, language, none);
    const written = write(row.value_1);
    return [
      {
        row,
        rowLabel,
        columnLabel,
        value: Number(row.value_1),
        text: `${rowLabel}, ${columnLabel}\n${written}`,
        written,
      },
    ];
  });
}
