import { duckdbTypeOf, quotedName, quotedText } from './duckdb.ts';
import { dataFiles } from './files.ts';
import { filePath } from './locations.ts';
import { checkMemberNames, currentSchema, schemaById } from './schema.ts';
import { snapshotOf } from './snapshots.ts';
import type { DataFile, Field, Schema, SnapshotId, Table } from './types.ts';

/**
 * A DuckDB table expression, for use behind FROM, over a snapshot of a table (by default the current one) or
 * over some of its files. Columns are found by field id, so files of older schemas read as the schema asks:
 * the snapshot's own if one is named, otherwise the current one.
 */
export async function scanSql(
  table: Table,
  options: { readonly snapshotId?: SnapshotId; readonly files?: readonly DataFile[] } = {},
): Promise<string> {
  const { metadata } = table;
  const schemaId =
    options.snapshotId === undefined ? undefined : snapshotOf(metadata, options.snapshotId)['schema-id'];
  const schema = schemaId === undefined ? currentSchema(metadata) : schemaById(metadata, schemaId);
  checkMemberNames(metadata.schemas, metadata.location);
  const files = options.files ?? (await dataFiles(table, options.snapshotId));
  return files.length === 0
    ? emptySql(schema.fields)
    : filesSql(
        schema,
        files.map((file) => filePath(table, file.path)),
      );
}

function filesSql(schema: Schema, paths: readonly string[]): string {
  const columns = schema.fields.map(
    ({ id, name, type }) =>
      `${id}: {name: ${quotedText(name)}, type: ${quotedText(duckdbTypeOf(type))}, default_value: NULL}`,
  );
  // A folder named like a=b would otherwise become a column.
  return `read_parquet([${paths.map(quotedText).join(', ')}], schema = MAP {${columns.join(', ')}}, hive_partitioning = false)`;
}

/** An expression for FROM with these columns and no rows. */
export function emptySql(fields: readonly Field[]): string {
  const columns = fields.map(({ name, type }) => `NULL::${duckdbTypeOf(type)} AS ${quotedName(name)}`);
  return `(SELECT ${columns.join(', ')} LIMIT 0)`;
}
