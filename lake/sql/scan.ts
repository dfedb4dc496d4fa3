import { rowsOfFiles } from '../curation/scan.ts';
import { dataFiles } from '../iceberg/files.ts';
import { filePath } from '../iceberg/locations.ts';
import { emptySql, scanSql } from '../iceberg/scan.ts';
import { currentSchema, schemaById } from '../iceberg/schema.ts';
import type { Field, Snapshot, Table } from '../iceberg/types.ts';

/** Rows as an expression for FROM, and the paths of the files that it reads. */
export interface Scan {
  readonly from: string;
  readonly files: readonly string[];
  /** Names of the columns, where a table may have been made before its contract had all of them. */
  readonly columns?: readonly string[];
}

/** A table as it is, as a snapshot was, or (null) as it was before its first one. */
export async function scanOf(table: Table, snapshot?: Snapshot | null): Promise<Scan> {
  const { metadata } = table;
  if (snapshot === null) return scanOfFields(currentSchema(metadata).fields);
  const snapshotId = snapshot?.['snapshot-id'];
  const files = await dataFiles(table, snapshotId);
  const schemaId = snapshot?.['schema-id'];
  const { fields } = schemaId === undefined ? currentSchema(metadata) : schemaById(metadata, schemaId);
  const isOneSchema = metadata.schemas.length === 1;
  const rows = isOneSchema
    ? await rowsOfFiles(table, files)
    : await scanSql(table, { files, ...(snapshotId === undefined ? {} : { snapshotId }) });
  const columns = fields.map(({ name }) => name);
  return { from: rows ?? emptySql(fields), files: files.map(({ path }) => filePath(table, path)), columns };
}

const scanOfFields = (fields: readonly Field[]): Scan => ({
  from: emptySql(fields),
  files: [],
  columns: fields.map(({ name }) => name),
});
