import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyTables } from '../../../ingestion/tables/load/apply.ts';
import { marks, marksHeader, school } from './school.ts';
import { counts, openWorkbench, orphans, rejects, repairs, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(() => {
  bench = openWorkbench();
});
afterEach(() => bench.close());

const write = (name: string, ...rows: string[]) => bench.write(name, marks(...rows));

describe('a row', () => {
  test('fills several datasets; what no column holds is kept beside it', async () => {
    bench.write('marks.csv', `room,${marksHeader}\n12,m1,eso1a,t1,ecuaciones,ana,7.5,D,yes\n`);
    const result = await bench.load(['marks.csv'], school);
    expect(counts(result)).toEqual(['line_items: 1 0 0 0 0 0', 'results: 1 0 0 0 0 0']);
    expect(bench.rows('line_items')['eso1a/t1']).toMatchObject({
      title: 'eso1a t1',
      class_id: 'eso1a',
      description: 'ecuaciones',
    });
    expect(bench.rows('results').m1).toMatchObject({
      line_item_id: 'eso1a/t1',
      student_id: 'ana',
      score: '7.5000',
      score_status: 'fully graded',
      score_date: null,
      late: true,
    });
    expect(bench.extra('results', 'm1')).toEqual({ room: '12', topic: 'ecuaciones', state: 'D' });
    expect(bench.extra('line_items', 'eso1a/t1')).toBeNull();
  });

  test('that breaks its contract goes to quarantine with its line, without classified values', async () => {
    write(
      'marks.csv',
      'm1,eso1a,t1,,ana,7,D,',
      'm2,eso1a,,,eva,8,D,',
      'm3,eso1a,t1,,,9,D,',
      ',eso1a,t1,,luis,6,D,',
    );
    const result = await bench.load(['marks.csv'], school);
    expect(counts(result)).toEqual(['line_items: 1 0 0 0 0 0', 'results: 1 0 0 0 0 3']);
    expect(rejects(result)).toEqual([
      'marks.csv:3 line_item_id: is missing',
      'marks.csv:4 student_id: is missing',
      'marks.csv:5 result_id: the row has no key',
    ]);
    expect(
      bench.ledger.quarantine.list().map(({ key, value, payload }) => [key, value, payload.score]),
    ).toEqual([
      ['m2', '', '8'],
      ['m3', null, '9'],
      [null, null, '6'],
    ]);
  });

  test('leaves quarantine when a good one of its key, or its file corrected, is loaded', async () => {
    write('marks.csv', 'm2,eso1a,,,eva,8,D,', ',eso1a,t1,,luis,6,D,', 'm4,eso1a,t1,,luis,6,D,,surplus');
    expect(counts(await bench.load(['marks.csv'], school))[1]).toBe('results: 0 0 0 0 0 3');
    write('marks-2.csv', 'm2,eso1a,t1,,eva,8,D,');
    await bench.load(['marks-2.csv'], school);
    expect(bench.ledger.quarantine.list().map(({ place }) => place)).toEqual(['marks.csv:3', 'marks.csv:4']);
    write('marks.csv', 'm2,eso1a,t1,,eva,8,D,', 'm3,eso1a,t1,,luis,6,D,', 'm4,eso1a,t1,,luis,6,D,');
    await bench.load(['marks.csv'], school);
    expect(bench.ledger.quarantine.list()).toEqual([]);
    expect(Object.keys(bench.rows('results'))).toEqual(['m2', 'm3', 'm4']);
  });

  test('that is mended counts what was done, and keeps the cells as they were', async () => {
    bench.write(
      'marks.csv',
      'ID,class,term,topic,Student ,score,state,late\n' +
        ' m1 ,eso1a,t1,,ana,7.123456,D,maybe\nm2,eso1a,t1,,eva,seven,Q,  \nm3,eso1a,t1,,luis,N/A,X,,\n',
    );
    const result = await bench.load(['marks.csv'], school);
    expect(counts(result)[1]).toBe('results: 3 0 0 0 9 0');
    expect(repairs(result)).toEqual([
      'results.result_id: header name written ID × 1 @ marks.csv',
      'results.student_id: header name written Student × 1 @ marks.csv',
      'results.result_id: spaces around a value × 1 @ marks.csv:2',
      'results.score: rounded to 4 fraction digits × 1 @ marks.csv:2',
      'results.late: left empty: is not a readable boolean × 1 @ marks.csv:2',
      'results.late: spaces read as empty × 1 @ marks.csv:3',
      'results.score_status: unknown value kept as ext: × 1 @ marks.csv:3',
      'results.score: left empty: is not a readable decimal × 1 @ marks.csv:3',
      'results.(row): surplus empty cells left out × 1 @ marks.csv:4',
    ]);
    expect(bench.rows('results')).toMatchObject({
      m1: { score: '7.1235', late: null },
      m2: { score: null, score_status: 'ext:Q', late: false },
      m3: { score: null, score_status: 'exempt', late: false },
    });
    expect(bench.extra('results', 'm1')).toMatchObject({ id: ' m1 ', score: '7.123456', late: 'maybe' });
    expect(bench.extra('results', 'm2')).toMatchObject({ score: 'seven', state: 'Q', late: '  ' });
  });

  test('whose key another source has goes to quarantine and names the owner', async () => {
    write('marks.csv', 'm1,eso1a,t1,,ana,7,D,');
    await bench.load(['marks.csv'], school);
    const result = await bench.load(['marks.csv'], school, { source: 'elsewhere' });
    expect(counts(result)).toEqual(['line_items: 0 0 0 0 0 1', 'results: 0 0 0 0 0 1']);
    expect(rejects(result)).toEqual([
      'marks.csv:2 null: belongs to the source table:school',
      'marks.csv:2 null: belongs to the source table:school',
    ]);
  });

  test('that refers to what is not there is loaded, and counted', async () => {
    write('marks.csv', 'm1,eso1a,t1,,ana,7,D,', 'm2,eso1a,t1,,ana,7,D,', 'm3,eso1a,t1,,eva,7,D,');
    expect(orphans(await bench.load(['marks.csv'], school))).toEqual([
      'line_items.class_id -> classes × 1 @ marks.csv:4',
      'results.student_id -> students × 3 @ marks.csv:2',
    ]);
  });
});

describe('batches', () => {
  const first = ['m1,eso1a,t1,,ana,7,D,', 'm2,eso1a,t1,,eva,8,D,', 'm3,eso1b,t1,,luis,9,D,'];
  const second = ['m1,eso1a,t1,,ana,7.5,D,', 'm2,eso1a,t1,,eva,8,D,', 'm4,eso1b,t2,,luis,9,D,'];
  const state = { m1: '7.5000', m2: '8.0000', m3: '9.0000', m4: '9.0000' };
  const scores = () =>
    Object.fromEntries(Object.entries(bench.rows('results')).map(([key, row]) => [key, row.score]));
  beforeEach(() => {
    write('marks-1.csv', ...first);
    write('marks-2.csv', ...second);
  });

  test('add and correct; what one lacks stays', async () => {
    expect(counts(await bench.load(['marks-1.csv'], school))).toEqual([
      'line_items: 2 0 0 0 0 0',
      'results: 3 0 0 0 0 0',
    ]);
    expect(counts(await bench.load(['marks-2.csv'], school))).toEqual([
      'line_items: 1 0 1 0 0 0',
      'results: 1 1 1 0 0 0',
    ]);
    expect(scores()).toEqual(state);
  });

  test('of one load are one statement: the last row of a key counts, and repeats are no repairs', async () => {
    const files = ['marks-1.csv', 'marks-2.csv'];
    expect(counts(await bench.load(files, school))[1]).toBe('results: 4 0 0 0 0 0');
    expect(scores()).toEqual(state);
    const head = bench.ledger.head();
    expect(counts(await bench.load(files, school))[1]).toBe('results: 0 0 4 0 0 0');
    expect(bench.ledger.head()).toBe(head);
  });

  test('loaded one by one and again end in the same state', async () => {
    for (const file of ['marks-1.csv', 'marks-2.csv', 'marks-1.csv', 'marks-2.csv'])
      await bench.load([file], school);
    expect(scores()).toEqual(state);
  });

  test('a key that comes twice in one file is a repair', async () => {
    write('marks-3.csv', ...first, 'm1,eso1a,t1,,ana,6,D,');
    const result = await bench.load(['marks-3.csv'], school);
    expect(counts(result)[1]).toBe('results: 3 0 0 0 1 0');
    expect(repairs(result)).toEqual([
      'results.result_id: key given again, the last row counts × 1 @ marks-3.csv:5',
    ]);
    expect(scores().m1).toBe('6.0000');
  });

  test('a broken row takes no good one away', async () => {
    write('marks-3.csv', 'm1,eso1a,t1,,,6,D,');
    const result = await bench.load(['marks-1.csv', 'marks-3.csv'], school);
    expect(counts(result)[1]).toBe('results: 3 0 0 0 0 1');
    expect(scores().m1).toBe('7.0000');
  });

  test('and a good one after it settles it', async () => {
    write('marks-0.csv', 'm1,eso1a,t1,,,6,D,');
    expect(counts(await bench.load(['marks-0.csv', 'marks-1.csv'], school))[1]).toBe('results: 3 0 0 0 0 0');
  });

  test('say that a row is gone', async () => {
    await bench.load(['marks-1.csv'], school);
    write('marks-3.csv', 'm1,eso1a,t1,,ana,,GONE,', 'm9,eso1a,t1,,ana,,GONE,');
    const result = await bench.load(['marks-3.csv'], school);
    expect(counts(result)).toEqual(['line_items: 0 0 1 0 0 0', 'results: 0 0 0 1 0 0']);
    expect(Object.keys(scores())).toEqual(['m2', 'm3']);
  });

  test('one that was stopped is completed by loading it again', async () => {
    write('marks-many.csv', ...Array.from({ length: 12_000 }, (_, n) => `n${n},eso1a,t1,,s${n},7,D,`));
    const stop = new AbortController();
    const stopped = applyTables(await bench.plan(['marks-many.csv'], school), bench.ledger, {
      signal: stop.signal,
      progress: ({ done }) => done >= 10_000 && stop.abort(),
    });
    await expect(stopped).rejects.toThrow('aborted');
    expect(Object.keys(bench.rows('results'))).toHaveLength(10_000);
    expect(counts(await bench.load(['marks-many.csv'], school))[1]).toBe('results: 2000 0 10000 0 0 0');
  });
});

describe('derived things', () => {
  test('that rows tell of differently are counted, the last row telling', async () => {
    write('marks.csv', 'm1,eso1a,t1,álgebra,ana,7,D,', 'm2,eso1a,t1,geometría,eva,8,D,');
    const result = await bench.load(['marks.csv'], school);
    expect(counts(result)[0]).toBe('line_items: 1 0 0 0 1 0');
    expect(repairs(result)).toEqual([
      'line_items.line_item_id: rows of one key disagree, the last counts × 1 @ marks.csv:3',
    ]);
    expect(bench.rows('line_items')['eso1a/t1']?.description).toBe('geometría');
  });

  test('are not undone by a row that is gone', async () => {
    write('marks.csv', 'm1,eso1a,t1,,ana,7,D,', 'm2,eso1a,t1,,eva,,GONE,');
    expect(counts(await bench.load(['marks.csv'], school))[0]).toBe('line_items: 1 0 0 0 0 0');
  });
});

describe('looking up', () => {
  const terms = 'term,title,from,to\nt1,Primera evaluación,8.9.2025,19.12.2025\n';
  beforeEach(() => {
    write('marks.csv', 'm1,eso1a,t1,,ana,7,D,', 'm2,eso1a,t2,,ana,7,D,');
    bench.write('terms.csv', terms);
  });
  const dates = () => Object.values(bench.rows('results')).map((row) => row.score_date);

  test('finds rows of the same load, in whatever order its files are given', async () => {
    const result = await bench.load(['marks.csv', 'terms.csv'], school);
    expect(counts(result)).toEqual([
      'academic_sessions: 1 0 0 0 0 0',
      'line_items: 2 0 0 0 0 0',
      'results: 2 0 0 0 0 0',
    ]);
    expect(dates()).toEqual(['2025-12-19', null]);
  });

  test('finds what came later when the file is loaded again', async () => {
    await bench.load(['marks.csv'], school);
    expect(dates()).toEqual([null, null]);
    await bench.load(['terms.csv'], school);
    expect(counts(await bench.load(['marks.csv'], school))[1]).toBe('results: 0 1 1 0 0 0');
    expect(dates()).toEqual(['2025-12-19', null]);
  });
});

describe('a file', () => {
  test('without a column that must be there is refused, with those that it has', async () => {
    bench.write('marks.csv', 'id,class,term,topic,score,state\n');
    await expect(bench.load(['marks.csv'], school)).rejects.toMatchObject({
      message: 'marks.csv: has no column student, from which results.student_id is read',
      hint: 'Its columns are id, class, term, topic, score, state.',
    });
  });

  test('without another one leaves its field empty, and says so', async () => {
    bench.write('marks.csv', 'id,class,term,student,state\nm1,eso1a,t1,ana,D\n');
    const result = await bench.load(['marks.csv'], school);
    expect(result.notes).toEqual([
      'marks.csv: has no column topic, so that line_items.description stays empty',
      'marks.csv: has no column score, so that results.score stays empty',
      'marks.csv: has no column late, so that results.late stays empty',
    ]);
    expect(bench.rows('results').m1?.score).toBeNull();
  });

  test('of another name is a mistake in the command line', async () => {
    write('grades.csv');
    await expect(bench.load(['grades.csv'], school)).rejects.toMatchObject({
      message: 'grades.csv: the mapping school has no file of this name',
      hint: 'It reads terms*, marks*, people, of whatever ending.',
      exitCode: 2,
    });
  });

  test('says the same as CSV and as JSON lines', async () => {
    write('marks.csv', 'm1,eso1a,t1,,ana,7.10,D,yes', 'm2,eso1a,t1,,eva,,X,');
    bench.write(
      'marks.jsonl',
      '{"id":"m1","class":"eso1a","term":"t1","student":"ana","score":7.10,"state":"D","late":true}\n' +
        '{"id":"m2","class":"eso1a","term":"t1","student":"eva","score":null,"state":"X"}\n',
    );
    await bench.load(['marks.csv'], school);
    const rows = bench.rows('results');
    await bench.load(['marks.jsonl'], school);
    expect(bench.rows('results')).toEqual(rows);
    expect(rows).toMatchObject({ m1: { score: '7.1000', late: true }, m2: { score: null, late: false } });
  });

  test('of JSON lines with a line that is none loads the others', async () => {
    bench.write(
      'marks.jsonl',
      '{"id":"m1","class":"c","term":"t","topic":1,"student":"s","score":1,"state":"D","late":0}\n{"id":\n',
    );
    const result = await bench.load(['marks.jsonl'], school);
    expect(counts(result)[1]).toBe('results: 1 0 0 0 0 1');
    expect(bench.ledger.quarantine.list()).toMatchObject([
      { place: 'marks.jsonl:2', rule: 'is not a JSON object', payload: { line: '{"id":' } },
    ]);
  });
});

test('no secret and no password reaches the state, be the row good or broken', async () => {
  bench.write(
    'marks.csv',
    `${marksHeader},PIN,Pass_Word\n` +
      'm1,eso1a,t1,,ana,7,D,,1234567,hunter22\n' +
      'm2,eso1a,t1,,,7,D,,1234567,hunter22\n' +
      'm3,eso1a,t1,,ana,7,D,,x,1234567,hunter22\n',
  );
  expect(counts(await bench.load(['marks.csv'], school))[1]).toBe('results: 1 0 0 0 0 2');
  const files = readdirSync(bench.dir).filter((name) => name.startsWith('ledger'));
  const bytes = files.map((name) => readFileSync(join(bench.dir, name), 'latin1')).join('');
  expect(bytes).toContain('eso1a');
  expect(bytes).not.toMatch(/1234567|hunter22/);
});
