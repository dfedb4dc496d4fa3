import { describe, expect, test } from 'vitest';
import {
  datasetLines,
  datasetsText,
  durationText,
  partsText,
  statusLine,
} from '../../../cli/output/status.ts';
import type { Status } from '../../../runtime/status.ts';

const paper = { width: 80, stream: process.stdout };
const status: Status = {
  running: true,
  portal: null,
  head: 1234,
  source: { state: 'streaming', copy: null, accepted: 1234, confirmed: '0/1A2B', lagMs: 42 },
  sinks: [
    { name: 'raw', checkpoint: 1234, behind: 0, waitedMs: 0, failure: null },
    { name: 'curate', checkpoint: 1000, behind: 234, waitedMs: 3210, failure: null },
    { name: 'query', checkpoint: 0, behind: 1234, waitedMs: 61_000, failure: 'disk full' },
  ],
  datasets: [
    {
      dataset: 'students',
      rows: 2000,
      curated: 2000,
      quarantined: 0,
      curatedAt: null,
      waitedMs: 0,
      held: null,
    },
    {
      dataset: 'attendance',
      rows: 1_234_567,
      curated: 1_234_000,
      quarantined: 3,
      curatedAt: null,
      waitedMs: 0,
      held: null,
    },
    {
      dataset: 'teaching_assignments',
      rows: 7,
      curated: 9,
      quarantined: 0,
      curatedAt: null,
      waitedMs: 0,
      held: 'rollback',
    },
  ],
};

describe('a status', () => {
  test('says of every part what it does and how far it is behind', () => {
    expect(partsText(status, paper)).toBe(
      `part      state                     behind    waiting
monolith  streaming, 1,234 changes              42 ms
raw zone  up to date
lake      working                      234      3.2 s
search    failing: disk full         1,234  1 min 1 s
`,
    );
  });

  test('without a source has no line for it', () => {
    expect(partsText({ ...status, source: null }, paper)).not.toContain('monolith');
  });

  test('counts a copy against what the server believes to have', () => {
    const source = {
      ...status.source,
      state: 'copying',
      copy: { rows: 500, estimated: 2000 },
    } as Status['source'];
    expect(statusLine({ ...status, source })).toBe(
      'monolith copying, 500 of about 2,000 rows; 1,236,574 rows; lake 234 behind, search 1,234 behind',
    );
  });

  test('shows the rows of each dataset in ledger and lake', () => {
    expect(datasetsText(status.datasets, paper)).toBe(
      `dataset                    rows  in the lake  quarantined
students                  2,000        2,000
attendance            1,234,567    1,234,000            3
teaching_assignments          7            9               held after a rollback
`,
    );
  });

  test('in little room puts datasets beside each other, with what the lake lacks', () => {
    expect(datasetLines(status.datasets, 79)).toEqual([
      'students                 2,000 ✓        teaching_assignments         7 held',
      'attendance           1,234,567 +567',
    ]);
    expect(datasetLines(status.datasets, 60)).toHaveLength(3);
  });
});

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1.0 s'],
  [59_940, '59.9 s'],
  [185_000, '3 min 5 s'],
])('%i ms is %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
