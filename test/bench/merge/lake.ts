import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { systemClock } from '../../../base/clock.ts';
import { attendance } from '../../../datasets/attendance.ts';
import { checkpointSummary } from '../../../lake/curation/checkpoint.ts';
import { resumeDataset, rollbackDataset } from '../../../lake/curation/hold.ts';
import { fileLimits } from '../../../lake/curation/layout.ts';
import { planMerge } from '../../../lake/curation/plan.ts';
import { curatedRowsSql } from '../../../lake/curation/render/duckdb.ts';
import { curatedTable } from '../../../lake/curation/tables.ts';
import { writeDataFiles } from '../../../lake/curation/write.ts';
import { curatedDir, type LakeDirs, spillDir, tombstonesDir } from '../../../lake/dirs.ts';
import { ask, type Engine, openEngine } from '../../../lake/duckdb.ts';
import { commit } from '../../../lake/iceberg/commit.ts';
import { scanSql } from '../../../lake/iceberg/scan.ts';
import type { SnapshotId, Table } from '../../../lake/iceberg/types.ts';
import { openTable } from '../../../lake/iceberg/versions.ts';
import { openRawFiles, type RawFile } from '../../../lake/raw/files.ts';

/** Attendance, curated and in large numbers, and changes to it in the raw zone. */

export const hour = '2026-06-01T08';

/** One row of attendance for the number `i`, as a query over `range` sees it. Keys rise with time, as a sequence does. */
const rowOf = (status: string) => `{
  attendance_id: 'asistencias:' || i, student_id: 'alumnos:' || (hash(i) % 20000), school_id: 'centros:' || (i % 12),
  class_id: 'clases:' || (hash(i // 30) % 900), attendance_date: (DATE '2025-09-01' + (i // 47000)::INTEGER)::VARCHAR,
  period: (i % 6)::VARCHAR, status: ${status}, is_excused: CASE WHEN hash(i) % 16 = 0 THEN hash(i) % 32 = 0 END,
  fraction_absent: CASE WHEN hash(i) % 16 = 0 THEN '0.2500' END, minutes_absent: CASE WHEN hash(i) % 16 = 0 THEN (hash(i) % 90)::VARCHAR END,
  reason: CASE WHEN hash(i) % 64 = 0 THEN 'Cita médica ' || hash(i) % 1000 END, teacher_id: 'profesores:' || (hash(i // 30) % 800),
  recorded_at: strftime(TIMESTAMP '2025-09-01 08:00:00' + INTERVAL (i * 2) SECOND, '%Y-%m-%dT%H:%M:%S.%fZ')}`;

/** Raw changes for the numbers that a query yields as `i`, with `op` and `version`. */
export const changesOf = (numbers: string, firstSeq: number) => `
  SELECT ${firstSeq} + row_number() OVER () - 1 AS seq, 'asistencias:' || i AS "key", op, "version"::BIGINT AS "version", 'legacy' AS source, '' AS "position",
    NULL::TIMESTAMPTZ AS occurred_at, TIMESTAMPTZ '2026-06-01 08:00:00+00' AS accepted_at, 1 AS contract_version, 1 AS mapping_version,
    CASE WHEN op <> 'delete' THEN to_json(${rowOf(`CASE WHEN "version" > 1 THEN 'absent' ELSE 'present' END`)})::VARCHAR END AS "row",
    NULL::VARCHAR AS extra
  FROM (${numbers})`;

/** Changes of a tenth as many rows as there are, of all kinds and to rows anywhere. */
export const mixedChanges = (rows: number): string => `
  SELECT (hash(n) % ${rows})::BIGINT AS i, CASE WHEN n % 5 = 0 THEN 'delete' ELSE 'upsert' END AS op, 2 + n AS "version"
  FROM range(${rows * 0.075}::BIGINT) r(n)
  UNION ALL SELECT ${rows} + n, 'upsert', 1 FROM range(${rows * 0.025}::BIGINT) r(n)`;

/** A thousand updates among the last 40th of the rows, as many as a week has. */
export const newestWeek = (rows: number): string => `
  SELECT ${rows - 1} - (hash(n) % ${rows / 40}::BIGINT)::BIGINT AS i, 'upsert' AS op, 2 + n AS "version"
  FROM range(1000) r(n)`;

/** A lake that holds this dataset only, with changes that are yet to be merged. */
export interface Lake {
  readonly dirs: LakeDirs;
  readonly engine: Engine;
  readonly connection: DuckDBConnection;
  /** The curated table before the merge. */
  readonly table: Table;
  readonly raw: RawFile;
  close(): void;
}

