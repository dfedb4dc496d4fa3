import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { duckdbEngine } from '../../analytics/engine/duckdb.ts';
import { fixedClock } from '../../base/clock.ts';
import { catalog } from '../../datasets/catalog.ts';
import { martsStage, refreshMarts } from '../../runtime/marts.ts';
import { openPlatform } from '../../runtime/platform.ts';
import { layoutOf } from '../../runtime/state.ts';
import { runWriter } from '../../runtime/writer.ts';
import { writeBundle } from '../cli/bundle.ts';

const { signal } = new AbortController();

/** A state directory that knows one school, and what can be done with it. */
async function school() {
  const root = mkdtempSync(join(tmpdir(), 'aljibe-marts-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const dir = join(root, 'state');
  const clock = fixedClock('2026-03-02T10:00:00Z');
  const load = (name: string) => {
    const csv = `sourcedId,status,dateLastModified,name,type\nesc,,,${name},school\n`;
    const path = writeBundle(join(root, 'bundle'), { 'orgs.csv': csv });
    const args = { path, maxRemovals: 0.2, acceptRemovals: [] };
    return runWriter('load oneroster', args, { dir, clock, progress: () => {}, signal });
  };
  const platform = async () => {
    const opened = await openPlatform(dir, clock, { progress: () => {}, failed: () => {} });
    if (!opened) throw new Error('somebody else writes');
    return opened;
  };
  const isStored = (view: string) => existsSync(join(layoutOf(dir).analytics, view));
  const names = async () => {
    const state = layoutOf(dir);
    const engine = duckdbEngine({ dirs: { ...state }, contracts: catalog });
    const answer = await engine.run('SELECT school_name FROM marts.as_of_dates');
    const rows: unknown[] = [];
    for await (const batch of answer.batches()) rows.push(...batch.flat());
    await answer.close();
    return rows;
  };
  await load('IES Miguel Delibes');
  return { load, platform, isStored, names };
}

test('marts that were never stored are computed, and a command stores none', async () => {
  const { load, isStored, names } = await school();
  await load('IES Ana María Matute');
  expect(await names()).toEqual(['IES Ana María Matute']);
  expect(isStored('as_of_dates')).toBe(false);
});

test('a platform stores no mart before its lake is filled, so that none is read as of an empty one', async () => {
  const { platform, isStored } = await school();
  const { stores, close } = await platform();
  onTestFinished(close);
  const copied = Promise.withResolvers<void>();
  const filling = { copied: copied.promise, settle: async () => {} };
  const stage = martsStage(stores, filling, signal, () => {});
  await stage.settle();
  expect(isStored('as_of_dates')).toBe(false);
  copied.resolve();
  await copied.promise;
  await stage.settle();
  expect(isStored('as_of_dates')).toBe(true);
});

test('a lake that could not be filled at once is filled at the next try, and then marts are stored', async () => {
  const { platform, isStored } = await school();
  const { stores, close } = await platform();
  onTestFinished(close);
  const tries = [() => Promise.reject(new Error('no space left on device')), () => Promise.resolve()];
  const filling = { copied: Promise.resolve(), settle: async () => await tries.shift()?.() };
  const stage = martsStage(stores, filling, signal, () => {});
  await filling.copied;
  await expect(stage.settle()).rejects.toThrow('no space left on device');
  expect(isStored('as_of_dates')).toBe(false);
  await stage.settle();
  expect(isStored('as_of_dates')).toBe(true);
});

test('a command that writes where no platform runs brings the stored marts with it', async () => {
  const { load, platform, names } = await school();
  const { stores, close } = await platform();
  const filling = { copied: Promise.resolve(), settle: async () => {} };
  const stage = martsStage(stores, filling, signal, () => {});
  await filling.copied;
  await stage.settle();
  await refreshMarts(stores, signal);
  await close();
  await load('IES Ana María Matute');
  expect(await names()).toEqual(['IES Ana María Matute']);
});
