import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { UserError } from '../../../base/errors.ts';
import { commit } from '../../../lake/iceberg/commit.ts';
import { changedFiles } from '../../../lake/iceberg/files.ts';
import { rollback, snapshotAt, snapshotOf } from '../../../lake/iceberg/snapshots.ts';
import type { SnapshotId, Table } from '../../../lake/iceberg/types.ts';
import { createTable, openTable } from '../../../lake/iceberg/versions.ts';
import {
  append,
  currentId,
  duckdb,
  instant,
  moments,
  notes,
  rowsOf,
  temporaryFolder,
  writeRows,
} from './support.ts';

const folder = temporaryFolder();
let connection: Awaited<ReturnType<typeof duckdb>>;
let table: Table;
let ids: SnapshotId[];
const at = moments();

beforeAll(async () => {
  connection = await duckdb();
  table = await createTable(join(folder, 'history'), notes, at('2026-01-01T00:00:00Z'));
  ids = [];
  for (const [index, id] of ['a', 'b'].entries()) {
    table = await append(
      connection,
      table,
      id,
      `SELECT '${id}' AS note_id, 'x' AS text`,
      at(`2026-01-0${index + 2}T00:00:00Z`),
    );
    ids.push(currentId(table));
  }
  const newer = await writeRows(connection, table, 'a2', "SELECT 'a' AS note_id, 'y' AS text");
  table = await commit(
    table,
    { operation: 'overwrite', add: [newer], remove: ['data/a.parquet'] },
    at('2026-01-04T00:00:00Z'),
  );
  ids.push(currentId(table));
});

test('a snapshot is what the table was', async () => {
  expect(await rowsOf(connection, table, ids[0])).toEqual([{ note_id: 'a', text: 'x' }]);
  expect(await rowsOf(connection, table, ids[1])).toHaveLength(2);
  expect(await rowsOf(connection, table, ids[2])).toEqual([
    { note_id: 'a', text: 'y' },
    { note_id: 'b', text: 'x' },
  ]);
});

test('the snapshot at an instant is the one that was current then', () => {
  const idAt = (iso: string) => snapshotAt(table.metadata, instant(iso))?.['snapshot-id'];
  expect(idAt('2026-01-01T23:59:59.999Z')).toBeUndefined();
  expect(idAt('2026-01-02T00:00:00Z')).toBe(ids[0]);
  expect(idAt('2026-01-03T12:00:00Z')).toBe(ids[1]);
  expect(idAt('2030-01-01T00:00:00Z')).toBe(ids[2]);
});

test('the difference of two snapshots, in both directions', async () => {
  const between = async (from: number, to: number) => {
    const { added, removed } = await changedFiles(table, ids[from] as SnapshotId, ids[to] as SnapshotId);
    return { added: added.map((file) => file.path), removed: removed.map((file) => file.path) };
  };
  expect(await between(0, 2)).toEqual({
    added: ['data/a2.parquet', 'data/b.parquet'],
    removed: ['data/a.parquet'],
  });
  expect(await between(2, 1)).toEqual({ added: ['data/a.parquet'], removed: ['data/a2.parquet'] });
});

test('a rollback moves the table back and forth, and the past stays what people saw', async () => {
  const back = await rollback(table, ids[0] as SnapshotId, at('2026-01-05T00:00:00Z'));
  expect(await rowsOf(connection, back)).toEqual([{ note_id: 'a', text: 'x' }]);
  expect(back.metadata.refs.main).toEqual({ 'snapshot-id': ids[0], type: 'branch' });
  expect(snapshotAt(back.metadata, instant('2026-01-04T12:00:00Z'))?.['snapshot-id']).toBe(ids[2]);
  expect(snapshotAt(back.metadata, instant('2026-01-05T12:00:00Z'))?.['snapshot-id']).toBe(ids[0]);

  const forth = await rollback(back, ids[2] as SnapshotId, at('2026-01-06T00:00:00Z'));
  expect(await rowsOf(connection, forth)).toEqual(await rowsOf(connection, table, ids[2]));
  expect((await openTable(table.dir))?.metadata).toEqual(forth.metadata);

  const after = await append(
    connection,
    back,
    'c',
    "SELECT 'c' AS note_id, 'z' AS text",
    at('2026-01-06T00:00:00Z'),
  ).catch((error) => error.constructor.name);
  expect(after).toBe('CommitConflict');
});

test('a clock that was set back does not turn the order of the log', async () => {
  const dir = join(folder, 'clock');
  const early = await createTable(dir, notes, at('2026-01-10T00:00:00Z'));
  const next = await append(
    connection,
    early,
    'a',
    "SELECT 'a' AS note_id, 'x' AS text",
    at('2026-01-09T00:00:00Z'),
  );
  expect(next.metadata['last-updated-ms']).toBe(Date.parse('2026-01-10T00:00:00Z'));
  expect(next.metadata['snapshot-log'][0]?.['timestamp-ms']).toBe(Date.parse('2026-01-10T00:00:00Z'));
});

test('a snapshot that is not there is named', () => {
  expect(() => snapshotOf(table.metadata, 5n)).toThrow(UserError);
  expect(() => snapshotOf(table.metadata, 5n)).toThrow(`${table.metadata.location}: there is no snapshot 5`);
});
