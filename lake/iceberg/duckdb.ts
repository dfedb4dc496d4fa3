import { UserError } from '../../base/errors.ts';
import type { Field, IcebergType } from './types.ts';

/** How DuckDB says things: types, quoted names and texts, and the field ids of the Parquet files that it writes. */
export function duckdbTypeOf(type: IcebergType): string {
  if (typeof type !== 'string') {
    return type.type === 'list'
      ? `${duckdbTypeOf(type.element)}[]`
      : `STRUCT(${type.fields.map((field) => `${quotedName(field.name)} ${duckdbTypeOf(field.type)}`).join(', ')})`;
  }
  const known = {
    string: 'VARCHAR',
    long: 'BIGINT',
    boolean: 'BOOLEAN',
    date: 'DATE',
    timestamptz: 'TIMESTAMPTZ',
  };
  if (type in known) return known[type as keyof typeof known];
  if (/^decimal\(\d+, ?\d+\)$/.test(type)) return type.toUpperCase();
  throw new UserError(`the Iceberg type ${type} is not read`);
}

export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quotedText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The value of `COPY ... TO ... (FORMAT parquet, FIELD_IDS ...)`, so that a file's columns are known by their ids. */
export function parquetFieldIds(fields: readonly Field[]): string {
  return `{${fields.map((field) => `${quotedText(field.name)}: ${fieldIds(field.id, field.type)}`).join(', ')}}`;
}

function fieldIds(id: number, type: IcebergType): string {
  if (typeof type === 'string') return String(id);
  const inside =
    type.type === 'list'
      ? [`element: ${fieldIds(type['element-id'], type.element)}`]
      : type.fields.map((field) => `${quotedText(field.name)}: ${fieldIds(field.id, field.type)}`);
  return `{${[`__duckdb_field_id: ${id}`, ...inside].join(', ')}}`;
}
