import { describe, expect, test } from 'vitest';
import type { UserError } from '../../../base/errors.ts';
import { catalog } from '../../../datasets/catalog.ts';
import type { Query } from '../../../query/language/ast.ts';
import { bindQuery } from '../../../query/language/bind.ts';
import { parseFacets, parseFilter, parseInclude, parseSort } from '../../../query/language/parse.ts';
import { relationsOf } from '../../../query/language/relations.ts';
import { contracts } from '../contracts.ts';

const pupils = (where: string): Query => ({ dataset: 'pupils', where: parseFilter(where) });

function refused(query: Query): [string, string | undefined, number] {
  try {
    bindQuery(contracts, query);
  } catch (error) {
    const { message, hint, exitCode } = error as UserError;
    return [message, hint, exitCode];
  }
  throw new Error('nothing was refused');
}

function boundValue(where: string): unknown {
  const bound = bindQuery(contracts, pupils(where)).where;
  return bound && 'value' in bound ? bound.value : bound && 'values' in bound ? bound.values : null;
}

describe('values are read by the type of their column', () => {
  test.each([
    ['steps = +007', '7'],
    ['steps = -9223372036854775808', '-9223372036854775808'],
    ['score = 7', '7.0000'],
    ['score = -0.50000', '-0.5000'],
    ['score = -0', '0.0000'],
    ['score = 99999999999999.9999', '99999999999999.9999'],
    ['birth_date = 0001-01-01', '0001-01-01'],
    ['seen_at = 2026-03-31', '2026-03-31T00:00:00.000000Z'],
    ['seen_at = 2026-03-31T10:00Z', '2026-03-31T10:00:00.000000Z'],
    ['seen_at = 2026-01-01T00:30:00.5+02:00', '2025-12-31T22:30:00.500000Z'],
    ['seen_at = 1899-12-31T23:59:59.000001Z', '1899-12-31T23:59:59.000001Z'],
    ['enabled = true', true],
    ["enabled = 'false'", false],
    ["status in ('active', 'ext:other')", ['active', 'ext:other']],
    ['marks contains 05', '5'],
    ['home.area < 80.5', '80.50'],
    ['family_name = 12', '12'],
    ["family_name ^= 'NÚÑ'", 'nun'],
    ["pupil_id ^= 'Á-1'", 'Á-1'],
  ])('%s', (where, value) => {
    expect(boundValue(where)).toEqual(value);
  });
});

