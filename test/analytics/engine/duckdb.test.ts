import { describe, expect, onTestFinished, test } from 'vitest';
import { duckdbEngine } from '../../../analytics/engine/duckdb.ts';
import type { RunOptions } from '../../../analytics/engine/engine.ts';
import { printedType } from '../../../analytics/sql/types.ts';
import type { LakeDirs } from '../../../lake/dirs.ts';
import type { Cell } from '../../../lake/exact.ts';
import { parseMoment } from '../../../lake/sql/moments.ts';
import { notes, specimens, type TestLake, testLake } from '../../lake/support.ts';

const emptyLake = {
  dirs: { raw: '/nowhere', curated: '/nowhere', tombstones: '/nowhere', keys: '/nowhere' },
};
const views = [
  { name: 'filled', sql: "SELECT note_id, body FROM curated.notes WHERE body <> ''" },
  { name: 'lengths', sql: 'SELECT note_id, cardinality(ARRAY[body]) AS n FROM marts.filled' },
];

async function run({ dirs }: { readonly dirs: LakeDirs }, sql: string, options: RunOptions = {}) {
  const engine = duckdbEngine({ dirs, contracts: { notes, specimens } }, views);
  const answer = await engine.run(sql, { threads: 2, ...options } as RunOptions);
  onTestFinished(() => answer.close());
  return answer;
}

async function query(...statement: Parameters<typeof run>): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const batch of (await run(...statement)).batches()) rows.push(...batch);
  return rows;
}

/** Two notes, one of which has changed an hour later. */
async function lakeOfNotes(): Promise<TestLake> {
  const lake = await testLake();
  lake.bus.put(notes, 'a', { note_id: 'a', body: 'first' });
  lake.bus.put(notes, 'b', { note_id: 'b', body: null });
  await lake.settle(notes);
  lake.clock.advance(3_600_000_000n);
  lake.bus.put(notes, 'a', { note_id: 'a', body: 'second' });
  await lake.settle(notes);
  return lake;
}

describe('tables', () => {
  test('a dataset goes by its name in any case, with or without schema and catalog', async () => {
    const lake = await lakeOfNotes();
    for (const name of ['notes', 'NOTES', 'curated.notes', 'AwsDataCatalog.curated."notes"']) {
      expect(await query(lake, `SELECT note_id, body FROM ${name} ORDER BY 1`)).toEqual([
        ['a', 'second'],
        ['b', null],
      ]);
    }
  });

  test('a dataset without rows yet has the columns of its contract, in the types that Athena has', async () => {
    const { columns } = await run(emptyLake, 'SELECT * FROM specimens');
    expect(columns.map(({ name, type }) => `${name} ${printedType(type)}`)).toEqual([
      'specimen_id varchar',
      'label varchar',
      'amount bigint',
      'price decimal(18,3)',
      'ready boolean',
      'day date',
      'moment timestamp(6) with time zone',
      'facts varchar',
      'tags array(varchar)',
      'counts array(bigint)',
      'home row(street varchar, since date, spots array(decimal(5,2)))',
      '_version bigint',
      '_changed_at timestamp(6) with time zone',
    ]);
  });

  test('raw.changes has every change as it was accepted', async () => {
    const lake = await lakeOfNotes();
    expect(await query(lake, 'SELECT seq, key, version, hour FROM raw.changes ORDER BY seq')).toEqual([
      ['1', 'a', '1', '2026-03-01T10'],
      ['2', 'b', '1', '2026-03-01T10'],
      ['3', 'a', '2', '2026-03-01T11'],
    ]);
  });

  test('views are computed from what they read, through other views', async () => {
    const lake = await lakeOfNotes();
    expect(await query(lake, 'SELECT * FROM marts.lengths')).toEqual([['a', '1']]);
  });

  test('what there is can be listed and described', async () => {
    const lake = await testLake();
    expect(await query(lake, 'SHOW TABLES')).toEqual([['notes'], ['specimens']]);
    expect(await query(lake, "SHOW TABLES FROM marts LIKE 'f%'")).toEqual([['filled']]);
    expect(await query(lake, 'SHOW SCHEMAS')).toEqual([
      ['curated'],
      ['information_schema'],
      ['marts'],
      ['raw'],
    ]);
    expect((await query(lake, 'DESCRIBE notes')).map((row) => row.slice(0, 2))).toEqual([
      ['note_id', 'varchar'],
      ['body', 'varchar'],
      ['_version', 'bigint'],
      ['_changed_at', 'timestamp(6) with time zone'],
    ]);
    const sql = `SELECT data_type FROM information_schema.columns
      WHERE table_schema = 'marts' AND table_name = 'lengths' ORDER BY ordinal_position`;
    expect(await query(lake, sql)).toEqual([['varchar'], ['bigint']]);
  });
});

