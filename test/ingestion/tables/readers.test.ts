import { expect, test } from 'vitest';
import type { ColumnType } from '../../../datasets/columns.ts';
import { tableReaders } from '../../../ingestion/tables/values/readers.ts';

const readers = tableReaders({ file: 'any', feeds: [], zone: 'Europe/Madrid' });
const read = (text: string, type: ColumnType, separator?: string) =>
  readers[type.kind](text, type, separator === undefined ? {} : { separator }).value;

const texts: ColumnType = { kind: 'list', of: { kind: 'text' } };
const identifiers: ColumnType = {
  kind: 'list',
  of: { kind: 'struct', fields: { type: { kind: 'text' }, identifier: { kind: 'text' } } },
};

test.each([
  ['true', true],
  ['Yes', true],
  [' sí ', true],
  ['1', true],
  ['FALSE', false],
  ['n', false],
  ['0', false],
  ['maybe', undefined],
  ['2', undefined],
  ['', undefined],
])('the boolean %j', (text, value) => {
  expect(read(text, { kind: 'boolean' })).toBe(value);
});

test('a text stays as it is, spaces and all', () => {
  expect(read('  María  del Mar ', { kind: 'text' })).toBe('  María  del Mar ');
});

test('a list is JSON, or has a separator', () => {
  expect(read('["a", "b, c"]', texts)).toEqual(['a', 'b, c']);
  expect(read('a| b |', texts, '|')).toEqual(['a', 'b']);
  expect(read('1|2.0', { kind: 'list', of: { kind: 'integer' } }, '|')).toEqual(['1', '2']);
  expect(read('a, b', texts)).toBeUndefined();
  expect(read('{"a":1}', texts)).toBeUndefined();
  expect(read('1|x', { kind: 'list', of: { kind: 'integer' } }, '|')).toBeUndefined();
});

test('a struct is a JSON object, and what it lacks is null', () => {
  expect(read('[{"type":"NIA","identifier":"123"},{"identifier":"x"}]', identifiers)).toEqual([
    { type: 'NIA', identifier: '123' },
    { type: null, identifier: 'x' },
  ]);
  expect(read('[{"type":["NIA"]}]', identifiers)).toBeUndefined();
  expect(read('["NIA"]', identifiers)).toBeUndefined();
});

test('a number in JSON beyond what JSON.parse keeps is unreadable', () => {
  const integers: ColumnType = { kind: 'list', of: { kind: 'integer' } };
  expect(read('[9007199254740991]', integers)).toEqual(['9007199254740991']);
  expect(read('[9007199254740993]', integers)).toBeUndefined();
});

test('times are those of the zone of the file', () => {
  expect(read('2022-01-03 10:00:00', { kind: 'timestamp' })).toBe('2022-01-03T09:00:00.000000Z');
});
