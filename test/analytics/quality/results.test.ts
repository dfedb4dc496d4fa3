import { describe, expect, test } from 'vitest';
import { isDue } from '../../../analytics/quality/due.ts';
import type { Measured } from '../../../analytics/quality/measure.ts';
import { planQuality } from '../../../analytics/quality/plan.ts';
import { isNews, resultOf } from '../../../analytics/quality/results.ts';
import { catalog } from '../../../datasets/catalog.ts';

const measured: Measured = {
  dataset: 'results',
  rule: 'students-exist',
  kind: 'resolves',
  severity: 'warning',
  rows: 10,
  broken: 2,
  isKept: false,
  sql: 'SELECT count(*) FROM results',
};
const at = 1_772_445_600_000_000n;
const day = 86_400_000_000n;
const result = resultOf(measured, { snapshotId: '7', at });

test('a measurement is a row of the history', () => {
  expect(result).toEqual({
    quality_result_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    dataset: 'results',
    rule: 'students-exist',
    kind: 'resolves',
    severity: 'warning',
    snapshot_id: '7',
    row_count: '10',
    broken: '2',
    is_kept: false,
    measured_at: '2026-03-02T10:00:00.000000Z',
  });
});

describe('what is kept', () => {
  test('is the first result of a rule', () => {
    expect(isNews(result, undefined)).toBe(true);
  });

  test.each([
    ['another number of rows that break it', { broken: 3 }],
    ['that it is kept now', { isKept: true }],
    ['another severity', { severity: 'error' }],
  ] as const)('is %s', (_, change) => {
    expect(isNews(resultOf({ ...measured, ...change }, { snapshotId: '8', at: at + 1n }), result)).toBe(true);
  });

  test('is not the same again, before a day has passed', () => {
    const again = (later: bigint) => resultOf({ ...measured, rows: 11 }, { snapshotId: '8', at: at + later });
    expect(isNews(again(day - 1_000n), result)).toBe(false);
    expect(isNews(again(day), result)).toBe(true);
  });
});

describe('what is due', () => {
  const contracts = Object.values(catalog);
  const names = (before: [string, string][], now: [string, string][]) =>
    contracts
      .filter((each) => isDue(each.name, planQuality(catalog, [each]), new Map(before), new Map(now)))
      .map(({ name }) => name);

  test('is a dataset that changed, and every one whose rows refer to it', () => {
    const before: [string, string][] = [
      ['guardians', '1'],
      ['guardianships', '1'],
      ['attendance', '1'],
    ];
    expect(names(before, before)).toEqual([]);
    expect(names(before, [['guardians', '2'], ...before.slice(1)])).toContain('guardianships');
    expect(names(before, [['guardians', '2'], ...before.slice(1)])).not.toContain('attendance');
  });

  test('is nothing without rows or without rules', () => {
    expect(names([], [['quality_results', '1']])).toEqual([]);
    expect(names([], [['guardians', '1']])).not.toContain('guardianships');
  });
});
