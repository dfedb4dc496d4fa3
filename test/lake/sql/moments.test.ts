import { expect, test } from 'vitest';
import { parseMoment } from '../../../lake/sql/moments.ts';

const micros = (iso: string, rest = 0n) => BigInt(Date.parse(iso)) * 1000n + rest;

test.each([
  ['2026-03-01', micros('2026-03-01T00:00:00Z')],
  ['2026-03-01T10:30', micros('2026-03-01T10:30:00Z')],
  ['2026-03-01 10:30:05', micros('2026-03-01T10:30:05Z')],
  ['2026-03-01T10:30:05.25Z', micros('2026-03-01T10:30:05Z', 250_000n)],
  ['2026-03-01T10:30:05.123456Z', micros('2026-03-01T10:30:05Z', 123_456n)],
  ['2026-03-01T10:30-05:00', micros('2026-03-01T15:30:00Z')],
  ['2026-03-01t10:30+0200', micros('2026-03-01T08:30:00Z')],
])('%s is a time, in UTC unless it says other', (text, at) => {
  expect(parseMoment(text)).toEqual({ kind: 'instant', at });
});

test('digits are the id of a snapshot, beyond what a number can hold', () => {
  expect(parseMoment('9223372036854775807')).toEqual({ kind: 'snapshot', id: 9223372036854775807n });
});

test('latest and previous are words of their own', () => {
  expect([parseMoment('latest'), parseMoment('previous')]).toEqual([
    { kind: 'latest' },
    { kind: 'previous' },
  ]);
});

test.each(['', 'yesterday', '2026-02-30', '2026-03-01T25:00', '2026-03', '2026-03-01T10', '-5'])(
  '"%s" is refused as a wrong command line',
  (text) => {
    expect(() => parseMoment(text)).toThrow(
      expect.objectContaining({
        message: `"${text}" is neither a snapshot nor a time`,
        exitCode: 2,
        hint: expect.stringContaining('2026-03-01T10:30:00Z'),
      }),
    );
  },
);
