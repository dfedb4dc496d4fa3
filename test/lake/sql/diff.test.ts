import { rmSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { text } from '../../../datasets/columns.ts';
import type { Contract } from '../../../datasets/contract.ts';
import { dataFiles } from '../../../lake/iceberg/files.ts';
import { filePath } from '../../../lake/iceberg/locations.ts';
import { diffDataset, type RowChange } from '../../../lake/sql/diff.ts';
import { parseMoment } from '../../../lake/sql/moments.ts';
import { notes, specimen, specimens, type TestLake, testLake } from '../support.ts';

async function diff(lake: TestLake, contract: Contract, from: string, to: string) {
  const found = await diffDataset(lake.dirs, contract, {
    from: parseMoment(from),
    to: parseMoment(to),
    threads: 2,
  });
  onTestFinished(() => found.close());
  const changes: RowChange[] = [];
  for await (const batch of found.changes) changes.push(...batch);
  const { added, removed, changed } = found;
  return { added, removed, changed, changes };
}

/** A snapshot with a and b, and one in which a has changed, b is gone and c has come. */
async function lakeOfTwo(): Promise<TestLake> {
  const lake = await testLake();
  lake.bus.put(notes, 'a', { note_id: 'a', body: '1' });
  lake.bus.put(notes, 'b', { note_id: 'b', body: '1' });
  lake.bus.put(notes, 'same', { note_id: 'same', body: null });
  await lake.settle(notes);
  lake.bus.put(notes, 'a', { note_id: 'a', body: null });
  lake.bus.put(notes, 'b', null);
  lake.bus.put(notes, 'c', { note_id: 'c', body: '' });
  await lake.settle(notes);
  return lake;
}

describe('a diff', () => {
  test('has rows that came and went, and of changed ones the columns before and after', async () => {
    expect(await diff(await lakeOfTwo(), notes, 'previous', 'latest')).toEqual({
      added: 1,
      removed: 1,
      changed: 1,
      changes: [
        { kind: 'changed', key: 'a', columns: { body: { before: '1', after: null } } },
        { kind: 'removed', key: 'b', row: { note_id: 'b', body: '1' } },
        { kind: 'added', key: 'c', row: { note_id: 'c', body: '' } },
      ],
    });
  });

  test('can look back', async () => {
    const { changes } = await diff(await lakeOfTwo(), notes, 'latest', 'previous');
    expect(changes.map(({ kind, key }) => `${kind} ${key}`)).toEqual(['changed a', 'added b', 'removed c']);
  });

  test('of a snapshot with itself is empty', async () => {
    const none = { added: 0, removed: 0, changed: 0, changes: [] };
    expect(await diff(await lakeOfTwo(), notes, 'latest', 'latest')).toEqual(none);
  });

  test('is blind to a new version with the same values', async () => {
    const lake = await lakeOfTwo();
    lake.bus.put(notes, 'c', { note_id: 'c', body: '' });
    await lake.settle(notes);
    expect((await diff(lake, notes, 'previous', 'latest')).changes).toEqual([]);
  });

  test('tells which snapshots it compared', async () => {
    const lake = await lakeOfTwo();
    const found = await diffDataset(lake.dirs, notes, {
      from: { kind: 'previous' },
      to: { kind: 'latest' },
    });
    onTestFinished(() => found.close());
    const [first, second] = (await lake.table(notes)).metadata.snapshots.map((one) =>
      String(one['snapshot-id']),
    );
    expect([found.dataset, found.from.id, found.to.id]).toEqual(['notes', first, second]);
  });

  test('compares values of every kind', async () => {
    const lake = await testLake();
    const before = {
      label: 'x',
      amount: '9223372036854775806',
      price: '0.001',
      ready: true,
      day: '2026-03-01',
      moment: '2026-03-01T10:00:00.000001Z',
      facts: '{}',
      tags: ['a'],
      counts: ['1'],
      home: { street: 'a', since: null, spots: ['0.01'] },
    };
    const after = {
      label: '',
      amount: '9223372036854775807',
      price: '0.002',
      ready: false,
      day: '2026-03-02',
      moment: '2026-03-01T10:00:00.000002Z',
      facts: '{ }',
      tags: ['a', 'b'],
      counts: [],
      home: { street: 'a', since: null, spots: ['0.02'] },
    };
    lake.bus.put(specimens, 's', specimen('s', before));
    await lake.settle(specimens);
    lake.bus.put(specimens, 's', specimen('s', after));
    await lake.settle(specimens);
    const columns = Object.fromEntries(
      Object.keys(before).map((name) => [
        name,
        { before: before[name as keyof typeof before], after: after[name as keyof typeof after] },
      ]),
    );
    expect((await diff(lake, specimens, 'previous', 'latest')).changes).toEqual([
      { kind: 'changed', key: 's', columns },
    ]);
  });

  test('over a new column shows only rows that have it', async () => {
    const lake = await lakeOfTwo();
    const more = text('More.', { es: 'Más', optional: true });
    const evolved = { ...notes, version: 2, columns: { ...notes.columns, more } };
    lake.bus.put(evolved, 'c', { note_id: 'c', body: '', more: 'x' });
    await lake.settle(evolved);
    expect((await diff(lake, evolved, 'previous', 'latest')).changes).toEqual([
      { kind: 'changed', key: 'c', columns: { more: { before: null, after: 'x' } } },
    ]);
  });

  test('reads no file that both snapshots have', async () => {
    const lake = await testLake();
    const limits = { bytes: 2 ** 20, rows: 2, smallBytes: 2 ** 20, smallRows: 1 };
    for (const key of ['a', 'b', 'y', 'z']) lake.bus.put(notes, key, { note_id: key, body: '1' });
    await lake.flush();
    await lake.curate(notes, { limits });
    const before = await dataFiles(await lake.table(notes));
    lake.bus.put(notes, 'z', { note_id: 'z', body: '2' });
    await lake.flush();
    await lake.curate(notes, { limits });
    const table = await lake.table(notes);
    const kept = (await dataFiles(table)).filter(({ path }) => before.some((file) => file.path === path));
    expect([before.length, kept.length]).toEqual([2, 1]);
    for (const { path } of kept) rmSync(filePath(table, path));
    expect((await diff(lake, notes, 'previous', 'latest')).changes).toEqual([
      { kind: 'changed', key: 'z', columns: { body: { before: '1', after: '2' } } },
    ]);
  });
});
