import { describe, expect, test } from 'vitest';
import { text } from '../../../datasets/columns.ts';
import { parseMoment } from '../../../lake/sql/moments.ts';
import { notes, specimen, specimens, type TestLake, testLake } from '../support.ts';
import { answerTo, emptyLake, query } from './support.ts';

const note = (note_id: string, body: string | null) => ({ note_id, body });

/** Two notes, one of which has changed an hour later. */
async function lakeOfNotes(): Promise<TestLake> {
  const lake = await testLake();
  lake.bus.put(notes, 'a', note('a', 'first'));
  lake.bus.put(notes, 'b', note('b', null));
  await lake.settle(notes);
  lake.clock.advance(3_600_000_000n);
  lake.bus.put(notes, 'a', note('a', 'second'));
  await lake.settle(notes);
  return lake;
}

describe('tables', () => {
  test('a dataset goes by its name, with or without its schema, with the columns of its versions', async () => {
    const lake = await lakeOfNotes();
    const rows = [
      ['a', 'second', '2', '2026-03-01T11:00:00.000000Z'],
      ['b', null, '1', '2026-03-01T10:00:00.000000Z'],
    ];
    expect(await query(lake, 'FROM notes ORDER BY note_id')).toEqual(rows);
    expect(await query(lake, 'FROM curated.notes ORDER BY note_id')).toEqual(rows);
  });

  test('a dataset without rows yet has the columns of its contract', async () => {
    const lake = await testLake();
    const answer = await answerTo(lake, 'FROM specimens');
    expect(answer.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'specimen_id VARCHAR',
      'label VARCHAR',
      'amount BIGINT',
      'price DECIMAL(18,3)',
      'ready BOOLEAN',
      'day DATE',
      'moment TIMESTAMP WITH TIME ZONE',
      'facts VARCHAR',
      'tags VARCHAR[]',
      'counts BIGINT[]',
      'home STRUCT("street" VARCHAR, "since" DATE, "spots" DECIMAL(5,2)[])',
      '_version BIGINT',
      '_changed_at TIMESTAMP WITH TIME ZONE',
    ]);
    expect(await query(lake, 'SELECT count(*) FROM specimens')).toEqual([['0']]);
  });

  test('raw.changes has every change as it was accepted', async () => {
    const lake = await lakeOfNotes();
    expect(
      await query(
        lake,
        `SELECT seq, dataset, key, op, version, row->>'body', hour FROM raw.changes ORDER BY seq`,
      ),
    ).toEqual([
      ['1', 'notes', 'a', 'upsert', '1', 'first', '2026-03-01T10'],
      ['2', 'notes', 'b', 'upsert', '1', null, '2026-03-01T10'],
      ['3', 'notes', 'a', 'upsert', '2', 'second', '2026-03-01T11'],
    ]);
  });

  test('raw.changes is there before anything was accepted', async () => {
    const lake = await testLake();
    expect(await query(lake, 'SELECT count(*), count(hour) FROM raw.changes')).toEqual([['0', '0']]);
  });
});

