import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDecimal, readInteger } from '../../../ingestion/tables/values/numbers.ts';

test.each([
  ['92', { value: '92.0000' }],
  [' +07.50 ', { value: '7.5000' }],
  ['.5', { value: '0.5000' }],
  ['5.', { value: '5.0000' }],
  ['-0', { value: '0.0000' }],
  ['12345678901234.5678', { value: '12345678901234.5678' }],
  ['1e2', { value: '100.0000' }],
  ['1.25E-3', { value: '0.0013', repair: 'rounded to 4 fraction digits' }],
  ['1.5e-9', { value: '0.0000', repair: 'rounded to 4 fraction digits' }],
  ['0.30000000000000004', { value: '0.3000', repair: 'rounded to 4 fraction digits' }],
  ['2.00005', { value: '2.0001', repair: 'rounded to 4 fraction digits' }],
  ['-2.00005', { value: '-2.0001', repair: 'rounded to 4 fraction digits' }],
  ['7.50000000', { value: '7.5000' }],
])('the decimal %j', (text, reading) => {
  expect(readDecimal(text, 4, '.')).toEqual(reading);
});

test.each(['', '.', '-', 'A', '7,5', '1,234', '1 234', '0x10', 'NaN', 'inf', '1e', '1e9999', '7.5 %'])(
  '%j is no decimal',
  (text) => {
    expect(readDecimal(text, 4, '.')).toEqual({ value: undefined });
  },
);

test('a comma is the mark only where the mapping says so, and a point is none then', () => {
  expect(readDecimal('7,5', 4, ',')).toEqual({ value: '7.5000' });
  expect(readDecimal('7.5', 4, ',')).toEqual({ value: undefined });
});

test('a whole number may be written with a fraction of zeros, never with another', () => {
  expect([readInteger('25', '.'), readInteger('25.0', '.'), readInteger('2.5e1', '.')]).toEqual([
    { value: '25' },
    { value: '25' },
    { value: '25' },
  ]);
  expect(readInteger('25.5', '.')).toEqual({ value: undefined });
  expect(readInteger('9223372036854775808', '.')).toEqual({ value: '9223372036854775808' });
});

test('a decimal of the scale is read as it is, whatever the exponent shifts', () => {
  const parts = fc.tuple(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.nat({ max: 20 }));
  fc.assert(
    fc.property(parts, ([scaled, shift]) => {
      const sign = scaled < 0n ? '-' : '';
      const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(5, '0');
      const exact = `${sign}${digits.slice(0, -4)}.${digits.slice(-4)}`;
      const shifted = `${sign}${digits}e-4`;
      const padded = `${sign}${digits}${'0'.repeat(shift)}e-${4 + shift}`;
      for (const text of [exact, shifted, padded]) {
        expect(readDecimal(text, 4, '.')).toEqual({ value: exact });
      }
    }),
    { seed: 7, numRuns: 300 },
  );
});
