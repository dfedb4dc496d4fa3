import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { curate } from '../../../lake/curation/curate.ts';
import { rollbackDataset } from '../../../lake/curation/hold.ts';
import { curatedDir, tombstonesDir } from '../../../lake/dirs.ts';
import { dataFiles } from '../../../lake/iceberg/files.ts';
import { openTable } from '../../../lake/iceberg/versions.ts';
import { type MaintenanceOptions, planMaintenance } from '../../../lake/maintenance/gather.ts';
import { runMaintenance } from '../../../lake/maintenance/run.ts';
import { openRawFiles } from '../../../lake/raw/files.ts';
import { notes, type TestLake, testLake } from '../support.ts';

const hour = 3_600_000_000n;
const day = 24n * hour;
const note = (note_id: string, body = '') => ({ note_id, body });

/** Plans and does what is due; answers the kinds of the tasks. */
async function maintain(lake: TestLake, options: Partial<MaintenanceOptions> = {}) {
  const tasks = await planMaintenance({ ...lake, ...options });
  const results = [];
  for (const task of tasks) results.push(await runMaintenance(task, { ...lake, ...options }));
  return results;
}

const kinds = (results: Awaited<ReturnType<typeof maintain>>) => results.map(({ task }) => task.kind);
const keys = async (lake: TestLake) => (await lake.rows(notes)).map(({ note_id }) => note_id);

test('a lake in which nothing is due is left alone', async () => {
  const lake = await testLake();
  lake.bus.put(notes, 'a', note('a'));
  await lake.settle(notes);
  expect(await planMaintenance(lake)).toEqual([]);
});

describe('raw files', () => {
  test('of a past hour are merged; curation goes on where it was', async () => {
    const lake = await testLake();
    for (const key of ['a', 'b']) {
      lake.bus.put(notes, key, note(key));
      await lake.flush();
    }
    await lake.curate(notes);
    lake.bus.put(notes, 'c', note('c'));
    await lake.flush();
    lake.clock.advance(hour);
    expect(await maintain(lake)).toMatchObject([{ filesWritten: 1, filesReplaced: 3 }]);
    const files = openRawFiles(lake.dirs.raw, { readOnly: true });
    expect(files.list().map(({ path, rows }) => [path, rows])).toEqual([
      ['changes/dataset=notes/hour=2026-03-01T10/1-3.parquet', 3],
    ]);
    expect(files.checkpoint()).toBe(3);
    files.close();
    expect(await lake.curate(notes)).toMatchObject({ inserted: 1, updated: 0 });
    expect(await keys(lake)).toEqual(['a', 'b', 'c']);
  });

  test('that were merged are deleted when no reader can be at work on them any more', async () => {
    const lake = await testLake();
    for (const key of ['a', 'b']) {
      lake.bus.put(notes, key, note(key));
      await lake.flush();
    }
    lake.clock.advance(hour);
    await maintain(lake);
    const folder = join(lake.dirs.raw, 'changes/dataset=notes/hour=2026-03-01T10');
    expect(readdirSync(folder).sort()).toEqual(['1-1.parquet', '1-2.parquet', '2-2.parquet']);
    lake.clock.advance(hour + 1n);
    expect(await maintain(lake)).toMatchObject([{ task: { kind: 'remove', zone: 'raw' }, filesDeleted: 2 }]);
    expect(readdirSync(folder)).toEqual(['1-2.parquet']);
    expect(await maintain(lake)).toEqual([]);
  });

  test('that no catalog lists are deleted, but not those beyond the checkpoint', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', note('a'));
    await lake.flush();
    const folder = join(lake.dirs.raw, 'changes/dataset=notes/hour=2026-03-01T10');
    writeFileSync(join(folder, '0-1.parquet.new'), 'left by a crash');
    writeFileSync(join(folder, '2-9.parquet.new'), 'a flush under way');
    expect(await maintain(lake)).toMatchObject([{ filesDeleted: 1 }]);
    expect(readdirSync(folder).sort()).toEqual(['1-1.parquet', '2-9.parquet.new']);
  });
});

