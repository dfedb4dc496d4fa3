import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, DuckDBTimestampTZValue } from '@duckdb/node-api';
import { afterAll } from 'vitest';
import type { Micros } from '../../../base/clock.ts';
import { commit } from '../../../lake/iceberg/commit.ts';
import { dataFileOf } from '../../../lake/iceberg/dataFile.ts';
import { duckdbTypeOf, parquetFieldIds, quotedName, quotedText } from '../../../lake/iceberg/duckdb.ts';
import { filePath } from '../../../lake/iceberg/locations.ts';
import type { TableDefinition } from '../../../lake/iceberg/metadata.ts';
import { scanSql } from '../../../lake/iceberg/scan.ts';
import { currentSchema } from '../../../lake/iceberg/schema.ts';
import type { DataFile, SnapshotId, Table } from '../../../lake/iceberg/types.ts';
import type { Moment } from '../../../lake/iceberg/versions.ts';

// Otherwise the texts of instants would depend on the machine's time zone.
DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0;

/** A folder that is gone after the test file. */
export function temporaryFolder(name = 'aljibe iceberg ñ-'): string {
  const dir = mkdtempSync(join(tmpdir(), name));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export const instant = (iso: string): Micros => BigInt(Date.parse(iso)) * 1000n;

/** Moments with names that count up, one source of them per test. */
export function moments(): (iso: string) => Moment {
  let count = 0;
  const newUuid = () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
  return (iso) => ({ now: instant(iso), newUuid });
}

export async function duckdb(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  afterAll(() => connection.closeSync());
  return connection;
}

/** The smallest table: a key and a text. */
export const notes: TableDefinition = {
  fields: [
    { name: 'note_id', required: true, type: 'string' },
    { name: 'text', required: false, type: 'string' },
  ],
  identifier: ['note_id'],
  sortBy: 'note_id',
};

/** Writes the rows of a query, which has the columns of the table's schema, as one data file. */
export async function writeRows(
  connection: DuckDBConnection,
  table: Table,
  name: string,
  query: string,
): Promise<DataFile> {
  const { fields } = currentSchema(table.metadata);
  const path = `data/${name}.parquet`;
  const columns = fields.map(
    (field) => `CAST(${quotedName(field.name)} AS ${duckdbTypeOf(field.type)}) AS ${quotedName(field.name)}`,
  );
  await connection.run(
    `COPY (SELECT ${columns.join(', ')} FROM (${query}) ORDER BY 1)
     TO ${quotedText(filePath(table, path))} (FORMAT parquet, COMPRESSION zstd, FIELD_IDS ${parquetFieldIds(fields)})`,
  );
  return dataFileOf(connection, table, path);
}

export async function append(
  connection: DuckDBConnection,
  table: Table,
  name: string,
  query: string,
  moment: Moment,
): Promise<Table> {
  const file = await writeRows(connection, table, name, query);
  return commit(table, { operation: 'append', add: [file], remove: [] }, moment);
}

/** The rows of a snapshot in the order of its first column, values as DuckDB's JSON has them. */
export async function rowsOf(
  connection: DuckDBConnection,
  table: Table,
  snapshotId?: SnapshotId,
): Promise<Record<string, unknown>[]> {
  const from = await scanSql(table, snapshotId === undefined ? {} : { snapshotId });
  return (await connection.runAndReadAll(`SELECT * FROM ${from} ORDER BY 1`)).getRowObjectsJson();
}

export function currentId(table: Table): SnapshotId {
  const id = table.metadata['current-snapshot-id'];
  if (id === undefined) throw new Error('the table has no snapshot');
  return id;
}
