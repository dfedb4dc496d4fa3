import { describe, expect, test } from 'vitest';
import { resumeDataset, rollbackDataset } from '../../../lake/curation/hold.ts';
import { curatedDir } from '../../../lake/dirs.ts';
import { expireSnapshots } from '../../../lake/iceberg/expire.ts';
import { historyOf } from '../../../lake/sql/history.ts';
import { parseMoment, resolveSnapshot } from '../../../lake/sql/moments.ts';
import { tableOf } from '../../../lake/sql/tables.ts';
import { notes, testLake } from '../support.ts';
import { query } from './support.ts';

const note = (note_id: string, body: string) => ({ note_id, body });

/** Three snapshots at 10, 11 and 12 o'clock. */
async function lakeWithHistory() {
  const lake = await testLake();
  const hour = 3_600_000_000n;
  lake.bus.put(notes, 'a', note('a', '1'));
  lake.bus.put(notes, 'b', note('b', '1'));
  await lake.settle(notes);
  lake.clock.advance(hour);
  lake.bus.put(notes, 'a', note('a', '2'));
  lake.bus.put(notes, 'b', null);
  lake.bus.put(notes, 'c', note('c', '1'));
  await lake.settle(notes);
  lake.clock.advance(hour);
  lake.bus.put(notes, 'a', note('a', '3'));
  await lake.settle(notes);
  const snapshots = (await lake.table(notes)).metadata.snapshots.map((one) => one['snapshot-id']);
  const [first, second, third] = snapshots as [bigint, bigint, bigint];
  const history = async () => historyOf(await lake.table(notes), 'notes');
  const resolve = async (text: string) =>
    resolveSnapshot(await lake.table(notes), 'notes', parseMoment(text))['snapshot-id'];
  return { lake, dir: curatedDir(lake.dirs, 'notes'), first, second, third, history, resolve };
}

describe('history', () => {
  test('tells of every snapshot when it was made and what it did, the newest first', async () => {
    const { history, first, second, third } = await lakeWithHistory();
    const files = { added: 1, removed: 1, total: 1 };
    expect(await history()).toEqual({
      dataset: 'notes',
      held: null,
      objection: null,
      snapshots: [
        {
          id: String(third),
          committedAt: '2026-03-01T12:00:00.000000Z',
          operation: 'overwrite',
          rows: 2,
          inserted: 0,
          updated: 1,
          deleted: 0,
          files,
          place: 'current',
        },
        {
          id: String(second),
          committedAt: '2026-03-01T11:00:00.000000Z',
          operation: 'overwrite',
          rows: 2,
          inserted: 1,
          updated: 1,
          deleted: 1,
          files,
          place: 'before',
        },
        {
          id: String(first),
          committedAt: '2026-03-01T10:00:00.000000Z',
          operation: 'append',
          rows: 2,
          inserted: 2,
          updated: 0,
          deleted: 0,
          files: { added: 1, removed: 0, total: 1 },
          place: 'before',
        },
      ],
    });
  });

  test('tells of a rollback, what it undid, and when it is over', async () => {
    const { lake, dir, history, first, second, third } = await lakeWithHistory();
    lake.clock.advance(60_000_000n);
    await rollbackDataset(dir, second, { now: lake.clock.now() });
    const held = await history();
    expect(held.held).toEqual({ since: '2026-03-01T12:01:00.000000Z', to: String(second) });
    expect(held.snapshots.map(({ id, place }) => [id, place])).toEqual([
      [String(third), 'undone'],
      [String(second), 'current'],
      [String(first), 'before'],
    ]);
    await resumeDataset(dir, { now: lake.clock.now() });
    await lake.curate(notes);
    const { held: none, snapshots } = await history();
    expect([none, snapshots.map(({ place }) => place)]).toEqual([
      null,
      ['current', 'undone', 'before', 'before'],
    ]);
  });
});

describe('a moment means', () => {
  test('the snapshot of an id, of a time, the latest, and the one before it', async () => {
    const { resolve, first, second, third } = await lakeWithHistory();
    expect(await resolve(String(second))).toBe(second);
    expect(await resolve('2026-03-01T10:00Z')).toBe(first);
    expect(await resolve('2026-03-01T11:59:59.999999')).toBe(second);
    expect(await resolve('2030-01-01')).toBe(third);
    expect(await resolve('latest')).toBe(third);
    expect(await resolve('previous')).toBe(second);
  });

  test('at a time after a rollback what it had gone back to, and before it what it has undone', async () => {
    const { lake, dir, resolve, first, third } = await lakeWithHistory();
    lake.clock.advance(60_000_000n);
    await rollbackDataset(dir, first, { now: lake.clock.now() });
    expect(await resolve('2026-03-01T12:00:59')).toBe(third);
    expect(await resolve('2026-03-01T12:01')).toBe(first);
    await expect(resolve('previous')).rejects.toThrow('notes has no snapshot before the current one');
  });

  test('nothing when it never was', async () => {
    const { resolve, lake } = await lakeWithHistory();
    await expect(resolve('42')).rejects.toMatchObject({
      name: 'UserError',
      exitCode: 1,
      message: 'notes has no snapshot 42',
      hint: '"aljibe dataset history notes" lists its snapshots.',
    });
    await expect(resolve('2026-03-01T09:59:59.999999')).rejects.toThrow(
      'notes did not exist at 2026-03-01T09:59:59.999999Z',
    );
    await expect(tableOf(lake.dirs, 'specimens')).rejects.toThrow('specimens has no table yet');
  });
});

test('a time whose snapshots have expired is refused, instead of answered as empty', async () => {
  const { lake, resolve, third } = await lakeWithHistory();
  const olderThan = lake.clock.now() - 1_000_000n;
  await expireSnapshots(await lake.table(notes), { olderThan, keepLast: 1 }, { now: lake.clock.now() });
  const refusal = {
    name: 'UserError',
    message: 'notes: what it was at 2026-03-01T11:30:00.000000Z has expired',
    hint: expect.stringContaining('Its history reaches back to 2026-03-01T12:00:00.000000Z.'),
  };
  await expect(resolve('2026-03-01T11:30')).rejects.toMatchObject(refusal);
  const at = parseMoment('2026-03-01T11:30');
  await expect(query(lake, 'FROM notes', { at })).rejects.toMatchObject(refusal);
  expect(await resolve('2026-03-01T12:00')).toBe(third);
});
