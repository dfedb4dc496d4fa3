import { expect, test } from 'vitest';
import { costText } from '../../../cli/output/cost.ts';

test('what a statement scanned, and about what that costs', () => {
  expect(costText({ scannedBytes: 3 * 1024 ** 4, millis: 90_000, reused: false })).toBe(
    'scanned 3.0 TB in 1 min 30 s, about $15.00 at $5 a terabyte',
  );
});

test('ten megabytes are charged at least', () => {
  expect(costText({ scannedBytes: 0, millis: 830, reused: false })).toBe(
    'scanned 0 B in 830 ms, about $0.00005 at $5 a terabyte',
  );
});

test('an answer that was given again costs nothing', () => {
  expect(costText({ scannedBytes: 0, millis: 120, reused: true })).toBe(
    'the answer of an earlier run, in 120 ms, at no cost',
  );
});
