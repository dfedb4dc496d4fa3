import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Facet, Filter, Include, Sort } from '../../../query/language/ast.ts';
import { parseFacets, parseFilter, parseInclude, parseSort } from '../../../query/language/parse.ts';
import { printFacets, printFilter, printInclude, printSort } from '../../../query/language/print.ts';

const name = fc.oneof(
  fc.constantFrom('status', 'in', 'text', 'NULL', 'not', 'has', 'limit', 'true', 'x_1'),
  fc.string({ minLength: 1 }).filter((text) => !text.includes('.')),
);
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('.'));
const literal = fc.oneof(
  fc.boolean(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom("'", "''", '`', '5', 'true'),
);

const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({
      kind: fc.constant('compare' as const),
      path,
      operator: fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
      value: literal,
    }),
    fc.record({
      kind: fc.constant('in' as const),
      path,
      values: fc.array(literal, { minLength: 1, maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant('null' as const), path }),
    fc.record({ kind: fc.constant('prefix' as const), path, value: fc.string() }),
    fc.record({ kind: fc.constant('contains' as const), path, value: literal }),
    fc.record(
      {
        kind: fc.constant('text' as const),
        words: fc.string(),
        columns: fc.array(name, { minLength: 1, maxLength: 3 }),
      },
      { requiredKeys: ['kind', 'words'] },
    ),
    fc.record({
      kind: fc.constantFrom('and', 'or'),
      of: fc.array(tie('filter'), { minLength: 2, maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant('not' as const), of: tie('filter') }),
    fc.record(
      { kind: fc.constant('has' as const), relation: path, where: tie('filter') },
      { requiredKeys: ['kind', 'relation'] },
    ),
  ) as fc.Arbitrary<Filter>,
}));
const limit = fc.integer({ min: 1, max: 999_999_999 });
const sort: fc.Arbitrary<Sort[]> = fc.array(
  fc.record({ path, descending: fc.boolean(), nulls: fc.constantFrom('first', 'last') }),
  { minLength: 1, maxLength: 3 },
);
const facets: fc.Arbitrary<Facet[]> = fc.array(fc.record({ path, limit }, { requiredKeys: ['path'] }), {
  minLength: 1,
  maxLength: 3,
});
const { include } = fc.letrec<{ include: Include[] }>((tie) => ({
  include: fc.array(
    fc.oneof(
      { maxDepth: 3 },
      fc.record({ relation: path, where: filter, sort, limit }, { requiredKeys: ['relation'] }),
      fc.record({ relation: path, include: tie('include') }),
    ),
    { minLength: 1, maxLength: 2 },
  ) as fc.Arbitrary<Include[]>,
}));

describe('what is printed reads as what it was', () => {
  test('filters', () => {
    fc.assert(
      fc.property(filter, (value) => {
        expect(parseFilter(printFilter(value))).toEqual(value);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });
  test('orders', () => {
    fc.assert(
      fc.property(sort, (value) => {
        expect(parseSort(printSort(value))).toEqual(value);
      }),
      { seed: 2 },
    );
  });
  test('facets', () => {
    fc.assert(
      fc.property(facets, (value) => {
        expect(parseFacets(printFacets(value))).toEqual(value);
      }),
      { seed: 3 },
    );
  });
  test('related rows', () => {
    fc.assert(
      fc.property(include, (value) => {
        expect(parseInclude(printInclude(value))).toEqual(value);
      }),
      { seed: 4 },
    );
  });
});

test('a filter is printed as people write it', () => {
  const text =
    "not (status = 'active' or grades contains '09') and home.city is not null and has bonds(has guardian_id(text(name): 'o''b'))";
  expect(printFilter(parseFilter(text))).toBe(text);
});
