import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessOf } from '../../../analytics/governance/access.ts';
import { seenBy, seenSql, seenTables } from '../../../analytics/governance/seen.ts';
import { martsOf } from '../../../analytics/marts.ts';
import { translate } from '../../../analytics/sql/translate.ts';
import { views } from '../../../analytics/views.ts';
import { UserError } from '../../../base/errors.ts';
import { catalog } from '../../../datasets/catalog.ts';
import { hiddenFrom, revealsIn } from '../../../lake/governance/reveals.ts';
import { roleNames, roles } from '../../../lake/governance/roles.ts';

const marts = martsOf(catalog);
const known = Object.fromEntries(
  roleNames.map((role) => {
    const access = accessOf(catalog, marts, roles[role]);
    return [role, { access, tables: seenTables(marts, access) }];
  }),
);
const tables = [
  ...Object.keys(catalog).map((name) => `curated.${name}`),
  ...views.map(({ name }) => `marts.${name}`),
];

/** Places in a statement where a column may stand. */
const places = [
  (t: string, c: string) => `SELECT ${c} FROM ${t}`,
  (t: string, c: string) => `SELECT count(*) FROM ${t} WHERE ${c} IS NULL`,
  (t: string, c: string) => `SELECT 1 FROM ${t} ORDER BY ${c}`,
  (t: string, c: string) => `SELECT count(*) FROM ${t} GROUP BY ${c}`,
  (t: string, c: string) => `SELECT count(${c}) FROM ${t} AS x`,
  (t: string, c: string) => `WITH q AS (SELECT ${c} AS n FROM ${t}) SELECT n FROM q`,
  (t: string, c: string) => `SELECT count(*) FROM ${t} a JOIN ${t} b ON a.${c} IS NULL`,
  (t: string, c: string) => `SELECT (SELECT count(x.${c}) FROM ${t} x)`,
];

const asked = fc
  .record({
    role: fc.constantFrom(...roleNames),
    table: fc.constantFrom(...tables),
    place: fc.constantFrom(...places),
  })
  .chain(({ role, table, place }) => {
    const columns = (marts.of(table)?.columns ?? []).map(({ name }) => name);
    return fc.record({
      role: fc.constant(role),
      table: fc.constant(table),
      place: fc.constant(place),
      column: fc.constantFrom(...columns),
    });
  });

test('a statement can name exactly the columns that its role sees, wherever it names them', () => {
  fc.assert(
    fc.property(asked, ({ role, table, place, column }) => {
      const isSeen = known[role]?.access.of(table).columns.get(column)?.isSeen === true;
      expect({ role, table, column, runs: runs(role, place(table, `"${column}"`)) }).toEqual({
        role,
        table,
        column,
        runs: isSeen,
      });
    }),
    { numRuns: 1500, seed: 1 },
  );
});

function runs(role: string, sql: string): boolean {
  try {
    translate(sql, known[role]?.tables as ReturnType<typeof seenTables>);
    return true;
  } catch (error) {
    if (error instanceof UserError && /cannot be resolved|does not exist/.test(error.message)) return false;
    throw error;
  }
}

test('of a dataset a role sees what its contract reveals to it, and nothing else', () => {
  for (const role of roleNames) {
    for (const contract of Object.values(catalog)) {
      const { columns } = known[role]?.access.of(`curated.${contract.name}`) ?? {};
      for (const column of Object.keys(contract.columns)) {
        const hidden = hiddenFrom(roles[role], revealsIn(contract, column));
        expect(columns?.get(column)?.isSeen, `${role} ${contract.name}.${column}`).toBe(hidden.length === 0);
      }
    }
  }
});

describe('what a role sees of a mart', () => {
  const seen = (role: (typeof roleNames)[number], view: string) =>
    [...(known[role]?.access.of(`marts.${view}`).columns ?? [])].map(
      ([name, { isSeen, why }]) => `${isSeen ? '' : 'not '}${name}: ${why}`,
    );

  test('a figure of a group, where the view says of how many people it is', () => {
    expect(seen('analyst', 'chronic_absence_by_grade')).toEqual([
      'school_id: reveals nothing',
      'school_name: reveals nothing',
      'school_year: reveals nothing',
      'grade: reveals nothing',
      'students: reveals nothing',
      'chronic_students: group',
      'chronic_share: group',
    ]);
  });

  test('no figure of one person', () => {
    expect(seen('analyst', 'class_students').filter((line) => line.startsWith('not '))).toEqual([
      'not student_id: may not know',
      'not student_name: may not know',
      'not absent_days: may not know',
      'not attendance_rate: may not know',
      'not is_chronic: may not know',
      'not mean_score: may not know',
      'not risk: may not know',
    ]);
  });

  test('everything, for whoever may know it of the people', () => {
    expect(seen('headmaster', 'class_students').every((line) => !line.startsWith('not '))).toBe(true);
  });
});

test('a view of the role has its columns, and groups that are large enough', () => {
  const { access, tables: seen } = known.analyst as (typeof known)[string];
  const translated = translate('SELECT grade FROM marts.attendance_bands', seen);
  expect(translated.duckdb).toContain('"seen"."marts.attendance_bands"');
  expect(seenSql(seenBy(translated, access), 10).map((sql) => sql.replaceAll(/\s+/g, ' '))).toEqual([
    'CREATE SCHEMA seen',
    'CREATE TABLE seen."marts.attendance_bands" AS SELECT "school_id", "school_name", "school_year", "grade", ' +
      '"attendance_band", "students" FROM marts."attendance_bands" WHERE "students" >= 10',
  ]);
});

test('a view of groups says of how many people by one of its own columns', () => {
  for (const { name, people } of views) {
    if (people === null) continue;
    expect(marts.view(name)?.columns.find((column) => column.name === people)?.type.kind, name).toBe(
      'bigint',
    );
  }
});
