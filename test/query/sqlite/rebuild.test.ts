import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { text } from '../../../datasets/columns.ts';
import type { Contract } from '../../../datasets/contract.ts';
import { type LiveRow, RebuildNeeded } from '../../../query/engine.ts';
import type { Contracts } from '../../../query/language/relations.ts';
import { openSqliteSearch } from '../../../query/sqlite/engine.ts';
import { openSqliteIndex, type SqliteIndex } from '../../../query/sqlite/index.ts';
import { contracts } from '../contracts.ts';
import { eventsFrom, rowOf } from '../events.ts';

let dir: string;
let path: string;
let index: SqliteIndex;
const texts = new Map([['abc', 'Convivencia']]);

const open = (of: Contracts = contracts) =>
  openSqliteIndex(path, { contracts: of, textOf: async (sha256) => texts.get(sha256) ?? null });
function reopen(of: Contracts = contracts): void {
  index.close();
  index = open(of);
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

const live = (dataset: string, version: number, values: Record<string, unknown>): LiveRow => {
  const row = rowOf(dataset, values);
  return { key: String(row[contracts[dataset]?.key ?? '']), version, row };
};
async function versions(dataset = 'pupils', of: Contracts = contracts): Promise<[unknown, number][]> {
  const engine = openSqliteSearch(path, { contracts: of });
  try {
    const { items } = await engine.search({ dataset });
    return items.map(({ row, version }) => [row[contracts[dataset]?.key ?? ''], version]);
  } finally {
    await engine.close();
  }
}
function tables(): unknown[] {
  const db = new DatabaseSync(path, { readOnly: true });
  const found = db
    .prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'groups.%' AND name NOT LIKE '%autoindex%'")
    .all();
  db.close();
  return found.map(({ name }) => name).sort();
}

/** The test contracts with one column more in `pupils`. */
const wider: Contracts = {
  ...contracts,
  pupils: {
    ...(contracts.pupils as Contract),
    columns: { ...contracts.pupils?.columns, house: text('House', { es: '-', optional: true }) },
  },
};

describe('a rebuild', () => {
  test('puts the given rows in the place of what was there', async () => {
    const { upsert } = eventsFrom();
    await index.apply([upsert('pupils', { pupil_id: 'a' }), upsert('pupils', { pupil_id: 'stray' })]);
    const steps: [string, number][] = [];
    await index.rebuild({
      datasets: ['pupils'],
      rows: () => [live('pupils', 3, { pupil_id: 'a' }), live('pupils', 1, { pupil_id: 'b' })],
      asOf: 9,
      onProgress: (dataset, rows) => steps.push([dataset, rows]),
    });
    expect(await versions()).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
    expect(steps).toEqual([['pupils', 2]]);
    expect(index.checkpoint()).toBe(2);
  });

  test('fetches the text of documents again', async () => {
    await index.rebuild({
      datasets: ['papers'],
      rows: () => [live('papers', 1, { paper_id: 'p', text_sha256: 'abc' })],
      asOf: 0,
    });
    const engine = openSqliteSearch(path, { contracts });
    const { items } = await engine.search({ dataset: 'papers', text: 'convivencia' });
    await engine.close();
    expect(items.map(({ row }) => row.paper_id)).toEqual(['p']);
  });

  test('leaves no table of the old generation', async () => {
    const first = tables();
    await index.rebuild({ datasets: ['groups'], rows: () => [], asOf: 0 });
    expect(tables()).toEqual(first.map((name) => String(name).replace('groups.1', 'groups.2')));
  });

  test('is not seen before its end, and takes the events that come meanwhile', async () => {
    const { upsert, remove } = eventsFrom();
    await index.apply([
      upsert('pupils', { pupil_id: 'a' }),
      upsert('pupils', { pupil_id: 'b' }),
      upsert('pupils', { pupil_id: 'c' }),
    ]);
    async function* rows() {
      yield live('pupils', 1, { pupil_id: 'a' });
      await index.apply([
        upsert('pupils', { pupil_id: 'a' }, 2),
        remove('pupils', 'b', 2),
        upsert('pupils', { pupil_id: 'd' }),
      ]);
      expect(await versions()).toEqual([
        ['a', 2],
        ['c', 1],
        ['d', 1],
      ]);
      yield live('pupils', 1, { pupil_id: 'b' });
      expect(await versions()).toEqual([
        ['a', 2],
        ['c', 1],
        ['d', 1],
      ]);
    }
    await index.rebuild({ datasets: ['pupils'], rows, asOf: 3 });
    expect(await versions()).toEqual([
      ['a', 2],
      ['d', 1],
    ]);
    expect(index.checkpoint()).toBe(6);
  });

  test('from rows that are older than the checkpoint asks the bus for the events since', async () => {
    const { upsert } = eventsFrom();
    const events = [upsert('pupils', { pupil_id: 'a' }), upsert('pupils', { pupil_id: 'b' })];
    await index.apply(events);
    await index.rebuild({
      datasets: ['pupils'],
      rows: () => [live('pupils', 1, { pupil_id: 'a' })],
      asOf: 1,
    });
    expect(index.checkpoint()).toBe(1);
    await index.apply(events.slice(1));
    expect(await versions()).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
    expect(index.checkpoint()).toBe(2);
  });

  test('that fails leaves what was there', async () => {
    const { upsert } = eventsFrom();
    await index.apply([upsert('pupils', { pupil_id: 'a' })]);
    const rows = () => [
      live('pupils', 1, { pupil_id: 'b' }),
      live('pupils', 1, { pupil_id: 'c', steps: 'x' }),
    ];
    await expect(index.rebuild({ datasets: ['pupils'], rows, asOf: 1 })).rejects.toThrow();
    expect(await versions()).toEqual([['a', 1]]);
    await index.apply([upsert('pupils', { pupil_id: 'a' }, 2)]);
    expect(await versions()).toEqual([['a', 2]]);
  });

  test('that was killed is forgotten by whoever writes next', async () => {
    const before = tables();
    async function* rows() {
      // Another process opens what this one left behind.
      const other = open();
      other.close();
      yield live('groups', 1, { group_id: 'A', title: 'A' });
    }
    await expect(index.rebuild({ datasets: ['groups'], rows, asOf: 0 })).rejects.toThrow();
    expect(tables()).toEqual(before);
  });
});

describe('another contract', () => {
  test('with other columns makes the index of its dataset outdated, and only this one', async () => {
    const { upsert } = eventsFrom();
    await index.apply([
      upsert('pupils', { pupil_id: 'a' }),
      upsert('guardians', { guardian_id: 'g', name: 'G' }),
    ]);
    expect(index.outdated()).toEqual([]);
    reopen(wider);
    expect(index.outdated()).toEqual(['pupils']);
    await expect(versions('pupils', wider)).rejects.toBeInstanceOf(RebuildNeeded);
    await expect(versions('pupils', wider)).rejects.toMatchObject({ datasets: ['pupils'] });
    expect(await versions('guardians', wider)).toEqual([['g', 1]]);
  });

  test('lets events pass by until the rebuild, but remembers deletes', async () => {
    const { upsert, remove } = eventsFrom();
    await index.apply([upsert('pupils', { pupil_id: 'a' })]);
    reopen(wider);
    await index.apply([upsert('pupils', { pupil_id: 'b' }), remove('pupils', 'a', 2)]);
    const rows = () => [live('pupils', 1, { pupil_id: 'a' }), live('pupils', 1, { pupil_id: 'b' })];
    await index.rebuild({ datasets: index.outdated(), rows, asOf: 3 });
    expect(index.outdated()).toEqual([]);
    expect(await versions('pupils', wider)).toEqual([['b', 1]]);
  });

  test('with other meanings alone changes nothing', () => {
    const reworded = {
      ...contracts,
      pupils: { ...(contracts.pupils as Contract), version: 2, meaning: 'Other.' },
    };
    reopen(reworded);
    expect(index.outdated()).toEqual([]);
  });

  test('of a new dataset is filled by a rebuild once events have passed', async () => {
    const { papers, ...fewer } = contracts;
    reopen(fewer);
    const { upsert } = eventsFrom();
    await index.apply([upsert('pupils', { pupil_id: 'a' })]);
    reopen();
    expect(papers?.name).toBe('papers');
    expect(index.outdated()).toEqual(['papers']);
  });
});

test('an index of a newer program is refused', () => {
  index.close();
  const db = new DatabaseSync(path);
  db.exec('PRAGMA user_version = 99');
  db.close();
  expect(() => open()).toThrow('the index has schema 99, this program knows 1');
  const mended = new DatabaseSync(path);
  mended.exec('PRAGMA user_version = 1');
  mended.close();
  index = open();
});
