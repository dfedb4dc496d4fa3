import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkpointOf } from '../../../lake/curation/checkpoint.ts';
import { rollbackDataset } from '../../../lake/curation/hold.ts';
import { rebuildTable } from '../../../lake/curation/rebuild.ts';
import { curatedDir } from '../../../lake/dirs.ts';
import { dataFiles } from '../../../lake/iceberg/files.ts';
import { filePath } from '../../../lake/iceberg/locations.ts';
import { notes, type TestLake, testLake } from '../support.ts';

/** Several files even for five rows. */
const tiny = { bytes: 2 ** 20, rows: 2, smallBytes: 2 ** 20, smallRows: 2 };

const put = (lake: TestLake, key: string, body: string | null) =>
  lake.bus.put(notes, key, body === null ? null : { note_id: key, body });

const histories = fc.array(
  fc.record({
    key: fc.constantFrom('a', 'b', "c'", 'd', 'ñ', 'é'),
    body: fc.option(fc.constantFrom('x', 'y', '')),
    flush: fc.boolean(),
    curate: fc.boolean(),
  }),
  { minLength: 1, maxLength: 20 },
);

test('a rebuilt table has the rows of the live one, whatever happened to them', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const lake = await testLake();
      for (const { key, body, flush, curate } of history) {
        put(lake, key, body);
        lake.clock.advance(1n);
        if (flush) await lake.flush();
        if (curate) await lake.curate(notes, { limits: tiny });
      }
      await lake.flush();
      await lake.curate(notes, { limits: tiny });
      const live = await lake.rows(notes);
      const rebuilt = await rebuildTable(notes, { ...lake, limits: tiny });
      expect(await lake.rows(notes)).toEqual(live);
      expect(rebuilt.rows).toBe(live.length);
      expect(rebuilt.filesWritten).toBe(Math.ceil(live.length / 2));
    }),
    { numRuns: 10, seed: 20260302 },
  );
});

test('the new files take the place of all old ones in one commit, and older snapshots can still be read', async () => {
  const lake = await testLake();
  for (const key of ['a', 'b', 'c']) put(lake, key, 'old');
  await lake.settle(notes);
  put(lake, 'b', null);
  await lake.settle(notes);
  const before = await lake.table(notes);
  const old = await dataFiles(before);

  expect(await rebuildTable(notes, lake)).toEqual({
    dataset: 'notes',
    rows: 2,
    filesWritten: 1,
    filesReplaced: old.length,
  });

  const after = await lake.table(notes);
  expect(after.metadata.snapshots.length).toBe(before.metadata.snapshots.length + 1);
  expect(checkpointOf(after.metadata)).toBe(4);
  const paths = (await dataFiles(after)).map(({ path }) => path);
  expect(paths.filter((path) => old.some((file) => file.path === path))).toEqual([]);
  const [first] = before.metadata.snapshots;
  const rows = await lake.rows(notes, first?.['snapshot-id']);
  expect(rows.map(({ note_id }) => note_id)).toEqual(['a', 'b', 'c']);
});

test('mends a table whose files were damaged', async () => {
  const lake = await testLake();
  for (const key of ['a', 'b', 'c']) put(lake, key, 'x');
  await lake.settle(notes);
  const rows = await lake.rows(notes);
  const table = await lake.table(notes);
  for (const { path } of await dataFiles(table)) writeFileSync(filePath(table, path), 'torn');
  await rebuildTable(notes, lake);
  expect(await lake.rows(notes)).toEqual(rows);
});

test('changes that arrive meanwhile are merged after it', async () => {
  const lake = await testLake();
  for (const key of ['a', 'b', 'c']) put(lake, key, 'old');
  await lake.settle(notes);
  const rebuilding = rebuildTable(notes, lake);
  put(lake, 'a', 'new');
  put(lake, 'b', null);
  await lake.flush();
  await Promise.all([rebuilding, lake.curate(notes)]);
  await lake.curate(notes);
  const rows = await lake.rows(notes);
  expect(rows.map(({ note_id, body }) => [note_id, body])).toEqual([
    ['a', 'new'],
    ['c', 'old'],
  ]);
});

test('a dataset that is held after a rollback is not rebuilt', async () => {
  const lake = await testLake();
  put(lake, 'a', 'one');
  await lake.settle(notes);
  const to = (await lake.table(notes)).metadata.snapshots[0]?.['snapshot-id'] ?? 0n;
  put(lake, 'a', 'two');
  await lake.settle(notes);
  await rollbackDataset(curatedDir(lake.dirs, 'notes'), to, { now: lake.clock.now() });
  await expect(rebuildTable(notes, lake)).rejects.toMatchObject({
    message: 'notes is held after a rollback, so it is not rebuilt',
    hint: 'Let it go on first: aljibe dataset resume notes.',
  });
  expect((await lake.rows(notes)).map(({ body }) => body)).toEqual(['one']);
});

test('a raw zone that ends before the table does not replace it', async () => {
  const lake = await testLake();
  put(lake, 'a', 'one');
  await lake.settle(notes);
  const elsewhere = await testLake();
  await elsewhere.flush();
  const dirs = { ...lake.dirs, raw: elsewhere.dirs.raw };
  await expect(rebuildTable(notes, { ...lake, dirs })).rejects.toMatchObject({
    message: 'notes: the table holds changes up to place 1 of the bus, the raw zone only up to 0',
  });
  expect((await lake.rows(notes)).length).toBe(1);
});
