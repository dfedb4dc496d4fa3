import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  counts,
  openWorkbench,
  orphans,
  realBundles,
  rejects,
  repairs,
  type Workbench,
} from './workbench.ts';

let bench: Workbench;
beforeEach(() => {
  bench = openWorkbench();
});
afterEach(() => bench.close());

describe('edfi-lms-1.1', () => {
  test('loads with the surplus cells of its two teachers left out', async () => {
    const result = await bench.load(join(realBundles, 'edfi-lms-1.1'));
    expect([result.source, result.version]).toEqual(['oneroster:ClassLink/255901', '1.1']);
    expect(counts(result)).toEqual([
      'orgs: 2 0 0 0 0 0',
      'academic_sessions: 3 0 0 0 0 0',
      'courses: 2 0 0 0 0 0',
      'classes: 2 0 0 0 0 0',
      'teachers: 2 0 0 0 2 0',
      'students: 8 0 0 0 0 0',
      'demographics: 8 0 0 0 0 0',
      'guardians: 0 0 0 0 0 0',
      'school_enrollments: 8 0 0 0 0 0',
      'enrollments: 20 0 0 0 0 0',
      'teaching_assignments: 4 0 0 0 0 0',
      'guardianships: 0 0 0 0 0 0',
    ]);
    expect(repairs(result)).toEqual(['teachers.(row): surplus empty cells left out × 2 @ users.csv:10']);
    expect([rejects(result), orphans(result), result.notes, result.notMapped]).toEqual([[], [], [], []]);
  });

  test('says what a row says', async () => {
    await bench.load(join(realBundles, 'edfi-lms-1.1'));
    expect(bench.rows('students')['604918']).toMatchObject({
      given_name: 'Peter',
      middle_name: 'Ivan',
      phone: '(950) 434 7904',
      user_ids: [{ type: 'Local', identifier: '918' }],
      grades: ['09'],
      primary_org_id: '255901001',
      enabled_user: true,
    });
    expect(Object.keys(bench.rows('school_enrollments'))[0]).toBe(
      '604863:255901001:255901001_2021_2020-2021_SchoolYear',
    );
    expect(bench.rows('classes')['25590100101Trad120ENG112011']?.academic_session_ids).toEqual([
      '255901001_2021_2020-2021_Fall',
      '255901001_2021_2020-2021_Spring',
    ]);
  });
});

test('edfi-lms-1.0 loads with old header names, grades and capitals mended', async () => {
  const result = await bench.load(join(realBundles, 'edfi-lms-1.0'));
  expect([result.source, result.version]).toEqual(['oneroster:255901', '1.0']);
  expect(counts(result)).toEqual([
    'orgs: 2 0 0 0 0 0',
    'academic_sessions: 3 0 0 0 3 0',
    'courses: 2 0 0 0 4 0',
    'classes: 2 0 0 0 4 0',
    'teachers: 2 0 0 0 0 0',
    'students: 8 0 0 0 2 0',
    'demographics: 8 0 0 0 66 0',
    'guardians: 0 0 0 0 0 0',
    'school_enrollments: 8 0 0 0 0 0',
    'enrollments: 20 0 0 0 0 0',
    'teaching_assignments: 4 0 0 0 4 0',
    'guardianships: 0 0 0 0 0 0',
  ]);
  expect(repairs(result)).toEqual([
    'academic_sessions.schoolYear: school year taken from the dates × 3 @ academicSessions.csv:2',
    'courses.schoolYearSourcedId: old header name schoolYearId × 1 @ courses.csv:1',
    'courses.grades: old header name grade × 1 @ courses.csv:1',
    'courses.grades: zero put before the grade × 2 @ courses.csv:2',
    'classes.grades: old header name grade × 1 @ classes.csv:1',
    'classes.termSourcedIds: old header name termSourcedId × 1 @ classes.csv:1',
    'classes.grades: zero put before the grade × 2 @ classes.csv:2',
    'students.userIds: old header name userId × 1 @ users.csv:1',
    'students.agentSourcedIds: old header name agents × 1 @ users.csv:1',
    'demographics.sourcedId: old header name userSourcedId × 1 @ demographics.csv:1',
    'demographics.birthDate: header name written birthdate × 1 @ demographics.csv:1',
    'demographics.sex: known value written otherwise × 8 @ demographics.csv:2',
    'demographics.american_indian_or_alaska_native: boolean written otherwise × 8 @ demographics.csv:2',
    'demographics.asian: boolean written otherwise × 8 @ demographics.csv:2',
    'demographics.black_or_african_american: boolean written otherwise × 8 @ demographics.csv:2',
    'demographics.native_hawaiian_or_other_pacific_islander: boolean written otherwise × 8 @ demographics.csv:2',
    'demographics.white: boolean written otherwise × 8 @ demographics.csv:2',
    'demographics.demographic_race_two_or_more_races: boolean written otherwise × 8 @ demographics.csv:2',
    'demographics.hispanic_or_latino_ethnicity: boolean written otherwise × 8 @ demographics.csv:2',
    'teaching_assignments.is_primary: boolean written otherwise × 4 @ enrollments.csv:22',
  ]);
  expect([rejects(result), orphans(result), result.notes, result.notMapped]).toEqual([[], [], [], []]);
  expect(bench.rows('demographics')['604863']).toMatchObject({ sex: 'female', asian: true, white: false });
  expect(bench.rows('academic_sessions')['255901001_2021_2020-2021_Fall']?.school_year).toBe('2021');
});

