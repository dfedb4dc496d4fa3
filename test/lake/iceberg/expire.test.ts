import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { commit } from '../../../lake/iceberg/commit.ts';
import { expireSnapshots } from '../../../lake/iceberg/expire.ts';
import { orphans } from '../../../lake/iceberg/orphans.ts';
import { rollback, snapshotAt } from '../../../lake/iceberg/snapshots.ts';
import type { SnapshotId, Table } from '../../../lake/iceberg/types.ts';
import { CommitConflict, createTable, openTable, publish } from '../../../lake/iceberg/versions.ts';
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
beforeAll(async () => {
  connection = await duckdb();
});

/** Snapshots of the 2nd to the 5th of January: append a, append b, replace a by a2, replace b by b2. */
async function history(
  name: string,
): Promise<{ table: Table; ids: SnapshotId[]; at: ReturnType<typeof moments> }> {
  const at = moments();
  let table = await createTable(join(folder, name), notes, at('2026-01-01T00:00:00Z'));
  const ids: SnapshotId[] = [];
  const step = async (day: number, file: string, remove: string[]) => {
    const id = file[0];
    const add = [await writeRows(connection, table, file, `SELECT '${id}' AS note_id, '${file}' AS text`)];
    const operation = remove.length > 0 ? 'overwrite' : 'append';
    table = await commit(table, { operation, add, remove }, at(`2026-01-0${day}T00:00:00Z`));
    ids.push(currentId(table));
  };
  await step(2, 'a', []);
  await step(3, 'b', []);
  await step(4, 'a2', ['data/a.parquet']);
  await step(5, 'b2', ['data/b.parquet']);
  return { table, ids, at };
}

const idsOf = (table: Table) => table.metadata.snapshots.map((snapshot) => snapshot['snapshot-id']);
const dataOf = (table: Table) => readdirSync(join(table.dir, 'data')).sort();

test('old snapshots go with the files that only they have; younger ones still read', async () => {
  const { table, ids, at } = await history('age');
  const expiry = { olderThan: instant('2026-01-04T00:00:00Z'), keepLast: 1 };
  const result = await expireSnapshots(table, expiry, at('2026-02-01T00:00:00Z'));

  expect(result.expired).toEqual([ids[0], ids[1]]);
  expect(idsOf(result.table)).toEqual([ids[2], ids[3]]);
  expect(dataOf(table)).toEqual(['a2.parquet', 'b.parquet', 'b2.parquet']);
  expect(result.deleted.filter((path) => path.startsWith('data/'))).toEqual(['data/a.parquet']);
  // Two manifest lists and the manifest that only said that a.parquet had been added.
  expect(result.deleted).toHaveLength(4);
  expect(await rowsOf(connection, result.table, ids[2])).toEqual([
    { note_id: 'a', text: 'a2' },
    { note_id: 'b', text: 'b' },
  ]);
  expect(await rowsOf(connection, result.table)).toEqual([
    { note_id: 'a', text: 'a2' },
    { note_id: 'b', text: 'b2' },
  ]);
  expect(snapshotAt(result.table.metadata, instant('2026-01-03T12:00:00Z'))).toBeNull();
  expect(await orphans(result.table, instant('2100-01-01T00:00:00Z'))).toEqual([]);
});

test('the newest snapshots stay whatever their age, the current one always', async () => {
  const { table, ids, at } = await history('count');
  const old = instant('2027-01-01T00:00:00Z');
  const three = await expireSnapshots(table, { olderThan: old, keepLast: 3 }, at('2026-02-01T00:00:00Z'));
  expect(idsOf(three.table)).toEqual([ids[1], ids[2], ids[3]]);
  const none = await expireSnapshots(
    three.table,
    { olderThan: old, keepLast: 0 },
    at('2026-02-02T00:00:00Z'),
  );
  expect(idsOf(none.table)).toEqual([ids[3]]);
  expect(dataOf(table)).toEqual(['a2.parquet', 'b2.parquet']);
  expect(await rowsOf(connection, none.table)).toHaveLength(2);
});

