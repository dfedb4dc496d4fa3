import { describe, expect, test } from 'vitest';
import { checkpointOf } from '../../../lake/curation/checkpoint.ts';
import { curate } from '../../../lake/curation/curate.ts';
import { dataFiles } from '../../../lake/iceberg/files.ts';
import { notes, specimen, specimens, testLake } from '../support.ts';

describe('curation', () => {
  test('keeps the newest version of each key, typed, with its version and time', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', { note_id: 'a', body: 'first' });
    lake.bus.put(notes, 'b', { note_id: 'b', body: '' });
    lake.clock.advance(1_500_000n);
    lake.bus.put(notes, 'a', { note_id: 'a', body: 'second' });
    expect(await lake.settle(notes)).toMatchObject({ inserted: 2, updated: 0, deleted: 0, held: false });
    expect(await lake.rows(notes)).toEqual([
      { note_id: 'a', body: 'second', _version: '2', _changed_at: '2026-03-01T10:00:01.500000Z' },
      { note_id: 'b', body: '', _version: '1', _changed_at: '2026-03-01T10:00:00.000000Z' },
    ]);
  });

  test('parses every kind exactly', async () => {
    const lake = await testLake();
    const rows = [
      specimen('1', {
        label: 'líneas\n"y" \\ emoji 😀',
        amount: '-9223372036854775808',
        price: '999999999999999.999',
        ready: false,
        day: '0001-01-01',
        moment: '9999-12-31T23:59:59.999999Z',
        facts: '{"a": 1.10, "b": [null, "\\u00e9"]}',
        tags: ['', 'x', null],
        counts: ['9223372036854775807'],
        home: { street: '', since: '1899-12-31', spots: ['-0.05', '100.00'] },
      }),
      specimen('2', { label: '', tags: [], counts: [], home: { street: null, since: null, spots: null } }),
      specimen('3'),
      specimen('4', {
        price: '-0.001',
        ready: true,
        moment: '1969-12-31T23:59:59.999999Z',
        day: '2400-02-29',
      }),
    ];
    for (const row of rows) lake.bus.put(specimens, String(row.specimen_id), row);
    await lake.settle(specimens);
    const system = { _version: '1', _changed_at: '2026-03-01T10:00:00.000000Z' };
    expect(await lake.rows(specimens)).toEqual(rows.map((row) => ({ ...row, ...system })));
  });

  test('updates, deletes and inserts in one commit that moves the checkpoint', async () => {
    const lake = await testLake();
    for (const key of ['a', 'b', 'c']) lake.bus.put(notes, key, { note_id: key, body: 'old' });
    await lake.settle(notes);
    lake.bus.put(notes, 'a', { note_id: 'a', body: 'new' });
    lake.bus.put(notes, 'b', null);
    lake.bus.put(notes, 'd', { note_id: 'd', body: 'new' });
    expect(await lake.settle(notes)).toMatchObject({ inserted: 1, updated: 1, deleted: 1, filesReplaced: 1 });
    const rows = await lake.rows(notes);
    expect(rows.map(({ note_id, body, _version }) => [note_id, body, _version])).toEqual([
      ['a', 'new', '2'],
      ['c', 'old', '1'],
      ['d', 'new', '1'],
    ]);
    const { metadata } = await lake.table(notes);
    expect(checkpointOf(metadata)).toBe(6);
    expect(metadata.snapshots.map(({ summary }) => summary)).toMatchObject([
      { operation: 'append', 'aljibe.checkpoint': '3', 'aljibe.inserted': '3' },
      {
        operation: 'overwrite',
        'aljibe.checkpoint': '6',
        'aljibe.inserted': '1',
        'aljibe.updated': '1',
        'aljibe.deleted': '1',
      },
    ]);
  });

  test('does nothing when nothing is new', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', { note_id: 'a', body: null });
    await lake.settle(notes);
    const { version } = await lake.table(notes);
    expect(await lake.settle(notes)).toEqual({
      dataset: 'notes',
      held: false,
      objections: [],
      inserted: 0,
      updated: 0,
      deleted: 0,
      filesWritten: 0,
      filesReplaced: 0,
      bytesWritten: 0,
      more: false,
    });
    expect((await lake.table(notes)).version).toBe(version);
  });

  test('makes an empty table for a dataset without changes', async () => {
    const lake = await testLake();
    await lake.settle(notes);
    expect(await lake.rows(notes)).toEqual([]);
  });

  test('lets a row come back with a higher version than its delete', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', { note_id: 'a', body: 'one' });
    await lake.settle(notes);
    lake.bus.put(notes, 'a', null);
    await lake.settle(notes);
    expect(await lake.rows(notes)).toEqual([]);
    lake.bus.put(notes, 'a', { note_id: 'a', body: 'again' });
    await lake.settle(notes);
    expect(await lake.rows(notes)).toMatchObject([{ note_id: 'a', body: 'again', _version: '3' }]);
  });

  test('lets no older version in after a delete', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', null, { version: 2 });
    await lake.settle(notes);
    lake.bus.put(notes, 'a', { note_id: 'a', body: 'late' }, { version: 1 });
    expect(await lake.settle(notes)).toMatchObject({ inserted: 0 });
    expect(await lake.rows(notes)).toEqual([]);
  });

  test('lets an older delete pass by a newer row', async () => {
    const lake = await testLake();
    lake.bus.put(notes, 'a', { note_id: 'a', body: 'new' }, { version: 3 });
    await lake.settle(notes);
    lake.bus.put(notes, 'a', null, { version: 2 });
    expect(await lake.settle(notes)).toMatchObject({ deleted: 0, filesReplaced: 0 });
    expect(await lake.rows(notes)).toMatchObject([{ note_id: 'a', _version: '3' }]);
  });

  test('takes at most about so many changes at a time', async () => {
    const lake = await testLake();
    for (let number = 1; number <= 9; number++) {
      lake.bus.put(notes, `n${number}`, { note_id: `n${number}`, body: null });
    }
    await lake.flush({ maxRows: 2 });
    const options = { dirs: lake.dirs, engine: lake.engine, clock: lake.clock, limit: 4 };
    const steps = [await curate(notes, options), await curate(notes, options), await curate(notes, options)];
    expect(steps.map(({ inserted, more }) => [inserted, more])).toEqual([
      [4, true],
      [4, true],
      [1, false],
    ]);
  });

  test('rewrites only the file that holds a changed key', async () => {
    const lake = await testLake();
    const limits = { bytes: 2 ** 20, rows: 4, smallBytes: 2 ** 20, smallRows: 2 };
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l']) {
      lake.bus.put(notes, key, { note_id: key, body: 'old' });
    }
    await lake.flush();
    await lake.curate(notes, { limits });
    const before = await dataFiles(await lake.table(notes));
    expect(before.map(({ lowerBounds, upperBounds }) => [lowerBounds.get(1), upperBounds.get(1)])).toEqual([
      ['a', 'd'],
      ['e', 'h'],
      ['i', 'l'],
    ]);
    lake.bus.put(notes, 'f', { note_id: 'f', body: 'new' });
    await lake.flush();
    expect(await lake.curate(notes, { limits })).toMatchObject({
      updated: 1,
      filesWritten: 1,
      filesReplaced: 1,
    });
    const after = await dataFiles(await lake.table(notes));
    const kept = before.filter(({ path }) => after.some((file) => file.path === path));
    expect(kept.map(({ lowerBounds }) => lowerBounds.get(1))).toEqual(['a', 'i']);
    expect((await lake.rows(notes)).map(({ note_id, body }) => `${note_id} ${body}`)).toContain('f new');
  });
});