describe('the past', () => {
  test('a time shows every table as it was then, views too', async () => {
    const lake = await lakeOfNotes();
    const at = parseMoment('2026-03-01T10:30Z');
    expect(await query(lake, 'SELECT body FROM notes ORDER BY note_id', { at })).toEqual([['first'], [null]]);
    expect(await query(lake, 'SELECT body FROM marts.filled', { at })).toEqual([['first']]);
  });

  test('a statement says of a table at which moment it is meant', async () => {
    const lake = await lakeOfNotes();
    const sql = `SELECT n.body, o.body FROM notes n
      JOIN notes FOR TIMESTAMP AS OF TIMESTAMP '2026-03-01 10:30:00 UTC' o ON o.note_id = n.note_id ORDER BY n.note_id`;
    expect(await query(lake, sql)).toEqual([
      ['second', 'first'],
      [null, null],
    ]);
    const [first] = (await lake.table(notes)).metadata.snapshots;
    const byVersion = `SELECT body FROM notes FOR VERSION AS OF ${first?.['snapshot-id']} ORDER BY 1`;
    expect(await query(lake, byVersion)).toEqual([['first'], [null]]);
  });
});

describe('an error while a statement runs is told at the place of what caused it', () => {
  test.each([
    ['SELECT 1,\n  1 / 0', 'line 2, column 5: Division by zero'],
    ["SELECT CAST('ñ' AS integer)", "line 1, column 13: Cannot cast 'ñ' to integer"],
    ['SELECT ARRAY[1][2]', 'line 1, column 16: Array subscript'],
    ['SELECT 2147483647 + 1', 'integer addition overflow'],
    ['SELECT (SELECT x FROM (VALUES 1, 2) AS t (x))', 'Scalar sub-query has returned multiple rows'],
  ])('%s', async (sql, message) => {
    await expect(query(emptyLake, sql)).rejects.toMatchObject({
      name: 'UserError',
      exitCode: 1,
      message: expect.stringContaining(message),
    });
  });

  test('and never names a value of a column', async () => {
    const lake = await lakeOfNotes();
    await expect(query(lake, 'SELECT CAST(body AS bigint) FROM notes')).rejects.toMatchObject({
      message: 'line 1, column 13: Cannot cast a value of type varchar to bigint',
    });
  });
});

test('EXPLAIN gives the plan instead of rows', async () => {
  const lake = await lakeOfNotes();
  const answer = await run(lake, 'EXPLAIN SELECT body, max(note_id) FROM notes GROUP BY body');
  expect(answer.columns.map(({ name }) => name)).toEqual(['Query Plan']);
  const { value } = await answer.batches().next();
  expect(String(value?.[0]?.[0])).toContain('GROUP_BY');
});

test('names of a result are told apart', async () => {
  const { columns } = await run(emptyLake, 'SELECT 1 AS n, 2 AS N, 3');
  expect(columns.map(({ name }) => name)).toEqual(['n', 'N:1', '_col2']);
});

test('a statement is stopped while it computes', async () => {
  const stop = new AbortController();
  const many = '(VALUES 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)';
  const sql = `SELECT count(*) FROM ${Array.from({ length: 12 }, (_, index) => `${many} AS t${index} (n${index})`).join(', ')}
    WHERE n0 + n1 + n2 + n3 + n4 + n5 + n6 + n7 + n8 + n9 + n10 + n11 = 7`;
  const rows = query(emptyLake, sql, { signal: stop.signal });
  setTimeout(() => stop.abort(new Error('enough')), 50);
  await expect(rows).rejects.toThrow('enough');
});
