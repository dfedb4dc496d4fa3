import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ruleGate } from '../../../analytics/quality/gate.ts';
import type { Contract, QualityRule } from '../../../datasets/contract.ts';
import { acceptObjection, objectionOf } from '../../../lake/curation/objection.ts';
import { rebuildTable } from '../../../lake/curation/rebuild.ts';
import { curatedDir } from '../../../lake/dirs.ts';
import { notes, testLake } from '../support.ts';

const halfSaySomething: QualityRule = {
  name: 'half-say-something',
  severity: 'hold',
  kind: 'complete',
  column: 'body',
  share: 0.5,
};
const guarded: Contract = { ...notes, quality: [halfSaySomething] };

/** A lake whose notes are held where most of them say nothing; two say something. */
async function guardedLake() {
  const lake = await testLake();
  const gate = ruleGate({ notes: guarded });
  const write = (key: string, body: string | null) =>
    lake.bus.put(guarded, key, body === '' ? null : { note_id: key, body });
  const settle = async (contract = guarded, limit?: number) => {
    await lake.flush();
    return lake.curate(contract, { gate, ...(limit ? { limit } : {}) });
  };
  const keys = async () => (await lake.rows(guarded)).map(({ note_id }) => note_id);
  write('a', '1');
  write('b', '1');
  await settle();
  return { lake, gate, write, settle, keys, dir: curatedDir(lake.dirs, 'notes') };
}

describe('a rule that holds', () => {
  test('keeps the commit back that would break it', async () => {
    const { lake, write, settle, keys } = await guardedLake();
    for (const key of ['c', 'd', 'e']) write(key, null);
    expect(await settle()).toMatchObject({
      held: true,
      inserted: 0,
      objections: [{ rule: 'half-say-something', rows: 5, broken: 3 }],
    });
    expect(await keys()).toEqual(['a', 'b']);
    expect(objectionOf((await lake.table(guarded)).metadata)).toEqual({
      since: '2026-03-01T10:00:00.000000Z',
      through: 5,
      broken: [{ rule: 'half-say-something', rows: 5, broken: 3 }],
      isAccepted: false,
    });
  });

  test('is told once, and leaves the table alone until something comes', async () => {
    const { lake, write, settle } = await guardedLake();
    for (const key of ['c', 'd', 'e']) write(key, null);
    await settle();
    const { version } = await lake.table(guarded);
    expect(await settle()).toMatchObject({ held: true, objections: [] });
    expect((await lake.table(guarded)).version).toBe(version);
  });

  test('lets everything through at once when it is kept again, however much has come', async () => {
    const { lake, write, settle, keys } = await guardedLake();
    for (const key of ['c', 'd', 'e']) write(key, null);
    await settle();
    write('c', 'mended');
    expect(await settle(guarded, 1)).toMatchObject({ held: false, inserted: 3 });
    expect(await keys()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(objectionOf((await lake.table(guarded)).metadata)).toBeNull();
  });

  test('lets through what somebody takes as it is, and guards again once it is kept', async () => {
    const { lake, write, settle, keys, dir } = await guardedLake();
    for (const key of ['c', 'd', 'e']) write(key, null);
    await settle();
    await acceptObjection(dir, 'notes', { now: lake.clock.now() });
    expect(await settle()).toMatchObject({ held: false, inserted: 3 });
    write('f', null);
    expect(await settle()).toMatchObject({ held: false, inserted: 1 });
    for (const key of ['c', 'd', 'e', 'f']) write(key, '');
    await settle();
    for (const key of ['g', 'h', 'i']) write(key, null);
    expect(await settle()).toMatchObject({ held: true });
    expect(await keys()).toEqual(['a', 'b']);
  });

  test('lets through what it kept back once the contract has it no more', async () => {
    const { lake, write, settle, keys } = await guardedLake();
    for (const key of ['c', 'd', 'e']) write(key, null);
    await settle();
    const relaxed: Contract = { ...guarded, quality: [{ ...halfSaySomething, severity: 'warning' }] };
    await lake.curate(relaxed, { gate: ruleGate({ notes: relaxed }) });
    expect(await keys()).toHaveLength(5);
  });

  test('does not guard the first rows', async () => {
    const lake = await testLake();
    lake.bus.put(guarded, 'a', { note_id: 'a', body: null });
    await lake.flush();
    expect(await lake.curate(guarded, { gate: ruleGate({ notes: guarded }) })).toMatchObject({ inserted: 1 });
  });

  test('leaves no file of what was not committed', async () => {
    const { lake, write, settle, dir } = await guardedLake();
    const before = readdirSync(`${dir}/data`);
    for (const key of ['c', 'd', 'e']) write(key, null);
    await settle();
    expect(readdirSync(`${dir}/data`)).toEqual(before);
    expect((await lake.table(guarded)).metadata.snapshots).toHaveLength(1);
  });

  test('refuses a rebuild that would break it', async () => {
    const { lake, gate, write, settle, keys, dir } = await guardedLake();
    for (const key of ['c', 'd', 'e']) write(key, null);
    await settle();
    const rebuild = () => rebuildTable(guarded, { ...lake, gate });
    await expect(rebuild()).rejects.toThrow(
      'notes: rebuilt, it would break half-say-something (3 of 5 rows)',
    );
    expect(await keys()).toEqual(['a', 'b']);
    await acceptObjection(dir, 'notes', { now: lake.clock.now() });
    await rebuild();
    expect(await keys()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('cannot be let go where nothing is held', async () => {
    const { lake, dir } = await guardedLake();
    await expect(acceptObjection(dir, 'notes', { now: lake.clock.now() })).rejects.toThrow(
      'notes is not held: there is nothing to resume',
    );
  });
});
