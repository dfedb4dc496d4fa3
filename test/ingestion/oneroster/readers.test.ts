import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnType } from '../../../datasets/columns.ts';
import { brokenRule } from '../../../datasets/values.ts';
import { oneRosterReaders as readers } from '../../../ingestion/oneroster/readers.ts';

const decimal = { kind: 'decimal', precision: 9, scale: 4 } as const;
const userIds = {
  kind: 'list',
  of: { kind: 'struct', fields: { type: { kind: 'text' }, identifier: { kind: 'text' } } },
} as const satisfies ColumnType;

describe('booleans', () => {
  test.each(['true', 'TRUE', ' True', 'yes', 'Y', '1', 't', 'Sí', 'VERDADERO'])('%s is true', (text) => {
    expect(readers.boolean(text, { kind: 'boolean' }, {}).value).toBe(true);
  });
  test.each(['false', 'FALSE', 'no', 'N', '0', 'F', 'Falso'])('%s is false', (text) => {
    expect(readers.boolean(text, { kind: 'boolean' }, {}).value).toBe(false);
  });
  test.each(['', 'maybe', '2', 'constructor'])('"%s" cannot be read', (text) => {
    expect(readers.boolean(text, { kind: 'boolean' }, {}).value).toBeUndefined();
  });
  test('only other spellings than true and false are repairs', () => {
    expect(readers.boolean('true', { kind: 'boolean' }, {})).toEqual({ value: true });
    expect(readers.boolean('TRUE', { kind: 'boolean' }, {})).toEqual({
      value: true,
      repair: 'boolean written otherwise',
    });
  });
});

describe('dates', () => {
  test.each([
    ['2021-05-28', '2021-05-28', undefined],
    [' 2021-05-28', '2021-05-28', 'spaces around a date'],
    ['2021-05-28T00:00:00.000Z', '2021-05-28', 'time of day cut off'],
    ['2021-5-8', '2021-05-08', 'date without its zeros'],
    ['2021/05/28', '2021-05-28', 'date written Y/M/D'],
    ['20210528', '2021-05-28', 'date written YYYYMMDD'],
    ['28.5.2021', '2021-05-28', 'date written D.M.Y'],
  ])('%s is %s', (text, value, repair) => {
    expect(readers.date(text, { kind: 'date' }, {})).toEqual(repair ? { value, repair } : { value });
  });
  test.each(['5/28/2021', '5/28/21', 'mañana', '2021'])('%s cannot be read', (text) => {
    expect(readers.date(text, { kind: 'date' }, {}).value).toBeUndefined();
  });
  test('a day that no month has is read and then refused by its type', () => {
    const { value } = readers.date('31.2.2021', { kind: 'date' }, {});
    expect(brokenRule({ kind: 'date' }, value)).toBe('is not a date YYYY-MM-DD');
  });
});

describe('instants', () => {
  test.each([
    ['2026-09-01T10:20:30.123Z', '2026-09-01T10:20:30.123000Z', undefined],
    ['2026-09-01T10:20:30.123456Z', '2026-09-01T10:20:30.123456Z', undefined],
    ['2026-09-01T10:20:30+02:00', '2026-09-01T08:20:30.000000Z', undefined],
    ['2026-09-01 10:20', '2026-09-01T10:20:00.000000Z', 'time without a zone read as UTC'],
    ['2026-09-01', '2026-09-01T00:00:00.000000Z', 'day read as its first moment'],
  ])('%s is %s', (text, value, repair) => {
    expect(readers.timestamp(text, { kind: 'timestamp' }, {})).toEqual(
      repair ? { value, repair } : { value },
    );
  });
  test('what is no instant cannot be read', () => {
    expect(readers.timestamp('2026-13-01T00:00:00Z', { kind: 'timestamp' }, {}).value).toBeUndefined();
  });
});

describe('numbers', () => {
  test.each([
    ['90', '90.0000', undefined],
    ['90.50', '90.5000', undefined],
    ['+.5', '0.5000', undefined],
    ['-0', '0.0000', undefined],
    ['007', '7.0000', undefined],
    ['8.500000', '8.5000', undefined],
    ['8,5', '8.5000', 'decimal comma'],
    ['33.33335', '33.3334', 'rounded to 4 fraction digits'],
    ['-9.99995', '-10.0000', 'rounded to 4 fraction digits'],
    ['0.00004', '0.0000', 'rounded to 4 fraction digits'],
  ])('%s is %s', (text, value, repair) => {
    expect(readers.decimal(text, decimal, {})).toEqual(repair ? { value, repair } : { value });
  });
  test.each(['', '.', '-', 'A+', '1e3', '1.2.3', '1 000'])('"%s" cannot be read', (text) => {
    expect(readers.decimal(text, decimal, {}).value).toBeUndefined();
  });
  test('whole numbers keep 64 bits', () => {
    expect(readers.integer('9223372036854775807', { kind: 'integer' }, {})).toEqual({
      value: '9223372036854775807',
    });
    expect(readers.integer('2021.0', { kind: 'integer' }, {})).toEqual({ value: '2021' });
  });
  test('of any form become canonical, and stay what they are', () => {
    const number = fc.tuple(
      fc.bigInt(-99999n, 99999n),
      fc.stringMatching(/^\d{0,4}$/),
      fc.stringMatching(/^0{0,3}$/),
    );
    fc.assert(
      fc.property(number, ([whole, fraction, zeros]) => {
        const { value, repair } = readers.decimal(`${whole}.${fraction}${zeros}`, decimal, {});
        expect(brokenRule(decimal, value)).toBeNull();
        expect(Number(value)).toBe(Number(`${whole}.${fraction}0`));
        expect(repair).toBeUndefined();
      }),
      { seed: 3 },
    );
  });
});

describe('lists', () => {
  const texts = { kind: 'list', of: { kind: 'text' } } as const;
  test('are separated by commas', () => {
    expect(readers.list('a,b', texts, {})).toEqual({ value: ['a', 'b'] });
    expect(readers.list('a, b,', texts, {})).toEqual({ value: ['a', 'b'], repair: 'empty items left out' });
  });
  test('of identifiers hold pairs', () => {
    expect(readers.list('{Local:863},{LDAP:cn=x,dc=y}', userIds, {})).toEqual({
      value: [
        { type: 'Local', identifier: '863' },
        { type: 'LDAP', identifier: 'cn=x,dc=y' },
      ],
    });
  });
  test('of identifiers without types are read', () => {
    expect(readers.list('74727075', userIds, {})).toEqual({
      value: [{ type: null, identifier: '74727075' }],
      repair: 'identifier without its type',
    });
  });
  test('with half a brace cannot be read', () => {
    expect(readers.list('{Local:863', userIds, {}).value).toBeUndefined();
  });
});

test('whatever a cell holds, what is read from it is canonical or nothing', () => {
  const types: ColumnType[] = [
    { kind: 'boolean' },
    { kind: 'timestamp' },
    { kind: 'integer' },
    decimal,
    userIds,
  ];
  const cells = fc.oneof(fc.string(), fc.stringMatching(/^[\d/.,:TZ{} +-]{1,25}$/));
  fc.assert(
    fc.property(fc.constantFrom(...types), cells, (type, cell) => {
      const { value } = readers[type.kind](cell, type, {});
      // Numbers may be too large for their column; their form is right.
      const rule = value === undefined ? null : brokenRule(type, value);
      expect(rule === null || /digits$|64 bits$/.test(rule)).toBe(true);
    }),
    { seed: 4, numRuns: 500 },
  );
});
