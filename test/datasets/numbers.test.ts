import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnType } from '../../datasets/columns.ts';
import { brokenRule } from '../../datasets/values.ts';

const seed = { seed: 20_261_124 };

describe('an integer', () => {
  const type: ColumnType = { kind: 'integer' };

  test('is any whole number of 64 bits, as digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (number) => {
        expect(brokenRule(type, number.toString())).toBeNull();
      }),
      seed,
    );
  });

  test.each(['9223372036854775807', '-9223372036854775808', '9007199254740993', '0'])(
    'may be %s',
    (value) => {
      expect(brokenRule(type, value)).toBeNull();
    },
  );

  test.each([
    '9223372036854775808',
    '-9223372036854775809',
    '18446744073709551615',
    '-99999999999999999999',
    '1'.repeat(100_000),
  ])('is not %s', (value) => {
    expect(brokenRule(type, value)).toBe('does not fit 64 bits');
  });

  test.each(['', '-', '-0', '+1', '01', '-01', '1.0', '1e3', ' 1', '1 ', '1\n', '1_000', '0x10', '١'])(
    'is not written %j',
    (value) => {
      expect(brokenRule(type, value)).toBe('is not a whole number');
    },
  );

  test.each([[1], [1n], [null]])('is never a JavaScript number (%s)', (value) => {
    expect(brokenRule(type, value)).toBe('is not a whole number');
  });
});

describe('a decimal', () => {
  const type: ColumnType = { kind: 'decimal', precision: 9, scale: 4 };

  test('is any number of its digits, with all of its fraction digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -999_999_999n, max: 999_999_999n }), (units) => {
        const digits = (units < 0n ? -units : units).toString().padStart(5, '0');
        const value = `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
        expect(brokenRule(type, value)).toBeNull();
      }),
      seed,
    );
  });

  test.each(['0.0000', '-0.0001', '99999.9999', '-99999.9999'])('may be %s', (value) => {
    expect(brokenRule(type, value)).toBeNull();
  });

  test.each(['100000.0000', '-100000.0000'])('is not %s', (value) => {
    expect(brokenRule(type, value)).toBe('has more than 9 digits');
  });

  test.each(['9', '9.5', '9.50000', '-1.0'])('is not written %s', (value) => {
    expect(brokenRule(type, value)).toBe('does not have exactly 4 fraction digits');
  });

  test('has no negative zero', () => {
    expect(brokenRule(type, '-0.0000')).toBe('is a negative zero');
    expect(brokenRule({ kind: 'decimal', precision: 5, scale: 0 }, '-0')).toBe('is a negative zero');
  });

  test.each([
    '',
    '.5000',
    '5.',
    '+1.0000',
    '01.0000',
    '1e4',
    '1,0000',
    'NaN',
    'Infinity',
    ' 1.0000',
    '1.0000\n',
  ])('is not written %j', (value) => {
    expect(brokenRule(type, value)).toBe('is not a decimal number');
  });

  test('of no fraction digits has no point', () => {
    const whole: ColumnType = { kind: 'decimal', precision: 18, scale: 0 };
    expect(brokenRule(whole, '999999999999999999')).toBeNull();
    expect(brokenRule(whole, '9.0')).toBe('does not have exactly 0 fraction digits');
  });

  test('of fraction digits only does not count the zero before the point', () => {
    const fraction: ColumnType = { kind: 'decimal', precision: 4, scale: 4 };
    expect(brokenRule(fraction, '0.9999')).toBeNull();
    expect(brokenRule(fraction, '1.0000')).toBe('has more than 4 digits');
  });
});

describe('a boolean', () => {
  test.each([true, false])('may be %s', (value) => {
    expect(brokenRule({ kind: 'boolean' }, value)).toBeNull();
  });

  test.each([['true'], ['S'], [0], [1], [null]])('is not %j', (value) => {
    expect(brokenRule({ kind: 'boolean' }, value)).toBe('is not true or false');
  });
});
