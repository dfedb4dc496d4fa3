import type { Aggregate, Filter, Visual } from '../dashboards/definition.ts';
import { applies, dimensionsOf, valuesOf } from '../dashboards/sql.ts';

export interface VisualColumns {
  readonly values: readonly { readonly column: string; readonly how: 'identity' | 'aggregated' }[];
  /** Columns that decide which rows it shows, and in which order. */
  readonly rows: readonly string[];
}

/** The columns of its view that a visual reads, on a page with these filters. */
export function visualColumns(visual: Visual, filters: readonly Filter[]): VisualColumns {
  const aggregates = valuesOf(visual).flatMap(({ measure }): Aggregate[] =>
    'part' in measure ? [measure.part, measure.whole] : [measure],
  );
  const shown = dimensionsOf(visual).flatMap(({ column, label }) => (label ? [column, label] : [column]));
  const summed = aggregates.flatMap(({ column, where }) => [column, ...Object.keys(where ?? {})]);
  const deciding = [
    ...Object.keys(visual.where ?? {}),
    ...filters.filter((filter) => applies(filter, visual.view)).map(({ column }) => column),
    ...(visual.kind === 'table' ? visual.sort.map(({ column }) => column) : []),
  ];
  return {
    values: [
      ...unique(shown).map((column) => ({ column, how: 'identity' }) as const),
      ...unique(summed).map((column) => ({ column, how: 'aggregated' }) as const),
    ],
    rows: unique(deciding),
  };
}

const unique = (columns: readonly string[]): string[] => [...new Set(columns)];
