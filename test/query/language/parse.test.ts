import { describe, expect, test } from 'vitest';
import type { UserError } from '../../../base/errors.ts';
import { parseFacets, parseFilter, parseInclude, parseSort } from '../../../query/language/parse.ts';

function refused(parse: () => unknown): [string, string | undefined] {
  try {
    parse();
  } catch (error) {
    return [(error as UserError).message, (error as UserError).hint];
  }
  throw new Error('nothing was refused');
}

describe('filters', () => {
  test.each([
    ["status = 'active'", { kind: 'compare', path: 'status', operator: '=', value: 'active' }],
    ['steps >= -12', { kind: 'compare', path: 'steps', operator: '>=', value: '-12' }],
    ['birth_date<2010-01-31', { kind: 'compare', path: 'birth_date', operator: '<', value: '2010-01-31' }],
    [
      'seen_at > 2026-01-01T10:00:00.5+02:00',
      { kind: 'compare', path: 'seen_at', operator: '>', value: '2026-01-01T10:00:00.5+02:00' },
    ],
    ['enabled <> true', { kind: 'compare', path: 'enabled', operator: '!=', value: true }],
    ["name = 'O''Brien \"x\"'", { kind: 'compare', path: 'name', operator: '=', value: 'O\'Brien "x"' }],
    ['name = "O\'Brien"', { kind: 'compare', path: 'name', operator: '=', value: "O'Brien" }],
    ["status in ('a', 'b')", { kind: 'in', path: 'status', values: ['a', 'b'] }],
    ['notes IS NULL', { kind: 'null', path: 'notes' }],
    ['notes is not null', { kind: 'not', of: { kind: 'null', path: 'notes' } }],
    ["family_name ^= 'nu'", { kind: 'prefix', path: 'family_name', value: 'nu' }],
    ["grades contains '09'", { kind: 'contains', path: 'grades', value: '09' }],
    ["home.city = 'León'", { kind: 'compare', path: 'home.city', operator: '=', value: 'León' }],
    ["text: 'ana'", { kind: 'text', words: 'ana' }],
    ["text(title, notes): 'ana'", { kind: 'text', words: 'ana', columns: ['title', 'notes'] }],
    ["`text` = 'x'", { kind: 'compare', path: 'text', operator: '=', value: 'x' }],
    ['has seats', { kind: 'has', relation: 'seats' }],
    [
      "has bonds.pupil_id(has guardian_id(email = 'a@b'))",
      {
        kind: 'has',
        relation: 'bonds.pupil_id',
        where: {
          kind: 'has',
          relation: 'guardian_id',
          where: { kind: 'compare', path: 'email', operator: '=', value: 'a@b' },
        },
      },
    ],
  ])('%s', (text, filter) => {
    expect(parseFilter(text)).toEqual(filter);
  });

  test('"and" binds before "or", and "not" before both', () => {
    const is = (path: string) => ({ kind: 'null', path });
    expect(parseFilter('a is null or not b is null and c is null')).toEqual({
      kind: 'or',
      of: [is('a'), { kind: 'and', of: [{ kind: 'not', of: is('b') }, is('c')] }],
    });
    expect(parseFilter('(a is null or b is null) and c is null')).toEqual({
      kind: 'and',
      of: [{ kind: 'or', of: [is('a'), is('b')] }, is('c')],
    });
  });
});

describe('other parts of a query', () => {
  test('orders', () => {
    expect(parseSort('family_name, -steps nulls first, home.city DESC')).toEqual([
      { path: 'family_name', descending: false, nulls: 'last' },
      { path: 'steps', descending: true, nulls: 'first' },
      { path: 'home.city', descending: true, nulls: 'last' },
    ]);
  });

  test('facets', () => {
    expect(parseFacets('status, grades limit 50')).toEqual([
      { path: 'status' },
      { path: 'grades', limit: 50 },
    ]);
  });

  test('related rows, with conditions, an order, a limit, and their own related rows', () => {
    expect(parseInclude("bonds(guardian_id), seats[group_id = '12' sort seat_id limit 5](group_id)")).toEqual(
      [
        { relation: 'bonds', include: [{ relation: 'guardian_id' }] },
        {
          relation: 'seats',
          where: { kind: 'compare', path: 'group_id', operator: '=', value: '12' },
          sort: [{ path: 'seat_id', descending: false, nulls: 'last' }],
          limit: 5,
          include: [{ relation: 'group_id' }],
        },
      ],
    );
  });
});

describe('what cannot be read is refused with its place', () => {
  test.each([
    [
      '',
      'filter, position 1: a name was expected, found the end',
      "a condition begins with a column: grade = '09'",
    ],
    [
      'status = active',
      'filter, position 10: a value was expected, found "active"',
      "put text between quotes: 'Núñez'; numbers, dates, true and false need none",
    ],
    [
      'status = null',
      'filter, position 10: a value was expected, found "null"',
      'for missing values write is null or is not null',
    ],
    [
      "status = 'active",
      "filter, position 10: ' is never closed",
      "close it, and write ' twice where the text itself holds one",
    ],
    ['status = 1 # x', 'filter, position 12: "#" means nothing here', 'put values between quotes'],
    [
      'status',
      'filter, position 7: an operator was expected, found the end',
      "after a column: = != < <= > >= ^= 'beginning', in ('a', 'b'), is null, is not null, contains 'item'",
    ],
    [
      "(status = 'a'",
      'filter, position 14: ")" was expected, found the end',
      'join conditions with and, or; negate with not; group with parentheses',
    ],
    [
      "status = 'a' steps = 1",
      'filter, position 14: the end was expected, found "steps"',
      'join conditions with and, or; negate with not; group with parentheses',
    ],
    [
      "in = 'a'",
      'filter, position 1: a name was expected, found "in"',
      'put a name that is also a keyword between backticks: `in`',
    ],
  ])('%s', (text, message, hint) => {
    expect(refused(() => parseFilter(text))).toEqual([message, hint]);
  });

  test('nesting has an end', () => {
    const deep = `${'('.repeat(30)}status is null${')'.repeat(30)}`;
    expect(refused(() => parseFilter(deep))[0]).toBe(
      'filter, position 21: a filter of at most 20 levels was expected, found "("',
    );
  });

  test('a limit is a number from 1', () => {
    expect(refused(() => parseFacets('status limit 0'))[0]).toBe(
      'facet, position 14: a number from 1 was expected, found "0"',
    );
  });
});