describe('the past', () => {
  const at = (moment: string) => ({ at: parseMoment(moment) });
  const notesAt = (moment: string) => ({ ...at(moment), reads: ['curated.notes'] });

  test('a time shows every table as it was then, and empty before its first rows', async () => {
    const lake = await lakeOfNotes();
    const bodies = (moment: string) =>
      query(lake, 'SELECT body, (SELECT count(*) FROM raw.changes) FROM notes ORDER BY note_id', at(moment));
    expect(await bodies('2026-03-01T09:59:59Z')).toEqual([]);
    expect(await bodies('2026-03-01T10:00:00Z')).toEqual([
      ['first', '2'],
      [null, '2'],
    ]);
    expect(await bodies('2026-03-01T10:59:59.999')).toEqual([
      ['first', '2'],
      [null, '2'],
    ]);
    expect(await bodies('2026-03-01T06:00-05:00')).toEqual([
      ['second', '3'],
      [null, '3'],
    ]);
    expect(await query(lake, 'FROM specimens', at('2026-03-01T10:30'))).toEqual([]);
  });

  test('a snapshot shows its dataset, in the columns that it had', async () => {
    const lake = await lakeOfNotes();
    const { note_id, body } = notes.columns;
    const more = text('More.', { es: 'Más', optional: true });
    const evolved = { ...notes, version: 2, columns: { note_id, more, body } };
    lake.clock.advance(1_000_000n);
    lake.bus.put(evolved, 'c', { note_id: 'c', more: 'x', body: 'third' });
    await lake.settle(evolved);
    const [first, , third] = (await lake.table(evolved)).metadata.snapshots.map((one) =>
      String(one['snapshot-id']),
    );
    expect((await answerTo(lake, 'FROM notes', notesAt(`${first}`))).columns.map(({ name }) => name)).toEqual(
      ['note_id', 'body', '_version', '_changed_at'],
    );
    expect(
      await query(lake, 'SELECT note_id, more, body FROM notes ORDER BY 1', notesAt(`${third}`)),
    ).toEqual([
      ['a', null, 'second'],
      ['b', null, null],
      ['c', 'x', 'third'],
    ]);
    expect(await query(lake, 'SELECT body FROM notes ORDER BY note_id', notesAt('previous'))).toEqual([
      ['second'],
      [null],
    ]);
  });

  test('a snapshot is refused beside another dataset, a time is proposed', async () => {
    const lake = await lakeOfNotes();
    const id = String((await lake.table(notes)).metadata.snapshots[0]?.['snapshot-id']);
    await expect(
      query(lake, 'FROM notes, specimens', { ...at(id), reads: ['curated.notes', 'curated.specimens'] }),
    ).rejects.toMatchObject({
      name: 'UserError',
      message: `snapshot ${id} is of one dataset, and the statement reads curated.notes, curated.specimens`,
      hint: expect.stringContaining('Give a time instead'),
    });
    await expect(query(lake, 'FROM raw.changes', { ...at(id), reads: ['raw.changes'] })).rejects.toThrow(
      'raw.changes has no snapshots',
    );
    await expect(query(lake, 'FROM specimens', { ...at(id), reads: ['curated.specimens'] })).rejects.toThrow(
      'specimens has no table yet',
    );
  });

  test('a snapshot that there is not is refused', async () => {
    const lake = await lakeOfNotes();
    await expect(query(lake, 'FROM notes', notesAt('42'))).rejects.toMatchObject({
      message: 'notes has no snapshot 42',
      hint: '"aljibe dataset history notes" lists its snapshots.',
    });
  });
});

describe('values', () => {
  test('of every kind come as they were accepted, at their extremes', async () => {
    const lake = await testLake();
    const rows = [
      specimen('least', {
        label: '',
        amount: '-9223372036854775808',
        price: '-999999999999999.999',
        ready: false,
        day: '0001-01-01',
        moment: '0001-01-01T00:00:00.000000Z',
        facts: '{"a":1.10}',
        tags: [],
        counts: ['-9223372036854775808', '0'],
        home: { street: '', since: '1899-12-31', spots: ['-999.99'] },
      }),
      specimen('most', {
        label: 'Núñez "Ñ"\n👩🏽‍🏫',
        amount: '9223372036854775807',
        price: '999999999999999.999',
        ready: true,
        day: '9999-12-31',
        moment: '9999-12-31T23:59:59.999999Z',
        facts: '[null, 12345678901234567890]',
        tags: ['', 'a,b', "o'clock"],
        counts: ['9223372036854775807'],
        home: { street: null, since: null, spots: null },
      }),
      specimen('none'),
    ];
    for (const row of rows) lake.bus.put(specimens, String(row.specimen_id), row);
    await lake.settle(specimens);
    const found = await query(lake, 'SELECT * EXCLUDE (_version, _changed_at) FROM specimens ORDER BY 1');
    expect(found).toEqual(rows.map((row) => Object.values(row)));
  });

  test.each([
    ['sum(n) FROM (VALUES (9223372036854775807), (9223372036854775807)) t(n)', '18446744073709551614'],
    ["'-170141183460469231731687303715884105728'::HUGEINT", '-170141183460469231731687303715884105728'],
    ['340282366920938463463374607431768211455::UHUGEINT', '340282366920938463463374607431768211455'],
    ['18446744073709551615::UBIGINT', '18446744073709551615'],
    ['avg(n) FROM (VALUES (1), (2)) t(n)', 1.5],
    ['1::INTEGER', 1],
    ['1.10', '1.10'],
    ['0.1::DOUBLE + 0.2', 0.30000000000000004],
    ["'nan'::DOUBLE", 'NaN'],
    ["'-inf'::DOUBLE", '-Infinity'],
    ["'infinity'::DATE", 'infinity'],
    ["'-infinity'::TIMESTAMPTZ", '-infinity'],
    ["TIMESTAMP '2026-03-01 10:00:00.5'", '2026-03-01T10:00:00.500000'],
    ["TIMESTAMPTZ '2026-03-01 10:00:00-05'", '2026-03-01T15:00:00.000000Z'],
    ["TIME '10:00:00.25'", '10:00:00.25'],
    ["INTERVAL '1 month 2 days'", '1 month 2 days'],
    ["'\\xC3\\xB1'::BLOB", '\\xC3\\xB1'],
    ["MAP {'a': 1::BIGINT}", [{ key: 'a', value: '1' }]],
    ["[{'n': 1.5, 'l': [DATE '2026-03-01']}, NULL]", [{ n: '1.5', l: ['2026-03-01'] }, null]],
    ['NULL', null],
  ])('%s', async (expression, value) => {
    expect(await query(emptyLake, `SELECT ${expression}`)).toEqual([[value]]);
  });

  test('times are UTC wherever the machine stands', async () => {
    expect(await query(emptyLake, `SELECT strftime(TIMESTAMPTZ '2026-03-01T00:00:00Z', '%d %H')`)).toEqual([
      ['01 00'],
    ]);
  });

  test('columns of one name are told apart', async () => {
    const { columns } = await answerTo(emptyLake, 'SELECT 1 AS n, 2 AS n');
    expect(columns.map(({ name }) => name)).toEqual(['n', 'n:1']);
  });

  test('a struct without names is refused: its members could not be told apart', async () => {
    await expect(query(emptyLake, 'SELECT [row(1, 2)] AS pair')).rejects.toMatchObject({
      name: 'UserError',
      message: 'column pair holds a struct whose members have no names',
    });
  });
});

