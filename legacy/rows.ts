import type { TableName } from './tables.ts';

export type Cell = string | number | boolean | null;

/** One row by column; every row of a table names the same columns in the same order. */
export type LegacyRow = Readonly<Record<string, Cell>>;

export interface TableRows {
  readonly table: TableName;
  /** Can be walked again and again, and gives the same rows each time. */
  readonly rows: Iterable<LegacyRow>;
}

/** A text array as PostgreSQL writes it: `{"a","b"}`. */
export function textArray(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** How the monolith writes a boolean in its older columns. */
export const yesNo = (value: boolean): 'S' | 'N' => (value ? 'S' : 'N');