test('nicelion-users loads with every bond of a student to an agent, and an organisation that no file holds', async () => {
  const result = await bench.load(join(realBundles, 'nicelion-users'));
  expect(result.source).toBe('oneroster:slksldkmlsk49303');
  expect(counts(result)).toEqual([
    'teachers: 0 0 0 0 0 0',
    'students: 1187 0 0 0 1187 0',
    'guardians: 812 0 0 0 812 0',
    'school_enrollments: 1187 0 0 0 0 0',
    'guardianships: 2390 0 0 0 0 0',
  ]);
  expect(repairs(result)).toEqual([
    'students.user_ids: identifier without its type × 1187 @ users.csv:5',
    'guardians.user_ids: identifier without its type × 812 @ users.csv:2',
  ]);
  expect(orphans(result)).toEqual([
    'students.primary_org_id -> orgs × 1187 @ users.csv:5',
    'guardians.primary_org_id -> orgs × 812 @ users.csv:2',
    'school_enrollments.school_id -> orgs × 1187 @ users.csv:5',
    'guardianships.school_id -> orgs × 2390 @ users.csv:5',
  ]);
  expect(rejects(result)).toEqual([]);
});

describe('sds-2.1', () => {
  test('loads with the roles of roles.csv, the contacts of relationships.csv, and foreign words kept', async () => {
    const result = await bench.load(join(realBundles, 'sds-2.1'));
    expect([result.source, result.version]).toEqual(['oneroster:110003', 'SDS 2.1']);
    expect(counts(result)).toEqual([
      'orgs: 4 0 0 0 2 0',
      'academic_sessions: 2 0 0 0 0 0',
      'courses: 3 0 0 0 2 0',
      'classes: 2 0 0 0 0 0',
      'teachers: 2 0 0 0 1 0',
      'students: 4 0 0 0 1 0',
      'demographics: 4 0 0 0 0 0',
      'guardians: 2 0 0 0 0 0',
      'school_enrollments: 4 0 0 0 5 0',
      'enrollments: 4 0 0 0 0 0',
      'teaching_assignments: 2 0 0 0 1 0',
      'guardianships: 3 0 0 0 0 0',
    ]);
    expect(repairs(result)).toEqual([
      'orgs.type: unknown value kept as ext: × 2 @ orgs.csv:2',
      'courses.grades: unknown value kept as ext: × 2 @ courses.csv:2',
      'teachers.role: unknown value kept as ext: × 1 @ users.csv:7',
      'students.grades: unknown value kept as ext: × 1 @ users.csv:9',
      'school_enrollments.is_primary: boolean written otherwise × 4 @ roles.csv:2',
      'school_enrollments.grade: unknown value kept as ext: × 1 @ roles.csv:8',
      'teaching_assignments.role: unknown value kept as ext: × 1 @ enrollments.csv:3',
    ]);
    expect([rejects(result), orphans(result), result.notes]).toEqual([[], [], []]);
    expect(result.notMapped).toEqual([
      { what: 'userFlags.csv', rows: 3 },
      { what: 'roles.csv, role professor', rows: 1 },
      { what: 'roles.csv, role teacher', rows: 2 },
      { what: 'demographics.csv, people who are no students', rows: 2 },
    ]);
  });

  test('knows guardians by what they are to a student', async () => {
    await bench.load(join(realBundles, 'sds-2.1'));
    expect(Object.keys(bench.rows('guardians'))).toEqual(['114002', '114005']);
    const bonds = Object.values(bench.rows('guardianships')).map((row) => [
      row.student_id,
      row.guardian_id,
      row.relation,
    ]);
    expect(bonds).toEqual([
      ['114001', '114002', 'guardian'],
      ['114003', '114002', 'relative'],
      ['114004', '114005', 'guardian'],
    ]);
  });

  test('leaves no password in any file of the state', async () => {
    await bench.load(join(realBundles, 'sds-2.1'));
    const bytes = readdirSync(bench.dir).map((name) => readFileSync(join(bench.dir, name)));
    expect(bytes.some((file) => file.includes('jcraig@classrmtest31.org'))).toBe(true);
    expect(bytes.filter((file) => file.includes('P@ssword123'))).toEqual([]);
  });
});

test.each(['edfi-lms-1.0', 'edfi-lms-1.1', 'nicelion-users', 'sds-2.1'])(
  '%s changes nothing when it is loaded again',
  async (name) => {
    const first = await bench.load(join(realBundles, name));
    const head = bench.ledger.head();
    const second = await bench.load(join(realBundles, name));
    expect(bench.ledger.head()).toBe(head);
    expect(second.datasets.map(({ loaded, changed, removed }) => loaded + changed + removed)).toEqual(
      second.datasets.map(() => 0),
    );
    expect(second.datasets.map(({ unchanged }) => unchanged)).toEqual(
      first.datasets.map(({ loaded }) => loaded),
    );
  },
);