describe('what the contract does not know is refused', () => {
  test.each([
    ["famly_name = 'x'", 'pupils: there is no column "famly_name"', 'did you mean family_name?'],
    [
      "toString = 'x'",
      'pupils: there is no column "toString"',
      `there is ${Object.keys(contracts.pupils?.columns ?? {}).join(', ')}`,
    ],
    ["home.cty = 'x'", 'pupils.home: there is no field "cty"', 'did you mean city?'],
    ["status.x = 'x'", 'pupils.status has no fields', undefined],
    ["status = 'activ'", 'pupils.status: "activ" is none of its values', 'did you mean active?'],
    ["grades contains '11'", 'pupils.grades: "11" is none of its values', 'did you mean 10 or 08 or 09?'],
    [
      'steps = 9223372036854775808',
      'pupils.steps: "9223372036854775808" does not fit 64 bits',
      'write digits: 12',
    ],
    ['steps = 7.5', 'pupils.steps: "7.5" is not a whole number', 'write digits: 12'],
    [
      'score = 0.00001',
      'pupils.score: "0.00001" does not have exactly 4 fraction digits',
      'write digits with a point: 7.5',
    ],
    [
      'score = 100000000000000',
      'pupils.score: "100000000000000" has more than 18 digits',
      'write digits with a point: 7.5',
    ],
    [
      "seen_at = '2026-03-31T10:00'",
      'pupils.seen_at: "2026-03-31T10:00" is not an instant YYYY-MM-DDTHH:MM:SS.ffffffZ',
      'write 2026-03-31T10:00:00Z, with an offset (+02:00), or a day, which begins in UTC',
    ],
    ['enabled > true', 'pupils.enabled is true or false: it has no order', 'compare with = or !='],
    ['status = true', 'pupils.status: true is no text', "put it between quotes: 'true'"],
    ["grades = '09'", 'pupils.grades is a list', "ask with contains: grades contains '09'"],
    ["status contains 'active'", 'pupils.status is no list of values', 'compare a single value with ='],
    ["settings = '1'", 'pupils.settings is JSON', 'only is null can be asked of it'],
    ["home = '1'", 'pupils.home has fields', 'name one of them: home.city'],
    ["steps ^= '1'", 'pupils.steps is no text: it has no beginning', 'compare with >= and <'],
    [
      "text(status): 'x'",
      'pupils: full text does not read "status"',
      'there is given_name, family_name, email, notes, nicknames',
    ],
    ["has seat(group_id = 'x')", 'pupils: there is no relation "seat"', 'did you mean seats?'],
    ["has seats(grop_id = 'x')", 'seats: there is no column "grop_id"', 'did you mean group_id?'],
  ])('%s', (where, message, hint) => {
    expect(refused(pupils(where))).toEqual([message, hint, 2]);
  });

  test('a value of a column that says something of a person is not repeated', () => {
    expect(refused(pupils("birth_date = '31/12/2010'"))).toEqual([
      'pupils.birth_date: the value is not a date YYYY-MM-DD',
      'write 2026-03-31',
      2,
    ]);
  });

  test('datasets, orders, facets, related rows, limits and cursors', () => {
    expect(refused({ dataset: 'pupil' })).toEqual(['"pupil" is no dataset', 'did you mean pupils?', 2]);
    expect(refused({ dataset: 'pupils', sort: parseSort('grades') })[0]).toBe('pupils.grades is a list');
    expect(refused({ dataset: 'pupils', facets: parseFacets('settings') })[0]).toBe(
      'pupils.settings is JSON',
    );
    expect(refused({ dataset: 'bonds', text: 'x' })[0]).toBe('bonds has no text to search');
    expect(refused({ dataset: 'pupils', include: parseInclude('seats, seats') })[0]).toBe(
      'pupils: "seats" is attached twice',
    );
    expect(refused({ dataset: 'pupils', limit: 1001 })[0]).toBe(
      'the limit of a page is a whole number from 1 to 1000, not 1001',
    );
    expect(refused({ dataset: 'pupils', after: 'x' })[0]).toBe('the cursor does not belong to this query');
  });

  test('a filter of any size', () => {
    const many = Array.from({ length: 501 }, () => 'status is null').join(' or ');
    expect(refused(pupils(many))).toEqual([
      'a filter has more than 500 conditions',
      'list many values with in (...)',
      2,
    ]);
  });
});

describe('relations', () => {
  const named = (dataset: keyof typeof contracts) =>
    relationsOf(contracts, contracts[dataset] ?? expect.fail()).map(({ name, to }) => `${name} > ${to.name}`);

  test('forward by column, reverse by dataset, or by both where a dataset refers twice', () => {
    expect(named('pupils')).toEqual(['school_id > schools', 'bonds > bonds', 'seats > seats']);
    expect(named('guardians')).toEqual([
      'bonds > bonds',
      'groups.tutor_id > groups',
      'groups.deputy_id > groups',
    ]);
    expect(named('schools')).toEqual(['parent_school_id > schools', 'schools > schools', 'pupils > pupils']);
  });

  test('the long name is never wrong', () => {
    const where = parseFilter('has seats.pupil_id(has group_id(has term_ids))');
    expect(bindQuery(contracts, { dataset: 'pupils', where }).where?.kind).toBe('has');
  });

  test('a name with two meanings is refused', () => {
    expect(refused({ dataset: 'guardians', where: parseFilter('has groups') })).toEqual([
      'guardians: "groups" refers here more than once',
      'write groups.tutor_id or groups.deputy_id',
      2,
    ]);
  });

  test('every relation of the catalog is found by its name', () => {
    for (const contract of Object.values(catalog)) {
      for (const { name } of relationsOf(catalog, contract)) {
        const query = { dataset: contract.name, where: { kind: 'has', relation: name } as const };
        expect(bindQuery(catalog, query).where).toMatchObject({ kind: 'has', relation: { name } });
      }
    }
  });
});
