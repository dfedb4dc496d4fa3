import type { ColumnType } from '../../datasets/columns.ts';
import type { Contract } from '../../datasets/contract.ts';
import { quotedName, quotedText } from '../iceberg/duckdb.ts';

/**
 * The canonical text of a row (`datasets/canonical.ts`) as a DuckDB expression over the columns of a curated
 * table, byte for byte what the function of the same purpose makes of the row.
 */
export function canonicalSql(contract: Contract): string {
  return Object.entries(contract.columns)
    .map(([name, { type }]) => cellSql(type, quotedName(name), 0))
    .join(' || ');
}

/** `depth` keeps the parameters of nested lambdas apart. */
function cellSql(type: ColumnType, value: string, depth: number): string {
  const content = contentSql(type, value, depth);
  return `CASE WHEN ${value} IS NULL THEN '-' ELSE strlen(${content}) || ':' || (${content}) END`;
}

function contentSql(type: ColumnType, value: string, depth: number): string {
  switch (type.kind) {
    case 'text':
    case 'json':
      return value;
    case 'integer':
    case 'decimal':
    case 'boolean':
    case 'date':
      return `CAST(${value} AS VARCHAR)`;
    case 'timestamp':
      return `strftime(${value} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')`;
    case 'list': {
      const item = `item${depth}`;
      const cells = `list_transform(${value}, lambda ${item}: ${cellSql(type.of, item, depth + 1)})`;
      return `'[' || array_to_string(${cells}, '')`;
    }
    case 'struct':
      return Object.entries(type.fields)
        .map(([name, field]) => cellSql(field, `struct_extract(${value}, ${quotedText(name)})`, depth))
        .join(' || ');
  }
}
