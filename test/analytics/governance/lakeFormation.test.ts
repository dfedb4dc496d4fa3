import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roleEngine } from '../../../analytics/engine/role.ts';
import { accessOf } from '../../../analytics/governance/access.ts';
import { martsOf } from '../../../analytics/marts.ts';
import { catalog } from '../../../datasets/catalog.ts';
import type { Contract } from '../../../datasets/contract.ts';
import { orgs } from '../../../datasets/orgs.ts';
import { schoolEnrollments } from '../../../datasets/school_enrollments.ts';
import { students } from '../../../datasets/students.ts';
import { curatedFields } from '../../../lake/curation/schema.ts';
import { type Cell, exactObjects } from '../../../lake/exact.ts';
import { type LakeFormation, lakeFormation } from '../../../lake/governance/lakeFormation.ts';
import { type RoleName, roleNames, roles } from '../../../lake/governance/roles.ts';
import { viewsOf } from '../../../lake/sql/views.ts';
import type { TestLake } from '../../lake/support.ts';
import { lakeOfTwoSchools, schools, unlogged } from './school.ts';

const contracts: Readonly<Record<string, Contract>> = catalog;
const compiled = lakeFormation(contracts, schools);

describe('compiled, as data', () => {
  const small = lakeFormation({ orgs, students }, ["o'brien"]);

  test('columns that nobody tagged are seen by nobody', () => {
    expect(small.assignments.slice(0, 3)).toEqual([
      { database: 'curated', tags: { reveals: 'unclassified', scope: 'school' } },
      { database: 'governed', tags: { reveals: 'unclassified', scope: 'school' } },
      { database: 'raw', tags: { reveals: 'everything', scope: 'school' } },
    ]);
    expect(small.grants.some(({ expression }) => expression.reveals.includes('unclassified'))).toBe(false);
  });

  test('a column has the tag of what it reveals', () => {
    const tagged = small.assignments.filter(({ column = '' }) =>
      ['student_id', 'notes', 'grades', '_student_pid'].includes(column),
    );
    expect(tagged).toEqual([
      { database: 'curated', table: 'students', column: 'student_id', tags: { reveals: 'student_identity' } },
      { database: 'curated', table: 'students', column: 'grades', tags: { reveals: 'nothing' } },
      { database: 'curated', table: 'students', column: 'notes', tags: { reveals: 'student_sensitive' } },
      { database: 'curated', table: 'students', column: '_student_pid', tags: { reveals: 'nothing' } },
    ]);
    expect(small.assignments).toContainEqual({
      database: 'curated',
      table: 'orgs',
      tags: { scope: 'shared' },
    });
  });

  test('a role of all schools has an expression, one of schools only for what is shared', () => {
    expect(small.grants.find(({ role }) => role === 'analyst')).toEqual({
      role: 'analyst',
      expression: { reveals: ['nothing'], scope: ['shared', 'school'] },
    });
    expect(small.grants.find(({ role }) => role === 'counsellor')).toEqual({
      role: 'counsellor',
      expression: {
        reveals: [
          'nothing',
          'student_identity',
          'student_contact',
          'student_sensitive',
          'guardian_identity',
          'guardian_contact',
          'teacher_identity',
        ],
        scope: ['shared'],
      },
    });
  });

  test('and filters of rows that compare a column with a constant', () => {
    expect(small.filters.map(({ columns, ...filter }) => filter)).toContainEqual({
      name: "registrar_students_o'brien",
      role: 'registrar',
      school: "o'brien",
      database: 'governed',
      table: 'students',
      rows: "_school_id = 'o''brien'",
    });
    for (const { rows } of compiled.filters) expect(rows).toMatch(/^(_school_id|school_id) = '[a-z]+'$/);
    expect(new Set(compiled.filters.map(({ name }) => name)).size).toBe(compiled.filters.length);
  });

  test('a dataset that reaches its schools over a bridge is copied once a school', () => {
    expect(small.copies).toEqual([
      {
        database: 'governed',
        table: 'students',
        sql: `SELECT t.*, b.school_id AS _school_id FROM curated.students t
JOIN (SELECT DISTINCT "student_id", school_id FROM curated.school_enrollments WHERE school_id IS NOT NULL) b ON b."student_id" = t."student_id"`,
      },
    ]);
  });

  test('every tag that is assigned or granted has a key and a value that there is', () => {
    const known = Object.fromEntries(compiled.tags.map(({ key, values }) => [key, values]));
    const used = [
      ...compiled.assignments.map(({ tags }) => Object.entries(tags).map(([key, value]) => [key, [value]])),
      ...compiled.grants.map(({ expression }) => Object.entries(expression)),
    ].flat() as [string, string[]][];
    for (const [key, values] of used) expect(known[key]).toEqual(expect.arrayContaining(values));
  });
});

