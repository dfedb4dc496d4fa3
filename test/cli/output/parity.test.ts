import { expect, test } from 'vitest';
import { parityText } from '../../../cli/output/parity.ts';
import type { DatasetParity } from '../../../runtime/parity.ts';

const paper = { width: 80, stream: process.stdout };
const students: DatasetParity = {
  dataset: 'students',
  source: 2003,
  quarantined: 3,
  erased: 0,
  expected: 2000,
  stores: { lake: 2000, query: 2000 },
  moved: 4,
  differences: [],
  equal: true,
};

test('parity that holds', () => {
  expect(parityText({ equal: true, datasets: [students] }, paper)).toBe(
    `dataset   source  quarantined  expected   lake  query  moved
students   2,003            3     2,000  2,000  2,000      4  equal

equal: 2,000 rows in 1 dataset, the same in source, lake and query cluster
`,
  );
});

test('parity that does not hold lists keys, and says how many it leaves out', () => {
  const differences = Array.from({ length: 22 }, (_, at) => ({
    key: String(100 + at),
    store: 'lake',
    what: 'missing' as const,
  }));
  const grades = {
    ...students,
    dataset: 'results',
    moved: 0,
    stores: { lake: 1978, query: 2000 },
    differences,
    equal: false,
  };
  const text = parityText({ equal: false, datasets: [students, grades] }, paper);
  expect(text.split('\n').slice(2, 7)).toEqual([
    'results    2,003            3     2,000  1,978  2,000         DIFFERENT',
    '',
    'results  in    is',
    '100      lake  missing',
    '101      lake  missing',
  ]);
  expect(text.split('\n').slice(-4)).toEqual([
    'and 2 more; --json lists all',
    '',
    'different: 1 of 2 datasets',
    '',
  ]);
});