describe('a wrong statement is told', () => {
  test.each([
    [
      'SELECT bodi FROM notes',
      'line 1, column 8: Referenced column "bodi" not found in FROM clause!',
      /body/,
    ],
    [
      'SELECT lenght(body) FROM notes',
      /line 1, column 8: .*lenght does not exist!/,
      'Did you mean "length"?',
    ],
    [
      'SELECT body, count(*) FROM notes',
      /line 1, column 8: column "body" must appear in the GROUP BY/,
      /ANY_VALUE/,
    ],
    ["SELECT 1,\n  'ñ'::INT", "line 2, column 6: Could not convert string 'ñ' to INT32", undefined],
    ["SELECT error('too bad')", 'too bad', undefined],
  ])('%s', async (sql, message, hint) => {
    await expect(query(emptyLake, sql)).rejects.toMatchObject({
      name: 'UserError',
      exitCode: 1,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
      hint: hint === undefined ? undefined : expect.stringMatching(hint),
    });
  });

  test('an error in the middle of the rows, too', async () => {
    const sql = `SELECT CASE WHEN i = 500000 THEN error('at the end') ELSE i END FROM range(1000000) t(i)`;
    await expect(query(emptyLake, sql)).rejects.toMatchObject({
      name: 'UserError',
      message: 'at the end',
    });
  });

  test('one that needs too much memory, without advice on settings', async () => {
    const sql = `SELECT length(string_agg(repeat('x', 1000), '' ORDER BY i)) FROM range(150000) t(i)`;
    await expect(query(emptyLake, sql, { memory: '64MB' })).rejects.toMatchObject({
      message: 'the statement needs more memory than it may have',
    });
  });
});

test('rows come while the statement runs: the first of an endless one at once', async () => {
  const answer = await answerTo(emptyLake, 'SELECT * FROM range(1000000000000)');
  expect((await answer.chunks.next()).value?.rowCount).toBeGreaterThan(0);
});

describe('a statement is stopped', () => {
  test('while it computes', async () => {
    const stop = new AbortController();
    const sql = 'SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range + b.range = 7';
    const rows = query(emptyLake, sql, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(rows).rejects.toThrow('enough');
  });

  test('between its rows', async () => {
    const stop = new AbortController();
    const answer = await answerTo(emptyLake, 'FROM range(1000000000000)', { signal: stop.signal });
    await answer.chunks.next();
    stop.abort(new Error('enough'));
    await expect(answer.chunks.next()).rejects.toThrow('enough');
  });

  test('before it starts', async () => {
    const signal = AbortSignal.abort(new Error('never'));
    await expect(query(emptyLake, 'SELECT 1', { signal })).rejects.toThrow('never');
  });
});
