import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareBounds, cutLower, cutUpper, decodeBound, encodeBound } from '../../../lake/iceberg/bounds.ts';
import type { Bound, PrimitiveType } from '../../../lake/iceberg/types.ts';

const seed = 7;
const hex = (type: PrimitiveType, bound: Bound) => encodeBound(type, bound).toString('hex');

test.each<[PrimitiveType, Bound, string]>([
  ['boolean', false, '00'],
  ['boolean', true, '01'],
  ['long', '0', '0000000000000000'],
  ['long', '-2', 'feffffffffffffff'],
  ['long', '9223372036854775807', 'ffffffffffffff7f'],
  ['date', '1970-01-02', '01000000'],
  ['date', '1969-12-31', 'ffffffff'],
  ['date', '0001-01-01', 'c606f5ff'],
  ['date', '9999-12-31', 'a0c02c00'],
  ['timestamptz', '1970-01-01T00:00:00.000001Z', '0100000000000000'],
  ['timestamptz', '1969-12-31T23:59:59.999999Z', 'ffffffffffffffff'],
  ['string', 'Ñandú 😀', 'c391616e64c3ba20f09f9880'],
  ['string', '', ''],
  ['decimal(9, 2)', '0.00', '00'],
  ['decimal(9, 2)', '1.27', '7f'],
  ['decimal(9, 2)', '1.28', '0080'],
  ['decimal(9, 2)', '-1.28', '80'],
  ['decimal(9, 2)', '-1.29', 'ff7f'],
  ['decimal(18, 0)', '123456789012345678', '01b69b4ba630f34e'],
])('a bound of type %s: %s is %s', (type, bound, bytes) => {
  expect(hex(type, bound)).toBe(bytes);
  expect(decodeBound(type, Buffer.from(bytes, 'hex'))).toBe(bound);
});

test('every value comes back from its bytes', () => {
  const date = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
  const decimal = fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }).map((unscaled) => {
    const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(5, '0');
    return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
  });
  const micros = fc.integer({ min: 0, max: 999 }).map((number) => String(number).padStart(3, '0'));
  const value = fc.oneof(
    fc.tuple(fc.constant<PrimitiveType>('long'), long),
    fc.tuple(fc.constant<PrimitiveType>('decimal(18, 4)'), decimal),
    fc.tuple(fc.constant<PrimitiveType>('string'), fc.string({ unit: 'binary' })),
    fc.tuple(
      fc.constant<PrimitiveType>('date'),
      date.map((day) => day.toISOString().slice(0, 10)),
    ),
    fc.tuple(
      fc.constant<PrimitiveType>('timestamptz'),
      fc.tuple(date, micros).map(([at, rest]) => `${at.toISOString().slice(0, -1)}${rest}Z`),
    ),
  );
  fc.assert(
    fc.property(value, ([type, bound]) => {
      expect(decodeBound(type, encodeBound(type, bound))).toBe(bound);
    }),
    { seed, numRuns: 1000 },
  );
});

test('bytes of a type that a file had before, or of a year without a canonical form, are no bound', () => {
  expect(decodeBound('long', Buffer.from('01000000', 'hex'))).toBeNull();
  expect(decodeBound('date', Buffer.from('ffffff7f', 'hex'))).toBeNull();
  expect(decodeBound('timestamptz', Buffer.from('ffffffffffffff7f', 'hex'))).toBeNull();
});

test('texts are ordered by code point, not by UTF-16 unit; numbers by value', () => {
  expect(compareBounds('string', '\uff5e', '😀')).toBe(-1);
  expect(compareBounds('string', 'Z', 'a')).toBe(-1);
  expect(compareBounds('long', '-10', '9')).toBe(-1);
  expect(compareBounds('decimal(9, 2)', '10.00', '9.99')).toBe(1);
  expect(compareBounds('date', '1899-12-31', '1900-01-01')).toBe(-1);
  expect(compareBounds('boolean', true, true)).toBe(0);
});

test('a long text is cut to 16 characters below, and cut and rounded up above', () => {
  const long = 'Nuñez Peñaranda, María';
  expect(cutLower(long)).toBe('Nuñez Peñaranda,');
  expect(cutUpper(long)).toBe('Nuñez Peñaranda-');
  expect(cutUpper('Nuñez')).toBe('Nuñez');
});

test('rounding up skips the surrogates, carries over the last code point, and gives up when there is no more', () => {
  const last = '\u{10ffff}';
  expect(cutUpper(`${'a'.repeat(15)}\ud7ffz`)).toBe(`${'a'.repeat(15)}\ue000`);
  expect(cutUpper(`b${last.repeat(16)}`)).toBe('c');
  expect(cutUpper(last.repeat(17))).toBeNull();
});

test('cut bounds enclose the text and are at most 16 characters long', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const lower = cutLower(text);
      const upper = cutUpper(text);
      expect(compareBounds('string', lower, text)).toBeLessThanOrEqual(0);
      expect([...lower].length).toBeLessThanOrEqual(16);
      if (upper === null) return;
      expect(compareBounds('string', upper, text)).toBeGreaterThanOrEqual(0);
      expect([...upper].length).toBeLessThanOrEqual(16);
      expect(upper.isWellFormed()).toBe(true);
    }),
    { seed, numRuns: 1000 },
  );
});
