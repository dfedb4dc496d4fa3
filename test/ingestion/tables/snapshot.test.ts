import { afterEach, beforeEach, expect, test } from 'vitest';
import { people, school } from './school.ts';
import { counts, openWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = openWorkbench();
  const rows = Array.from({ length: 10 }, (_, n) => `s${n},Ana,Ruiz ${n},student`);
  bench.write('people.csv', people(...rows, 't1,Eva,Sanz,teacher'));
  expect(counts(await bench.load(['people.csv'], school))).toEqual(['students: 10 0 0 0 0 0']);
});
afterEach(() => bench.close());

const keep = (count: number, ...more: string[]) => {
  const rows = Array.from({ length: count }, (_, n) => `s${n},Ana,Ruiz ${n},student`);
  bench.write('people.csv', people(...rows, ...more));
};

test('removes what it lacks, also a student who became something else', async () => {
  keep(8, 's9,Ana,Ruiz 9,teacher');
  expect(counts(await bench.load(['people.csv'], school))).toEqual(['students: 0 0 8 2 0 0']);
  expect(Object.keys(bench.rows('students'))).toHaveLength(8);
});

test('is planned before anything is written', async () => {
  keep(8, 's10,,Sanz,student');
  const { work: _, ...plan } = await bench.plan(['people.csv'], school);
  expect(plan).toEqual({
    source: 'table:school',
    mapping: 'school',
    files: ['people.csv'],
    datasets: [
      {
        dataset: 'students',
        keys: 8,
        rejected: 1,
        removals: { present: 10, missing: 2, verdict: 'within bounds' },
      },
    ],
    notes: [],
  });
});

test('may not remove too much unasked', async () => {
  keep(7);
  await expect(bench.load(['people.csv'], school)).rejects.toMatchObject({
    message: 'the load would remove 3 of 10 students (30 %): nothing was loaded',
    hint: 'If the source really no longer has them, load again with --accept-removals students.',
  });
  expect(Object.keys(bench.rows('students'))).toHaveLength(10);
  const asked = await bench.load(['people.csv'], school, { acceptRemovals: ['students'] });
  expect(counts(asked)).toEqual(['students: 0 0 7 3 0 0']);
});

test('an empty file removes nothing either', async () => {
  bench.write('people.csv', '');
  await expect(bench.load(['people.csv'], school)).rejects.toThrow('would remove 10 of 10 students');
});

test('leaves a broken row where it is', async () => {
  keep(9, 's9,,Ruiz 9,student');
  expect(counts(await bench.load(['people.csv'], school))).toEqual(['students: 0 0 9 0 0 1']);
  expect(bench.rows('students').s9).toMatchObject({ given_name: 'Ana' });
});

test('removes nothing when the key of a row cannot be told', async () => {
  keep(9, ',Ana,Ruiz 9,student');
  const result = await bench.load(['people.csv'], school);
  expect(counts(result)).toEqual(['students: 0 0 9 0 0 1']);
  expect(result.notes).toEqual(['students: nothing is removed, since some rows have no readable key']);
});

test('touches no row of another source', async () => {
  bench.write('people.csv', people('x1,Iván,Gil,student'));
  expect(counts(await bench.load(['people.csv'], school, { source: 'other' }))).toEqual([
    'students: 1 0 0 0 0 0',
  ]);
  expect(Object.keys(bench.rows('students'))).toHaveLength(11);
});