describe('curated files', () => {
  const limits = { bytes: 2 ** 20, rows: 8, smallBytes: 1, smallRows: 1 };

  /** Two files of three rows each. */
  async function lakeWithTwoFiles() {
    const lake = await testLake();
    for (const part of ['abc', 'def']) {
      for (const key of part) lake.bus.put(notes, key, note(key));
      await lake.flush();
      await lake.curate(notes, { limits });
    }
    return lake;
  }

  test('that are undersized are written as one, and no row changes', async () => {
    const lake = await lakeWithTwoFiles();
    const before = await lake.rows(notes);
    expect(await maintain(lake, { limits })).toMatchObject([{ filesWritten: 1, filesReplaced: 2 }]);
    expect(await lake.rows(notes)).toEqual(before);
    const { metadata } = await lake.table(notes);
    expect(metadata.snapshots.at(-1)?.summary).toMatchObject({
      operation: 'replace',
      'aljibe.checkpoint': '6',
    });
    expect(await maintain(lake, { limits })).toEqual([]);
  });

  test('that were changed since the plan are left alone', async () => {
    const lake = await lakeWithTwoFiles();
    const [task] = await planMaintenance({ ...lake, limits });
    lake.bus.put(notes, 'a', null);
    await lake.flush();
    await lake.curate(notes, { limits });
    expect(await runMaintenance(task as never, { ...lake, limits })).toMatchObject({
      filesWritten: 0,
      filesReplaced: 0,
    });
    expect(await keys(lake)).toEqual(['b', 'c', 'd', 'e', 'f']);
  });

  test('of a held dataset are left alone', async () => {
    const lake = await lakeWithTwoFiles();
    lake.bus.put(notes, 'g', note('g'));
    await lake.flush();
    await lake.curate(notes, { limits });
    const second = (await lake.table(notes)).metadata.snapshots[1]?.['snapshot-id'] as bigint;
    await rollbackDataset(curatedDir(lake.dirs, 'notes'), second, { now: lake.clock.now() });
    expect(await maintain(lake, { limits })).toEqual([]);
  });

  test('may be compacted while curation writes', async () => {
    const lake = await lakeWithTwoFiles();
    const [task] = await planMaintenance({ ...lake, limits });
    lake.bus.put(notes, 'g', note('g'));
    await lake.flush();
    await Promise.all([
      runMaintenance(task as never, { ...lake, limits }),
      curate(notes, { ...lake, limits }),
    ]);
    expect(await keys(lake)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });
});

describe('snapshots', () => {
  test('expire by age, with the files that only they needed', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', note('a', 'old'));
    await lake.settle(notes);
    const [first] = await dataFiles(await lake.table(notes));
    lake.clock.advance(8n * day);
    lake.bus.put(notes, 'a', note('a', 'new'));
    await lake.settle(notes);
    const results = await maintain(lake);
    expect(kinds(results)).toEqual(['expire']);
    expect(results).toMatchObject([{ snapshotsExpired: 1 }]);
    const { dir, metadata } = await lake.table(notes);
    expect(metadata.snapshots).toHaveLength(1);
    expect(existsSync(join(dir, first?.path ?? ''))).toBe(false);
    expect(await lake.rows(notes)).toMatchObject([{ body: 'new' }]);
  });

  test('expire by number', async () => {
    const lake = await testLake();
    for (const body of ['1', '2', '3', '4']) {
      lake.bus.put(notes, 'a', note('a', body));
      await lake.settle(notes);
      lake.clock.advance(60_000_000n);
    }
    expect(await maintain(lake, { mostSnapshots: 2 })).toMatchObject([{ snapshotsExpired: 2 }]);
    expect((await lake.table(notes)).metadata.snapshots).toHaveLength(2);
  });

  test('the current one stays, however old', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', note('a'));
    await lake.settle(notes);
    lake.clock.advance(100n * day);
    expect(await maintain(lake)).toEqual([]);
  });
});

test('tombstones are kept for a bounded time', async () => {
  const lake = await testLake();
  for (const key of ['a', 'b']) lake.bus.put(notes, key, note(key));
  lake.bus.put(notes, 'a', null);
  await lake.settle(notes);
  lake.clock.advance(31n * day);
  lake.bus.put(notes, 'b', null);
  await lake.settle(notes);
  const results = await maintain(lake, { keepSnapshots: 365n * day });
  expect(results).toMatchObject([{ task: { kind: 'trim-tombstones' }, tombstonesTrimmed: 1 }]);
  const table = await openTable(tombstonesDir(lake.dirs, 'notes'));
  expect((await dataFiles(table as never)).map(({ rows }) => rows)).toEqual([1]);
});

test('data files that no commit took are deleted when they are old', async () => {
  const lake = await testLake();
  lake.bus.put(notes, 'a', note('a'));
  await lake.settle(notes);
  const { dir } = await lake.table(notes);
  const [old, young] = [join(dir, 'data/old.parquet'), join(dir, 'data/young.parquet')];
  for (const path of [old, young]) writeFileSync(path, 'left by a crash');
  const now = Number(lake.clock.now() / 1_000_000n);
  utimesSync(old, now - 90_000, now - 90_000);
  utimesSync(young, now, now);
  expect(await maintain(lake)).toMatchObject([{ task: { paths: ['data/old.parquet'] }, filesDeleted: 1 }]);
  expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
});

test('a file that was taken for an orphan while its commit was under way stays', async () => {
  const lake = await testLake();
  lake.bus.put(notes, 'a', note('a'));
  await lake.settle(notes);
  const paths = (await dataFiles(await lake.table(notes))).map(({ path }) => path);
  const removed = await runMaintenance({ kind: 'remove', zone: 'curated', dataset: 'notes', paths }, lake);
  expect(removed).toMatchObject({ filesDeleted: 0 });
  expect(await keys(lake)).toEqual(['a']);
});
