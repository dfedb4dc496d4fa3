import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../base/clock.ts';
import { type Ledger, openLedger } from '../../../ingestion/ledger/ledger.ts';
import { openSqliteSearch } from '../../../query/sqlite/engine.ts';
import { type Indexing, openIndexing } from '../../../runtime/indexing/indexing.ts';
import { prepareState, type StateDir } from '../../../runtime/state.ts';

let dir: string;
let state: StateDir;
let ledger: Ledger;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'indexing-'));
  state = prepareState(join(dir, 'state'));
  ledger = openLedger(state.ledger, { clock: systemClock });
});
afterEach(() => {
  ledger.close();
  rmSync(dir, { recursive: true });
});

let ordinal = 0;
function accept(...keys: string[]): void {
  const source = ledger.source('legacy', 'postgres');
  const changes = keys.map((key) => ({
    dataset: 'courses',
    key,
    op: 'upsert' as const,
    row: { course_id: key, title: `Curso ${key}` },
    unchanged: [],
    partial: false,
    extra: null,
    position: (++ordinal).toString(16).padStart(8, '0'),
    occurredAt: null,
    place: key,
    payload: {},
    mapping: 'cursos',
    mappingVersion: 1,
  }));
  ledger.accept(source, { changes, rejections: [] });
}

async function found(): Promise<string[]> {
  const engine = openSqliteSearch(state.index);
  try {
    return (await engine.search({ dataset: 'courses' })).items.map(({ row }) => String(row.course_id)).sort();
  } finally {
    await engine.close();
  }
}

async function withIndexing(work: (indexing: Indexing) => Promise<void>): Promise<void> {
  const indexing = await openIndexing(state, () => {});
  try {
    await work(indexing);
  } finally {
    await indexing.close();
  }
}

test('settling indexes what another connection has put on the bus', async () => {
  await withIndexing(async (indexing) => {
    const stage = indexing.stage(() => {});
    accept('a');
    accept('b');
    await stage.settle();
    expect(indexing.checkpoint()).toBe(2);
    expect(await found()).toEqual(['a', 'b']);
  });
});

test('settling up to a place waits for no more', async () => {
  await withIndexing(async (indexing) => {
    accept(...Array.from({ length: 2500 }, (_, key) => `${key}`));
    await indexing.stage(() => {}).settle(2000);
    expect(indexing.checkpoint()).toBe(2000);
  });
});

test('opened again, it goes on behind its checkpoint', async () => {
  accept('a');
  await withIndexing(async (indexing) => indexing.stage(() => {}).settle());
  accept('b');
  await withIndexing(async (indexing) => {
    await indexing.stage(() => {}).settle();
    expect(indexing.checkpoint()).toBe(2);
  });
  expect(await found()).toEqual(['a', 'b']);
});

test('a started stage works when it is woken', async () => {
  await withIndexing(async (indexing) => {
    const stage = indexing.stage(() => {});
    stage.start();
    accept('a');
    stage.wake();
    await stage.stop();
    await stage.settle();
    expect(await found()).toEqual(['a']);
  });
});

test('events that have left the bus before they were indexed are indexed from the rows at the next start', async () => {
  accept('a');
  await withIndexing(async (indexing) => {
    const stage = indexing.stage(() => {});
    await stage.settle();
    accept('b');
    accept('c');
    ledger.trim(2);
    await expect(stage.settle()).rejects.toThrow('the bus begins at 3, the index ends at 1');
  });
  const steps: string[] = [];
  const again = await openIndexing(state, ({ step }) => steps.push(step));
  await again.close();
  expect(steps).toContain('indexing courses anew');
  expect(await found()).toEqual(['a', 'b', 'c']);
});

test('an index that is damaged, or ahead of the ledger, is made anew, and says so', async () => {
  accept('a');
  writeFileSync(state.index, 'not a database, but long enough to be looked at as one '.repeat(100));
  const steps: string[] = [];
  const opened = () => openIndexing(state, ({ step }) => steps.push(step)).then((found) => found.close());
  await opened();
  expect(steps[0]).toBe(
    `${state.index}: the database is damaged (file is not a database): indexing everything anew`,
  );
  expect(await found()).toEqual(['a']);

  ledger.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(state.ledger + suffix, { force: true });
  ledger = openLedger(state.ledger, { clock: systemClock });
  steps.length = 0;
  await opened();
  expect(steps[0]).toBe(`${state.index} is ahead of the ledger: indexing everything anew`);
  expect(await found()).toEqual([]);
});

test('an index that cannot be opened says why', async () => {
  mkdirSync(state.index);
  await expect(openIndexing(state, () => {})).rejects.toThrow('unable to open database file');
});
