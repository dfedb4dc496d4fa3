import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bus, ChangeEvent } from '../../datasets/change.ts';
import { RebuildNeeded } from '../../query/engine.ts';
import { createQuerySink } from '../../query/sink.ts';
import { openSqliteSearch } from '../../query/sqlite/engine.ts';
import { openSqliteIndex, type SqliteIndex } from '../../query/sqlite/index.ts';
import { openIndexScan } from '../../query/sqlite/scan.ts';
import { contracts } from './contracts.ts';
import { eventsFrom } from './events.ts';
import { numberedEvents } from './numbered.ts';

let dir: string;
let path: string;
let index: SqliteIndex;
const datasets = Object.keys(contracts);

function open(): SqliteIndex {
  return openSqliteIndex(path, { contracts, textOf: async () => null });
}
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'query-'));
  path = join(dir, 'index.db');
  index = open();
});
afterEach(() => {
  index.close();
  rmSync(dir, { recursive: true });
});

/** A bus that holds these events, and held others before them. */
function busOf(events: readonly ChangeEvent[]): Bus {
  return {
    read: (afterSeq, limit) => events.filter(({ seq }) => seq > afterSeq).slice(0, limit),
    head: () => events.at(-1)?.seq ?? 0,
  };
}

function indexed(): [string, number][] {
  const scan = openIndexScan(path);
  const rows = Array.from(
    scan.rows(contracts.pupils ?? expect.fail()),
    ({ key, version }): [string, number] => [key, version],
  );
  scan.close();
  return rows;
}

const pupils = (first: number, ...keys: string[]) => {
  const { upsert } = eventsFrom(first);
  return keys.map((pupil_id) => upsert('pupils', { pupil_id }));
};

test('an event that is appended while the sink looks at the bus is no gap', async () => {
  const events = pupils(1, 'a');
  const bus = busOf(events);
  const sink = createQuerySink(
    {
      ...bus,
      read(afterSeq, limit) {
        const found = bus.read(afterSeq, limit);
        events.push(...pupils(events.length + 1, 'later'));
        return found;
      },
    },
    index,
    datasets,
  );
  expect(await sink.pull(1)).toBe(1);
  expect(await sink.pull(1)).toBe(1);
  expect(sink.checkpoint()).toBe(2);
  events.length = 2;
  expect(await sink.pull(1)).toBe(0);
});

test('a pull takes what the bus has next, and the checkpoint goes with it', async () => {
  const sink = createQuerySink(busOf(pupils(1, 'a', 'b', 'c')), index, datasets);
  expect(sink.name).toBe('query');
  expect(sink.checkpoint()).toBe(0);
  expect(await sink.pull(2)).toBe(2);
  expect(sink.checkpoint()).toBe(2);
  expect(indexed()).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
  expect(await sink.pull(2)).toBe(1);
  expect(await sink.pull(2)).toBe(0);
  expect(sink.checkpoint()).toBe(3);
});

test('another process continues where the last one stopped', async () => {
  const bus = busOf(pupils(1, 'a', 'b', 'c'));
  await createQuerySink(bus, index, datasets).pull(2);
  index.close();
  index = open();
  const sink = createQuerySink(bus, index, datasets);
  expect(sink.checkpoint()).toBe(2);
  expect(await sink.pull(10)).toBe(1);
  expect(indexed()).toEqual([
    ['a', 1],
    ['b', 1],
    ['c', 1],
  ]);
});

test('where there is no index, nothing can be read', () => {
  expect(() => openIndexScan(join(dir, 'none.db'))).toThrow('there is no index');
  expect(() => openSqliteSearch(join(dir, 'none.db'), { contracts })).toThrow('there is no index');
});

test('a batch that fails leaves rows and checkpoint as they were', async () => {
  const { upsert } = eventsFrom();
  const broken = { ...upsert('pupils', { pupil_id: 'b' }), row: '{"pupil_id":"b","steps":"x"}' };
  await expect(index.apply([{ ...broken, seq: 1 }])).rejects.toThrow();
  expect(index.checkpoint()).toBe(0);
  await index.apply(pupils(1, 'a'));
  await expect(index.apply([...pupils(2, 'b'), { ...broken, seq: 3 }])).rejects.toThrow();
  expect(index.checkpoint()).toBe(1);
  expect(indexed()).toEqual([['a', 1]]);
});

describe('events that left the bus before they were indexed', () => {
  test.each([
    ['some are left', busOf(pupils(5, 'e', 'f'))],
    ['none is left', { read: () => [], head: () => 4 }],
  ])('ask for a rebuild: %s', async (_, bus) => {
    const pull = createQuerySink(bus, index, datasets).pull(10);
    await expect(pull).rejects.toBeInstanceOf(RebuildNeeded);
    await expect(pull).rejects.toMatchObject({ datasets });
    expect(indexed()).toEqual([]);
  });

  test('after the rebuild the rest follows', async () => {
    const sink = createQuerySink(busOf(pupils(5, 'e', 'f')), index, datasets);
    const row = JSON.parse(pupils(1, 'a')[0]?.row ?? '');
    const rows = (dataset: string) => (dataset === 'pupils' ? [{ key: 'a', version: 9, row }] : []);
    await index.rebuild({ rows, asOf: 4 });
    expect(sink.checkpoint()).toBe(4);
    expect(await sink.pull(10)).toBe(2);
    expect(indexed()).toEqual([
      ['a', 9],
      ['e', 1],
      ['f', 1],
    ]);
  });
});

test('a process killed at any moment leaves a checkpoint and exactly the rows up to it', async () => {
  index.close();
  let before = 0;
  for (let killed = 0; killed < 4; killed++) {
    const child = spawn(process.execPath, [fileURLToPath(new URL('./indexer.ts', import.meta.url)), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // It says so after each batch; it is in the midst of the next when it dies.
    for (let batches = 0; batches <= killed; batches++) await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');

    index = open();
    const checkpoint = index.checkpoint();
    expect(checkpoint).toBeGreaterThan(before);
    expect(indexed()).toEqual(rowsUpTo(checkpoint));
    const found = await countNames(checkpoint);
    expect(found).toBe(rowsUpTo(checkpoint).length);
    before = checkpoint;
    index.close();
  }
  index = open();
}, 30_000);

function rowsUpTo(checkpoint: number): [string, number][] {
  const rows = new Map<string, number>();
  for (const { key, version } of numberedEvents(0, checkpoint)) rows.set(key, version);
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
}

async function countNames(checkpoint: number): Promise<number | null> {
  expect(checkpoint).toBeGreaterThan(0);
  const engine = openSqliteSearch(path, { contracts });
  const { total } = await engine.search({ dataset: 'pupils', text: 'núñez', total: true });
  await engine.close();
  return total;
}
