import {
  DuckDBArrayValue,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { instantText } from '../base/clock.ts';

/**
 * A value out of DuckDB as it goes to people and programs: integers of 64 bits and more, decimals, dates and times
 * as texts in canonical form (datasets/values.ts); only what is a small or a floating number in DuckDB is a number.
 */
export type Cell = null | boolean | number | string | readonly Cell[] | { readonly [name: string]: Cell };

/** The rows of one chunk. */
export function exactChunk(chunk: DuckDBDataChunk): Cell[][] {
  const columns = chunk.convertColumns<Cell>((value) => exactValue(value));
  return Array.from({ length: chunk.rowCount }, (_, row) => columns.map((column) => column[row] as Cell));
}

/** All rows of a statement, as objects. */
export async function exactObjects(
  connection: DuckDBConnection,
  sql: string,
): Promise<Record<string, Cell>[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.convertRowObjects<Cell>((value) => exactValue(value)) as Record<string, Cell>[];
}

export function exactValue(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof DuckDBDateValue) return dateText(value);
  if (value instanceof DuckDBTimestampTZValue)
    return isInDate(value.micros) ? instantText(value.micros) : String(value);
  if (value instanceof DuckDBTimestampValue) {
    return isInDate(value.micros) ? instantText(value.micros).slice(0, -1) : String(value);
  }
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue)
    return value.items.map(exactValue);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, item]) => [name, exactValue(item)]));
  }
  if (value instanceof DuckDBMapValue) {
    return value.entries.map((entry) => ({ key: exactValue(entry.key), value: exactValue(entry.value) }));
  }
  return String(value);
}

/** The range of a JavaScript Date, which prints the parts of an instant. Beyond it, infinity included, DuckDB does. */
const isInDate = (micros: bigint) => micros > -(10n ** 18n) * 8n && micros < 10n ** 18n * 8n;

function dateText(value: DuckDBDateValue): string {
  if (!value.isFinite) return value.days > 0 ? 'infinity' : '-infinity';
  const isWritten = value.days >= firstDay && value.days <= lastDay;
  return isWritten ? new Date(value.days * dayMillis).toISOString().slice(0, 10) : value.toString();
}

const dayMillis = 86_400_000;
const firstDay = Date.parse('0000-01-01') / dayMillis;
const lastDay = Date.parse('9999-12-31') / dayMillis;
