import { describe, expect, test } from 'vitest';
import { roles } from '../../../lake/governance/roles.ts';
import { changesBetween } from '../../../runtime/definition/diff/diff.ts';
import { before, definition, linesOf, next } from './definitions.ts';

describe('of roles', () => {
  const { analyst, data_engineer } = roles;
  const all = { analyst, data_engineer };
  const seen = (columns: string[]) => ({
    analyst: { 'curated.pupils': columns },
    data_engineer: { 'curated.pupils': Object.keys(before.columns) },
  });
  const lines = (was: object, is: object) => linesOf(changesBetween(definition(was), definition(is)));

  test('what one sees of what there was and is', () => {
    expect(lines({ roles: all, access: seen(['nick']) }, { roles: all, access: seen(['score']) })).toEqual([
      'privacy roles.analyst: sees score of pupils',
      'privacy roles.analyst: sees nick of pupils no longer',
    ]);
  });

  test('what one may know', () => {
    const bolder = { ...analyst, sees: { ...analyst.sees, student: ['contact'] } };
    const was = { roles: all, access: seen([]) };
    expect(lines(was, { ...was, roles: { ...all, analyst: bolder } })).toEqual([
      'privacy roles.analyst: may know other things, or of others',
    ]);
    expect(lines(was, { ...was, roles: { ...all, analyst: { ...analyst, es: 'X' } } })).toEqual([
      'wording roles.analyst: described otherwise',
    ]);
    expect(lines(was, { ...was, roles: { data_engineer } })).toEqual([
      'breaking roles.analyst: role removed',
    ]);
    expect(lines({ ...was, roles: { data_engineer } }, was)).toEqual(['privacy roles.analyst: role added']);
  });

  test('a column of another name is the one that it was', () => {
    const { nick, ...others } = before.columns;
    const renamed = next({ columns: { ...others, nick: nick as never, alias: nick as never } });
    const { nick: _, ...columns } = renamed.columns;
    const after = { ...renamed, columns: { ...columns, alias: { ...nick, formerly: 'nick' } } } as never;
    const found = lines(
      { roles: all, access: seen(['nick']) },
      {
        contracts: { pupils: after },
        roles: all,
        access: {
          analyst: { 'curated.pupils': ['alias'] },
          data_engineer: { 'curated.pupils': ['alias', ...Object.keys(others)] },
        },
      },
    );
    expect(found.filter((line) => line.includes('roles.'))).toEqual([]);
  });
});
