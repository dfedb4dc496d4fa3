import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnType } from '../../datasets/columns.ts';
import { brokenRule } from '../../datasets/values.ts';

const seed = { seed: 20_261_124 };

/** The days of the proleptic Gregorian calendar, counted by the standard library and not by our rule. */
function civilDate(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}

const padded = (number: number, width: number) => String(number).padStart(width, '0');

describe('a date', () => {
  const type: ColumnType = { kind: 'date' };

  test('is one of the days that the calendar has', () => {
    const field = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), field(13), field(32), (year, month, day) => {
        const real = civilDate(year, month, day);
        const exists = real.getUTCMonth() === month - 1 && real.getUTCDate() === day;
        const value = `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
        expect(brokenRule(type, value)).toBe(exists ? null : 'is not a date YYYY-MM-DD');
      }),
      { ...seed, numRuns: 2000 },
    );
  });

  test.each(['0001-01-01', '9999-12-31', '1582-10-10', '1899-12-31', '2000-02-29', '2024-02-29'])(
    'may be %s',
    (value) => {
      expect(brokenRule(type, value)).toBeNull();
    },
  );

  test.each([
    '0000-01-01',
    '0000-02-29',
    '10000-01-01',
    '-001-01-01',
    '1900-02-29',
    '2023-02-29',
    '2024-02-30',
    '2024-04-31',
    '2024-00-10',
    '2024-13-01',
    '2024-01-00',
    '2024-1-1',
    '24-01-01',
    '2024/01/01',
    '20240101',
    '2024-01-01T00:00:00',
    ' 2024-01-01',
    '2024-01-01\n',
    'infinity',
    '',
  ])('is not %j', (value) => {
    expect(brokenRule(type, value)).toBe('is not a date YYYY-MM-DD');
  });

  test('is never a Date', () => {
    expect(brokenRule(type, new Date(0))).toBe('is not a date YYYY-MM-DD');
  });
});

describe('a timestamp', () => {
  const type: ColumnType = { kind: 'timestamp' };

  test('is any instant of the years 1 to 9999, to the microsecond', () => {
    const instant = fc.date({
      min: new Date('0001-01-01T00:00:00.000Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 999 }), (moment, micros) => {
        const value = `${moment.toISOString().slice(0, -1)}${padded(micros, 3)}Z`;
        expect(brokenRule(type, value)).toBeNull();
      }),
      seed,
    );
  });

  test.each([
    '2026-11-24T19:26:47Z',
    '2026-11-24T19:26:47.123Z',
    '2026-11-24T19:26:47.1234567Z',
    '2026-11-24T19:26:47.123456',
    '2026-11-24T19:26:47.123456+00:00',
    '2026-11-24 19:26:47.123456Z',
    '2026-11-24T24:00:00.000000Z',
    '2026-11-24T23:60:00.000000Z',
    '2026-12-31T23:59:60.000000Z',
    '2026-02-29T00:00:00.000000Z',
    '0000-12-31T00:00:00.000000Z',
    '2026-11-24',
    'infinity',
    '',
  ])('is not %j', (value) => {
    expect(brokenRule(type, value)).toBe('is not an instant YYYY-MM-DDTHH:MM:SS.ffffffZ');
  });
});