test('when nothing is old nothing is committed', async () => {
  const { table, at } = await history('young');
  const expiry = { olderThan: instant('2026-01-01T00:00:00Z'), keepLast: 1 };
  const result = await expireSnapshots(table, expiry, at('2026-02-01T00:00:00Z'));
  expect(result).toEqual({ table, expired: [], deleted: [] });
});

test('after a rollback the abandoned snapshots expire by age, and the log keeps no line before the hole', async () => {
  const { table, ids, at } = await history('rolled');
  const back = await rollback(table, ids[1] as SnapshotId, at('2026-01-06T00:00:00Z'));
  const expiry = { olderThan: instant('2026-02-01T00:00:00Z'), keepLast: 2 };
  const result = await expireSnapshots(back, expiry, at('2026-02-01T00:00:00Z'));
  expect(idsOf(result.table)).toEqual([ids[0], ids[1]]);
  expect(dataOf(table)).toEqual(['a.parquet', 'b.parquet']);
  expect(result.table.metadata['snapshot-log']).toEqual([
    { 'timestamp-ms': Date.parse('2026-01-06T00:00:00Z'), 'snapshot-id': ids[1] },
  ]);
  expect(await rowsOf(connection, result.table)).toHaveLength(2);
});

test('what a branch or a tag of another engine points to stays', async () => {
  const { table, ids, at } = await history('tagged');
  const tag = { 'snapshot-id': ids[0] as SnapshotId, type: 'tag' } as const;
  const refs = { ...table.metadata.refs, audit: tag };
  const tagged = await publish(table, { ...table.metadata, refs }, at('2026-01-06T00:00:00Z'));
  const expiry = { olderThan: instant('2026-02-01T00:00:00Z'), keepLast: 1 };
  const result = await expireSnapshots(tagged, expiry, at('2026-02-01T00:00:00Z'));
  expect(idsOf(result.table)).toEqual([ids[0], ids[3]]);
  expect(dataOf(table)).toEqual(['a.parquet', 'a2.parquet', 'b2.parquet']);
});

test('an expiry that loses a race deletes nothing', async () => {
  const { table, at } = await history('race');
  await append(connection, table, 'c', "SELECT 'c' AS note_id, 'c' AS text", at('2026-01-06T00:00:00Z'));
  const expiry = { olderThan: instant('2026-02-01T00:00:00Z'), keepLast: 1 };
  await expect(expireSnapshots(table, expiry, at('2026-02-01T00:00:00Z'))).rejects.toThrow(CommitConflict);
  expect(dataOf(table)).toEqual(['a.parquet', 'a2.parquet', 'b.parquet', 'b2.parquet', 'c.parquet']);
});

test('metadata files that the log has dropped are deleted', async () => {
  const at = moments();
  let table = await createTable(join(folder, 'log'), notes, at('2026-01-01T00:00:00Z'));
  const short = { ...table.metadata, 'metadata-log': [] };
  for (let count = 0; count < 3; count++) table = await publish(table, short, at('2026-01-02T00:00:00Z'));
  const expiry = { olderThan: instant('2026-02-01T00:00:00Z'), keepLast: 1 };
  const { deleted } = await expireSnapshots(table, expiry, at('2026-02-01T00:00:00Z'));
  expect(deleted.sort()).toEqual([1, 2, 3].map((version) => `metadata/v${version}.metadata.json`));
  expect((await openTable(table.dir))?.version).toBe(4);
});

test('orphans are old files that nothing refers to', async () => {
  const { table } = await history('orphans');
  const old = new Date('2026-01-01T00:00:00Z');
  for (const name of [
    'data/lost.parquet',
    'metadata/lost.avro',
    'metadata/torn.aside',
    'data/young.parquet',
  ]) {
    writeFileSync(join(table.dir, name), 'x');
    if (name !== 'data/young.parquet') utimesSync(join(table.dir, name), old, old);
  }
  for (const name of dataOf(table)) {
    if (name !== 'young.parquet') utimesSync(join(table.dir, 'data', name), old, old);
  }
  expect(await orphans(table, instant('2026-01-02T00:00:00Z'))).toEqual([
    'data/lost.parquet',
    'metadata/lost.avro',
    'metadata/torn.aside',
  ]);
  expect(existsSync(join(table.dir, 'data/lost.parquet'))).toBe(true);
});