/** The folders of an empty lake. */
export function makeLakeDirs(dir: string): LakeDirs {
  const dirs = {
    raw: join(dir, 'raw'),
    curated: join(dir, 'curated'),
    tombstones: join(dir, 'tombstones'),
    keys: join(dir, 'keys'),
  };
  for (const folder of Object.values(dirs)) mkdirSync(folder, { recursive: true });
  return dirs;
}

/** Curates this many rows, as if they had been merged from the first change on the bus, and keeps changes to them. */
export async function openLake(dir: string, rows: number, changes: (rows: number) => string): Promise<Lake> {
  const dirs = makeLakeDirs(dir);
  const engine = await openEngine({ spill: spillDir(dirs) });
  const connection = await engine.connect();
  const table = await addRows(dirs, connection, rows);
  const raw = await addChanges(dirs, connection, changes(rows));
  return {
    dirs,
    engine,
    connection,
    table,
    raw,
    close() {
      connection.closeSync();
      engine.close();
    },
  };
}

async function addRows(dirs: LakeDirs, connection: DuckDBConnection, rows: number): Promise<Table> {
  const table = await curatedTable(dirs, attendance, { now: systemClock.now() });
  const part = 1_000_000;
  const add = [];
  for (let start = 0; start < rows; start += part) {
    const numbers = `SELECT i, 'upsert' AS op, 1 AS "version" FROM range(${start}, ${Math.min(rows, start + part)}) r(i)`;
    await connection.run(`CREATE OR REPLACE TEMP TABLE changes AS
      SELECT *, accepted_at AS changed_at FROM (${changesOf(numbers, 1)})`);
    const files = { key: attendance.key, outputs: Math.ceil(part / fileLimits.rows) };
    add.push(...(await writeDataFiles(connection, table, rowsOf('changes'), files)));
  }
  await connection.run('DROP TABLE changes');
  const content = { operation: 'append', add, remove: [], summary: checkpointSummary(1) } as const;
  return commit(table, content, { now: systemClock.now() });
}

/** The key of the pseudonyms. */
export const pidKey = '0b'.repeat(32);

/** A query for the table's rows out of changes. */
export const rowsOf = (changes: string): string =>
  curatedRowsSql(
    planMerge(attendance, { afterSeq: 0, throughSeq: 0, files: [{ hour } as RawFile] }),
    changes,
    pidKey,
  );

/** Puts changes into the raw zone as one file; `seq` begins at 2. */
async function addChanges(dirs: LakeDirs, connection: DuckDBConnection, numbers: string): Promise<RawFile> {
  const path = `changes/dataset=attendance/hour=${hour}/2.parquet`;
  const file = join(dirs.raw, path);
  const files = openRawFiles(dirs.raw);
  mkdirSync(join(file, '..'), { recursive: true });
  await connection.run(`COPY (${changesOf(numbers, 2)}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`);
  const [count] = await ask<{ rows: number }>(connection, `SELECT count(*) AS "rows" FROM '${file}'`);
  const rows = count?.rows ?? 0;
  const raw = { path, dataset: 'attendance', hour, firstSeq: 2, lastSeq: rows + 1, rows, bytes: 0 };
  files.add([raw], raw.lastSeq);
  files.close();
  return raw;
}

/** What a merge led to, as far as it takes to see that others led to the same. */
export interface Content {
  readonly rows: number;
  readonly versions: number;
}

export async function contentOf({ dirs, connection }: Lake): Promise<Content> {
  const table = await openTable(curatedDir(dirs, 'attendance'));
  const scan = table && (await scanSql(table));
  const [content] = await ask<Content>(
    connection,
    `SELECT count(*) AS "rows", sum(_version)::BIGINT AS versions FROM ${scan}`,
  );
  return content as Content;
}

/** Takes the table back to where it was before the merge, and the tombstones with it. */
export async function undo({ dirs, table }: Lake): Promise<void> {
  const dir = curatedDir(dirs, 'attendance');
  await rollbackDataset(dir, startOf(table), { now: systemClock.now() });
  await resumeDataset(dir, { now: systemClock.now() });
  rmSync(tombstonesDir(dirs, 'attendance'), { recursive: true, force: true });
}

export const startOf = ({ metadata }: Table): SnapshotId => metadata['current-snapshot-id'] as SnapshotId;