/** The columns of a table that Lake Formation lets a role see, by its tags or by a filter of its own. */
function lakeFormationSees(role: RoleName, database: string, table: string, columns: readonly string[]) {
  const tagsOf = (column: string) =>
    Object.assign(
      {},
      ...compiled.assignments
        .filter((each) => each.database === database)
        .filter((each) => each.table === undefined || each.table === table)
        .filter((each) => each.column === undefined || each.column === column)
        .map(({ tags }) => tags),
    ) as Record<string, string>;
  const { expression } = compiled.grants.find(
    (grant) => grant.role === role,
  ) as LakeFormation['grants'][number];
  const granted = columns.filter((column) =>
    Object.entries(expression).every(([key, values]) => values.includes(tagsOf(column)[key] as string)),
  );
  const filter = compiled.filters.find((each) => each.role === role && each.table === table);
  return [...new Set([...granted, ...(filter?.columns ?? [])])].sort();
}

describe.each(roleNames)('%s', (role) => {
  const access = accessOf(catalog, martsOf(catalog), roles[role]);
  const here = (table: string) =>
    [...access.of(table).columns].filter(([, { isSeen }]) => isSeen).map(([column]) => column);

  test('sees the same columns of every dataset there as here', () => {
    for (const contract of Object.values(catalog)) {
      const columns = curatedFields(contract).map(({ name }) => name);
      expect({ of: contract.name, sees: lakeFormationSees(role, 'curated', contract.name, columns) }).toEqual(
        {
          of: contract.name,
          sees: here(`curated.${contract.name}`).sort(),
        },
      );
    }
  });

  test('and of the raw zone', () => {
    expect(lakeFormationSees(role, 'raw', 'changes', ['row', 'extra', 'seq'])).toEqual(
      here('raw.changes')
        .filter((column) => ['row', 'extra', 'seq'].includes(column))
        .sort(),
    );
  });
});

describe('rows', () => {
  let lake: TestLake;
  beforeAll(async () => {
    lake = await lakeOfTwoSchools();
    // A student of both schools, one of none, and one whose school is not known.
    const [student] = await lake.rows(students);
    const [enrolment] = await lake.rows(schoolEnrollments);
    const put = (student_id: string, ...of: (string | null)[]) => {
      lake.bus.put(students, student_id, { ...own(student), student_id });
      for (const school_id of of) {
        const school_enrollment_id = `${student_id} ${school_id}`;
        const row = { ...own(enrolment), school_enrollment_id, student_id, school_id };
        lake.bus.put(schoolEnrollments, school_enrollment_id, row);
      }
    };
    put('both', 'norte', 'sur', 'sur');
    put('nobody');
    put('unknown', null);
    await lake.settle(students);
    await lake.settle(schoolEnrollments);
  });
  afterAll(() => lake.close());

  const own = (row: Record<string, Cell> | undefined) =>
    Object.fromEntries(Object.entries(row ?? {}).filter(([name]) => !name.startsWith('_')));

  test.each(schools)(
    'of %s are the same there as here, of every dataset and every role of schools',
    async (school) => {
      const lakeAt = { dirs: lake.dirs, contracts: catalog };
      const connection = await lake.engine.connect();
      try {
        await connection.run('CREATE SCHEMA curated; CREATE SCHEMA governed');
        const tables = await viewsOf(
          lakeAt,
          Object.keys(catalog).map((name) => `curated.${name}`),
          undefined,
        );
        for (const { name, from } of tables)
          await connection.run(`CREATE VIEW curated.${name} AS SELECT * FROM ${from}`);
        for (const { table, sql } of compiled.copies)
          await connection.run(`CREATE VIEW governed.${table} AS ${sql}`);
        for (const { role, database, table, rows, ...filter } of compiled.filters) {
          if (filter.school !== school) continue;
          const { key } = contracts[table] as Contract;
          // Where the key itself is hidden, rows are told by how many there are.
          const what = filter.columns.includes(key) ? key : `'row' AS "${key}"`;
          const there = await exactObjects(
            connection,
            `SELECT ${what} FROM ${database}.${table} WHERE ${rows} ORDER BY 1`,
          );
          const answer = await roleEngine(lakeAt, { role, schools: [school] }, unlogged).run(
            `SELECT ${what} FROM ${table} ORDER BY 1`,
            { threads: 1 },
          );
          const here: unknown[] = [];
          for await (const batch of answer.batches()) here.push(...batch.map(([cell]) => ({ [key]: cell })));
          await answer.close();
          expect({ role, table, rows: here }).toEqual({ role, table, rows: there });
          if (table === 'students')
            expect(there.map((row) => row.student_id)).toEqual(['both', `students-${school}`]);
        }
      } finally {
        await connection.run('DROP SCHEMA governed CASCADE; DROP SCHEMA curated CASCADE');
        connection.closeSync();
      }
    },
  );
});
