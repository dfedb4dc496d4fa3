import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { school12 } from './school.ts';
import { counts, openWorkbench, orphans, rejects, repairs, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(() => {
  bench = openWorkbench();
});
afterEach(() => bench.close());

test('a 1.2 bundle fills every dataset that OneRoster knows', async () => {
  const result = await bench.load(bench.bundle(school12()));
  expect([result.source, result.version]).toEqual(['oneroster:cuaderno/d1', '1.2']);
  expect(counts(result)).toEqual([
    'orgs: 2 0 0 0 0 0',
    'academic_sessions: 2 0 0 0 0 0',
    'courses: 1 0 0 0 0 0',
    'classes: 1 0 0 0 0 0',
    'teachers: 1 0 0 0 0 0',
    'students: 2 0 0 0 0 0',
    'demographics: 1 0 0 0 0 0',
    'guardians: 2 0 0 0 0 0',
    'school_enrollments: 2 0 0 0 0 0',
    'enrollments: 2 0 0 0 0 0',
    'teaching_assignments: 1 0 0 0 0 0',
    'guardianships: 2 0 0 0 0 0',
    'line_items: 1 0 0 0 0 0',
    'results: 2 0 0 0 0 0',
  ]);
  expect([repairs(result), rejects(result), orphans(result), result.notes]).toEqual([[], [], [], []]);
});

test('what has no place is counted and named', async () => {
  const { notMapped } = await bench.load(bench.bundle(school12()));
  expect(notMapped).toEqual([
    { what: 'resources.csv', rows: 1 },
    { what: 'userProfiles.csv', rows: 1 },
    { what: 'users.csv, role ext:robot', rows: 1 },
    { what: 'roles.csv, role teacher', rows: 1 },
    { what: 'roles.csv, role parent', rows: 2 },
    { what: 'roles.csv, role ext:robot', rows: 1 },
    { what: 'enrollments.csv, role ext:robot', rows: 1 },
    { what: 'categories.csv, weight', rows: 1 },
  ]);
});

test('whoever has two roles is in two datasets', async () => {
  await bench.load(bench.bundle(school12()));
  expect(bench.rows('teachers').t9).toMatchObject({ role: 'teacher', primary_org_id: 'e1' });
  expect(bench.rows('guardians').t9).toMatchObject({ given_name: 'Marta' });
});

test('a role of a student is a school enrollment, with the grade of the student and the year of the school', async () => {
  await bench.load(bench.bundle(school12()));
  expect(bench.rows('school_enrollments')).toMatchObject({
    r1: {
      student_id: 's1',
      school_id: 'e1',
      academic_session_id: 'y26',
      grade: '07',
      entry_date: '2025-09-08',
    },
    r2: { student_id: 's2', exit_date: '2026-06-20', is_primary: true },
  });
});

test('agents of students are guardians', async () => {
  await bench.load(bench.bundle(school12()));
  expect(bench.rows('guardianships')).toMatchObject({
    's1:p1': {
      student_id: 's1',
      guardian_id: 'p1',
      school_id: 'e1',
      relation: 'parent',
      contact_order: null,
    },
    's2:p1': { student_id: 's2', guardian_id: 'p1' },
  });
});

test('a line item has the name of its category, a result the class and school of its line item', async () => {
  await bench.load(bench.bundle(school12()));
  expect(bench.rows('line_items').l1).toMatchObject({
    category_id: 'k1',
    category: 'Exámenes',
    weight: null,
    academic_session_id: 't1',
    result_value_max: '10.0000',
    school_id: 'e1',
  });
  expect(bench.rows('results').n1).toMatchObject({
    class_id: 'c1',
    school_id: 'e1',
    score: '8.2500',
    late: null,
  });
  expect(bench.rows('results').n2).toMatchObject({ score: null, text_score: 'NP', missing: true });
});

test('no password is kept, of users or of profiles', async () => {
  await bench.load(bench.bundle(school12()));
  const state = readdirSync(bench.dir, { withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = state.map(({ name }) => readFileSync(join(bench.dir, name)));
  expect(bytes.filter((file) => file.includes('hunter2'))).toEqual([]);
});

test('what no column holds is kept beside the row', async () => {
  await bench.load(bench.bundle(school12()));
  expect(JSON.parse(bench.ledger.get('students', 's1')?.extra ?? '')).toEqual({
    agentSourcedIds: 'p1',
    orgSourcedIds: 'e1',
  });
});
