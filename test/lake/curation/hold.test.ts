import { describe, expect, test } from 'vitest';
import { checkpointOf } from '../../../lake/curation/checkpoint.ts';
import { discardUndone, holdOf, resumeDataset, rollbackDataset } from '../../../lake/curation/hold.ts';
import { countUndone } from '../../../lake/curation/undone.ts';
import { curatedDir } from '../../../lake/dirs.ts';
import { notes, type TestLake, testLake } from '../support.ts';

const note = (note_id: string, body: string) => ({ note_id, body });
const bodies = async (lake: TestLake) =>
  (await lake.rows(notes)).map(({ note_id, body }) => `${note_id} ${body}`);

/** Three snapshots: a and b; a changed, b deleted, c new; a changed again. */
async function lakeWithHistory() {
  const lake = await testLake();
  const dir = curatedDir(lake.dirs, 'notes');
  lake.bus.put(notes, 'a', note('a', '1'));
  lake.bus.put(notes, 'b', note('b', '1'));
  await lake.settle(notes);
  lake.bus.put(notes, 'a', note('a', '2'));
  lake.bus.put(notes, 'b', null);
  lake.bus.put(notes, 'c', note('c', '1'));
  await lake.settle(notes);
  lake.bus.put(notes, 'a', note('a', '3'));
  await lake.settle(notes);
  const snapshots = (await lake.table(notes)).metadata.snapshots.map((one) => one['snapshot-id']);
  const moment = () => ({ now: lake.clock.now() });
  const [first, second, third] = snapshots as [bigint, bigint, bigint];
  return { lake, dir, moment, first, second, third };
}

describe('a rollback', () => {
  test('takes the rows back and holds the dataset', async () => {
    const { lake, dir, moment, first } = await lakeWithHistory();
    await rollbackDataset(dir, first, moment());
    expect(await bodies(lake)).toEqual(['a 1', 'b 1']);
    lake.bus.put(notes, 'd', note('d', '1'));
    expect(await lake.settle(notes)).toMatchObject({ held: true, inserted: 0 });
    expect(await bodies(lake)).toEqual(['a 1', 'b 1']);
    expect(holdOf((await lake.table(notes)).metadata)).toEqual({
      since: '2026-03-01T10:00:00.000000Z',
      to: first,
      undoneThrough: 6,
    });
  });

  test('is refused to the current snapshot and to none', async () => {
    const { dir, moment, third } = await lakeWithHistory();
    await expect(rollbackDataset(dir, third, moment())).rejects.toThrow(/is the current one already/);
    await expect(rollbackDataset(dir, 1n, moment())).rejects.toThrow(/there is no snapshot 1/);
  });
});

describe('a dataset that is resumed', () => {
  test('merges again what was undone, deletes too, and what has come since', async () => {
    const { lake, dir, moment, first } = await lakeWithHistory();
    await rollbackDataset(dir, first, moment());
    lake.bus.put(notes, 'd', note('d', '1'));
    await lake.flush();
    await resumeDataset(dir, moment());
    await lake.curate(notes);
    expect(await bodies(lake)).toEqual(['a 3', 'c 1', 'd 1']);
    expect(checkpointOf((await lake.table(notes)).metadata)).toBe(7);
  });

  test('with the undone changes discarded goes on behind them', async () => {
    const { lake, dir, moment, first } = await lakeWithHistory();
    await rollbackDataset(dir, first, moment());
    lake.bus.put(notes, 'd', note('d', '1'));
    await lake.flush();
    await discardUndone(dir, moment());
    await lake.curate(notes);
    expect(await bodies(lake)).toEqual(['a 1', 'b 1', 'd 1']);
  });

  test('whose changes were discarded takes the next change of each key', async () => {
    const { lake, dir, moment, first } = await lakeWithHistory();
    await rollbackDataset(dir, first, moment());
    await discardUndone(dir, moment());
    lake.bus.put(notes, 'a', note('a', '4'));
    lake.bus.put(notes, 'b', note('b', 'back'));
    lake.bus.put(notes, 'c', null);
    await lake.settle(notes);
    expect(await bodies(lake)).toEqual(['a 4', 'b back']);
  });

  test('can say before in how many keys it will differ', async () => {
    const { lake, dir, moment, first, second } = await lakeWithHistory();
    expect(await countUndone(notes, lake.dirs, lake.engine)).toBe(0);
    await rollbackDataset(dir, second, moment());
    expect(await countUndone(notes, lake.dirs, lake.engine)).toBe(1);
    await rollbackDataset(dir, first, moment());
    lake.bus.put(notes, 'd', note('d', '1'));
    await lake.flush();
    expect(await countUndone(notes, lake.dirs, lake.engine)).toBe(3);
  });

  test('after two rollbacks discards what both have undone', async () => {
    const { lake, dir, moment, first, second } = await lakeWithHistory();
    await rollbackDataset(dir, second, moment());
    await rollbackDataset(dir, first, moment());
    await discardUndone(dir, moment());
    await lake.settle(notes);
    expect(await bodies(lake)).toEqual(['a 1', 'b 1']);
  });

  test('was held before', async () => {
    const { dir, moment } = await lakeWithHistory();
    await expect(resumeDataset(dir, moment())).rejects.toThrow(/is not held/);
    await expect(discardUndone(dir, moment())).rejects.toThrow(/is not held/);
  });
});
