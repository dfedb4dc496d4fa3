import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnType } from '../../../datasets/columns.ts';
import { postgresReaders } from '../../../ingestion/postgres/readers.ts';

const read = (type: ColumnType, text: string, hints: { zone?: string; separator?: string } = {}) =>
  postgresReaders[type.kind](text, type, hints).value;
const unreadable = undefined;
const money: ColumnType = { kind: 'decimal', precision: 18, scale: 2 };

describe('whole numbers', () => {
  test.each([
    ['0', '0'],
    ['-1', '-1'],
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['007', '7'],
    ['5.00', '5'],
    ['1e+06', '1000000'],
    ['-0', '0'],
    ['5.01', unreadable],
    ['NaN', unreadable],
    ['', unreadable],
    ['siete', unreadable],
  ])('%j is %j', (text, value) => {
    expect(read({ kind: 'integer' }, text)).toBe(value);
  });
});

describe('decimals', () => {
  test.each([
    ['7.5', '7.50'],
    ['7', '7.00'],
    ['7.500', '7.50'],
    ['-0.10', '-0.10'],
    ['-0.00', '0.00'],
    ['.5', '0.50'],
    ['1234567890123456.78', '1234567890123456.78'],
    ['1.5e-01', '0.15'],
    ['1.5e+2', '150.00'],
    ['7.505', unreadable],
    ['1e-05', unreadable],
    ['NaN', unreadable],
    ['Infinity', unreadable],
    ['', unreadable],
    ['.', unreadable],
  ])('%j is %j', (text, value) => {
    expect(read(money, text)).toBe(value);
  });

  test('no digit other than zero is ever lost', () => {
    const digits = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
    fc.assert(
      fc.property(digits, fc.nat(6), fc.nat(6), (number, places, scale) => {
        const text = pointed(number, places);
        const value = read({ kind: 'decimal', precision: 18, scale }, text) as string | undefined;
        const back = value === undefined ? null : BigInt(value.replace('.', ''));
        const exact = (number * 10n ** BigInt(scale)) % 10n ** BigInt(places) === 0n;
        expect(back).toBe(exact ? (number * 10n ** BigInt(scale)) / 10n ** BigInt(places) : null);
      }),
      { seed: 7 },
    );
  });
});

describe('booleans', () => {
  test.each([
    ['t', true],
    ['f', false],
    ['true', unreadable],
    ['S', unreadable],
  ])('%j is %j', (text, value) => {
    expect(read({ kind: 'boolean' }, text)).toBe(value);
  });
});

describe('days', () => {
  test.each([
    ['2024-02-29', '2024-02-29'],
    ['1800-01-01', '1800-01-01'],
    ['2150-12-31', '2150-12-31'],
    ['2024-02-29 00:00:00', '2024-02-29'],
    ['2024-02-29 00:00:01', unreadable],
    ['infinity', unreadable],
    ['0044-03-15 BC', unreadable],
    ['10000-01-01', unreadable],
  ])('%j is %j', (text, value) => {
    expect(read({ kind: 'date' }, text)).toBe(value);
  });
});

describe('instants', () => {
  test.each([
    ['2024-03-01 12:34:56+00', '2024-03-01T12:34:56.000000Z'],
    ['2024-03-01 12:34:56.1+00', '2024-03-01T12:34:56.100000Z'],
    ['2024-03-01 12:34:56.123456+02', '2024-03-01T10:34:56.123456Z'],
    ['2024-03-01 12:34:56.000001-05:30', '2024-03-01T18:04:56.000001Z'],
    ['1800-01-01 00:00:00-04:56:16', '1800-01-01T04:56:16.000000Z'],
    ['0001-01-01 00:00:00+00', '0001-01-01T00:00:00.000000Z'],
    ['9999-12-31 23:59:59.999999+00', '9999-12-31T23:59:59.999999Z'],
    ['9999-12-31 23:59:59-01', unreadable],
    ['infinity', unreadable],
    ['0044-03-15 00:00:00+00 BC', unreadable],
    ['2024-03-01 12:34:56', unreadable],
  ])('%j is %j', (text, value) => {
    expect(read({ kind: 'timestamp' }, text)).toBe(value);
  });

  test.each([
    ['winter', '2026-01-15 09:00:00', '2026-01-15T08:00:00.000000Z'],
    ['summer', '2026-07-15 09:00:00.5', '2026-07-15T07:00:00.500000Z'],
    ['skipped by the clock: as before it', '2026-03-29 02:30:00', '2026-03-29T01:30:00.000000Z'],
    ['happening twice: the second', '2026-10-25 02:30:00', '2026-10-25T01:30:00.000000Z'],
    ['before there were zones', '1800-06-01 12:00:00', '1800-06-01T12:14:44.000000Z'],
    ['far ahead', '2150-07-01 12:00:00', '2150-07-01T10:00:00.000000Z'],
  ])('a wall clock of Madrid: %s', (_, text, value) => {
    expect(read({ kind: 'timestamp' }, text, { zone: 'Europe/Madrid' })).toBe(value);
  });
});

describe('lists', () => {
  const texts: ColumnType = { kind: 'list', of: { kind: 'text' } };
  test.each([
    ['{}', []],
    ['{a,b}', ['a', 'b']],
    ['{"b c","x,y","{z}"}', ['b c', 'x,y', '{z}']],
    ['{"say \\"hi\\"","back\\\\slash",""}', ['say "hi"', 'back\\slash', '']],
    ['{"NULL",Núñez,😀}', ['NULL', 'Núñez', '😀']],
    ['[0:1]={a,b}', ['a', 'b']],
    ['{a,NULL}', unreadable],
    ['{a,{b}}', unreadable],
    ['{a', unreadable],
    ['{a}}', unreadable],
    ['a,b', unreadable],
  ])('%s', (text, value) => {
    expect(read(texts, text)).toEqual(value);
  });

  test('items are read by their type, at any depth', () => {
    const numbers: ColumnType = { kind: 'list', of: { kind: 'list', of: money } };
    expect(read(numbers, '{{1,2.5},{3}}')).toEqual([['1.00', '2.50'], ['3.00']]);
    expect(read(numbers, '{{1,x}}')).toBeUndefined();
  });

  test('a cell with a separator is a list too', () => {
    expect(read(texts, '1ESO; 2ESO', { separator: ';' })).toEqual(['1ESO', '2ESO']);
    expect(read(texts, ' ', { separator: ';' })).toEqual([]);
  });

  test('whatever the items are, they come back', () => {
    const written = (items: string[]) =>
      `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (items) => {
        expect(read(texts, written(items))).toEqual(items);
      }),
      { seed: 7 },
    );
  });
});

test('text and JSON pass as they are', () => {
  expect(read({ kind: 'text' }, ' \uFEFF\t "x" ')).toBe(' \uFEFF\t "x" ');
  expect(read({ kind: 'json' }, '{"n": 12345678901234567890.10}')).toBe('{"n": 12345678901234567890.10}');
});

/** `1234` with two places is `12.34`. */
function pointed(number: bigint, places: number): string {
  const sign = number < 0n ? '-' : '';
  const digits = (number < 0n ? -number : number).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return places === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-places)}`;
}
