import { quotedName, quotedText } from '../../lake/iceberg/duckdb.ts';
import type { SqlType } from './types.ts';

/** DuckDB's type for the values of one of Trino's. The zone of an instant is not part of its value there. */
export function duckdbType(type: SqlType): string {
  switch (type.kind) {
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'varchar':
    case 'char':
      return 'VARCHAR';
    case 'timestamp with time zone':
      return 'TIMESTAMPTZ';
    case 'timestamp':
    case 'time':
      return type.kind.toUpperCase();
    case 'array':
      return `${duckdbType(type.of)}[]`;
    case 'map':
      return `MAP(${duckdbType(type.key)}, ${duckdbType(type.value)})`;
    case 'row':
      return `STRUCT(${type.fields.map((field, index) => `${quotedName(fieldName(field.name, index))} ${duckdbType(field.type)}`).join(', ')})`;
    case 'real':
      return 'FLOAT';
    case 'varbinary':
      return 'BLOB';
    case 'interval day to second':
    case 'interval year to month':
      return 'INTERVAL';
    // DuckDB gives NULL the type INTEGER where nothing else decides.
    case 'unknown':
      return 'INTEGER';
    default:
      return type.kind.toUpperCase();
  }
}

/** Members of a struct have names in DuckDB; those that have none in Trino are called as its own tools print them. */
export const fieldName = (name: string | null, index: number): string => name ?? `field${index}`;

/** A decimal as text: DuckDB leaves out the zero before the point where the type has no place for it. */
export const decimalText = (
  sql: string,
  { precision, scale }: { precision: number; scale: number },
): string =>
  precision > scale
    ? `CAST(${sql} AS VARCHAR)`
    : `regexp_replace(CAST(${sql} AS VARCHAR), '^(-?)[.]', '\\10.')`;

/** Begins the text of an error that a statement raises by itself. */
export const faultMark = '\u0001';

/**
 * An expression that ends the statement with a text. It is a cast that cannot succeed, not DuckDB's `error`:
 * that one is volatile, which forbids it in TRY and forbids rewritings that make statements fast.
 * @param message a DuckDB expression
 */
export function failing(place: string, message: string, type: SqlType): string {
  const fault = `CAST(${quotedText(faultMark + place)} || ${message} AS INTEGER)`;
  return type.kind === 'integer' ? fault : `CAST(CAST(${fault} AS VARCHAR) AS ${duckdbType(type)})`;
}
