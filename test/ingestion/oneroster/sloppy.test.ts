import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openBundle } from '../../../ingestion/oneroster/bundle/bundle.ts';
import { applyLoad } from '../../../ingestion/oneroster/load/apply.ts';
import { planLoad } from '../../../ingestion/oneroster/load/plan.ts';
import { oneRosterReplayer } from '../../../ingestion/oneroster/rows.ts';
import { replayQuarantine } from '../../../ingestion/replay.ts';
import { school11, students } from './school.ts';
import { counts, csv, openWorkbench, orphans, rejects, repairs, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(() => {
  bench = openWorkbench();
});
afterEach(() => bench.close());

const sloppy = {
  'users.csv': csv(
    'SourcedID,Status,EnabledUser,OrgSourcedIds,Role,GivenName,FamilyName,Grades,Password,Email',
    ' s1 ,Active,TRUE,e1,Student,Ana,Núñez,9,hunter2,ana@example.org',
    's2,,si,"e1; e2",STUDENT,Leo,Gil,"K,10th",hunter2,,,',
    's3,,maybe,e1,student,Zoe,Paz,ninth,hunter2,',
    's4,,true,e1,student,Ian,,09,hunter2,',
    ',,true,e1,student,Sin,Clave,09,hunter2,',
    's5,,true,e1,student,Coma, Paz,Gil,09,hunter2,coma@example.org',
    's6,,true,e1,student,Nul\0a,Paz,09,hunter2,',
    's1,,true,e1,student,Ana,Núñez Gil,09,hunter2',
    ',,,,,,,,,',
  ),
  'academicSessions.csv': csv(
    'sourcedId,title,type,startDate,endDate,schoolYear',
    'y26,Curso,School Year,9/8/2025,2026-06-20T00:00:00Z,2025-2026',
    'y27,Curso,schoolYear,mañana,2027-06-20,2027',
  ),
};

test('each repair of a sloppy bundle is counted with its place', async () => {
  const result = await bench.load(bench.bundle(sloppy));
  expect(repairs(result)).toEqual([
    'academic_sessions.type: known value written otherwise × 1 @ academicSessions.csv:2',
    'academic_sessions.startDate: date written M/D/Y × 1 @ academicSessions.csv:2',
    'academic_sessions.schoolYear: span of years read as its last × 1 @ academicSessions.csv:2',
    'academic_sessions.end_date: time of day cut off × 1 @ academicSessions.csv:2',
    'students.sourcedId: header name written SourcedID × 1 @ users.csv:1',
    'students.status: header name written Status × 1 @ users.csv:1',
    'students.enabledUser: header name written EnabledUser × 1 @ users.csv:1',
    'students.orgSourcedIds: header name written OrgSourcedIds × 1 @ users.csv:1',
    'students.role: header name written Role × 1 @ users.csv:1',
    'students.givenName: header name written GivenName × 1 @ users.csv:1',
    'students.familyName: header name written FamilyName × 1 @ users.csv:1',
    'students.grades: header name written Grades × 1 @ users.csv:1',
    'students.email: header name written Email × 1 @ users.csv:1',
    'students.sourcedId: spaces around a key × 1 @ users.csv:2',
    'students.status: known value written otherwise × 1 @ users.csv:2',
    'students.role: known value written otherwise × 2 @ users.csv:2',
    'students.grades: zero put before the grade × 1 @ users.csv:2',
    'students.enabled_user: boolean written otherwise × 2 @ users.csv:2',
    'students.(row): surplus empty cells left out × 1 @ users.csv:3',
    'students.orgSourcedIds: list of keys written otherwise × 1 @ users.csv:3',
    'students.grades: grade written otherwise × 1 @ users.csv:3',
    'students.enabled_user: left empty: is not a readable boolean × 1 @ users.csv:4',
    'students.grades: unknown value kept as ext: × 1 @ users.csv:4',
    'students.(row): missing cells at the end read as empty × 1 @ users.csv:9',
    'students.student_id: key given again, the last row counts × 1 @ users.csv:9',
    'school_enrollments.grade: unknown value kept as ext: × 1 @ users.csv:4',
    'school_enrollments.school_enrollment_id: key given again, the last row counts × 1 @ users.csv:9',
  ]);
});

test('each reject of a sloppy bundle names its place, column and rule', async () => {
  const result = await bench.load(bench.bundle(sloppy));
  expect(rejects(result)).toEqual([
    'academic_sessions academicSessions.csv:3 start_date: is not a readable date',
    'students users.csv:5 family_name: is missing',
    'students users.csv:6 sourcedId: the row has no key',
    'students users.csv:7 null: has 11 cells where the header has 10',
    'students users.csv:8 givenName: holds a NUL character',
  ]);
  expect(counts(result)).toEqual([
    'academic_sessions: 1 0 0 0 4 1',
    'teachers: 0 0 0 0 0 0',
    'students: 3 0 0 0 23 4',
    'guardians: 0 0 0 0 0 0',
    'school_enrollments: 5 0 0 0 2 0',
  ]);
});

test('what was mended is right, and an original that could not be read is kept beside the row', async () => {
  await bench.load(bench.bundle(sloppy));
  expect(bench.rows('students')).toMatchObject({
    s1: { family_name: 'Núñez Gil', grades: ['09'] },
    s2: { enabled_user: true, grades: ['KG', '10'] },
    s3: { enabled_user: null, grades: ['ext:ninth'] },
  });
  expect(bench.ledger.get('students', 's3')?.extra).toBe(
    '{"enabledUser":"maybe","orgSourcedIds":"e1","role":"student"}',
  );
  expect(bench.rows('academic_sessions').y26).toMatchObject({
    start_date: '2025-09-08',
    end_date: '2026-06-20',
    school_year: '2026',
  });
});

test('a value that breaks a rule is shown unless it tells of a person', async () => {
  const result = await bench.load(bench.bundle(sloppy));
  const values = result.details.flatMap((each) => each.rejects.map(({ place, value }) => [place, value]));
  expect(values[0]).toEqual(['academicSessions.csv:3', 'mañana']);
  expect(values.slice(1).map(([, value]) => value)).toEqual([null, null, null, null]);
});

test('no password is in the ledger, nor in quarantine, where rows are broken', async () => {
  await bench.load(bench.bundle(sloppy));
  const state = readdirSync(bench.dir, { withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = state.map(({ name }) => readFileSync(join(bench.dir, name)));
  expect(bytes.filter((file) => file.includes('hunter2'))).toEqual([]);
});

test('a sloppy bundle changes nothing when it is loaded again', async () => {
  await bench.load(bench.bundle(sloppy));
  const head = bench.ledger.head();
  const kept = bench.ledger.quarantine.list().length;
  const result = await bench.load(bench.bundle(sloppy));
  expect(bench.ledger.head()).toBe(head);
  expect(bench.ledger.quarantine.list()).toHaveLength(kept);
  expect(counts(result)).toContain('students: 0 0 3 0 23 4');
});

test('a row that is mended at its source leaves quarantine', async () => {
  await bench.load(bench.bundle(sloppy));
  const mended = sloppy['academicSessions.csv'].replace('mañana', '2026-09-07');
  await bench.load(bench.bundle({ ...sloppy, 'academicSessions.csv': mended }));
  expect(bench.ledger.quarantine.list({ dataset: 'academic_sessions' })).toEqual([]);
  expect(Object.keys(bench.rows('academic_sessions'))).toEqual(['y26', 'y27']);
});

test('references to what is not there are counted, in the bundle and before it', async () => {
  await bench.load(bench.bundle({ 'orgs.csv': csv('sourcedId,name,type', 'e1,A,school') }));
  const classes = csv('sourcedId,title,schoolSourcedId,termSourcedIds', 'c1,A,e1,"y26,y99"', 'c2,B,e9,y26');
  const result = await bench.load(bench.bundle({ ...sloppy, 'classes.csv': classes }));
  expect(orphans(result)).toEqual([
    'classes.school_id -> orgs × 1 @ classes.csv:3',
    'classes.academic_session_ids -> academic_sessions × 1 @ classes.csv:2',
    'school_enrollments.student_id -> students × 1 @ users.csv:5',
    'school_enrollments.school_id -> orgs × 1 @ users.csv:3',
  ]);
});

test('a replay keeps what is still broken and takes what the mapping can read now', async () => {
  await bench.load(bench.bundle(sloppy));
  const replay = () =>
    replayQuarantine(bench.ledger, (_kind, mapping, dataset) => {
      const replayer = oneRosterReplayer(mapping, dataset);
      return (
        replayer &&
        ((payload, found) => replayer({ ...payload, familyName: payload.familyName ?? 'Paz' }, found))
      );
    });
  const first = replay();
  expect([first.replayed, first.accepted]).toEqual([5, 1]);
  expect(first.kept.map(({ place, rule }) => [place, rule])).toEqual([
    ['academicSessions.csv:3', 'is not a readable date'],
    ['users.csv:6', 'the row has no key'],
    ['users.csv:7', 'has 11 cells where the header has 10'],
    ['users.csv:8', 'holds a NUL character'],
  ]);
  expect(bench.rows('students').s4).toMatchObject({ given_name: 'Ian', family_name: 'Paz' });
  expect(replay()).toMatchObject({ replayed: 4, accepted: 0 });
});

test('a load that ends in the middle removes nothing, and the same load again ends as if it had not', async () => {
  await bench.load(bench.bundle(school11(2026, students(10))));
  const path = bench.bundle(school11(2026, [...students(9), 's11']));
  const bundle = await openBundle(path);
  const { ledger } = bench;
  let batches = 0;
  const dying: typeof ledger = {
    ...ledger,
    accept(source, batch) {
      if (++batches > 4) throw new Error('killed');
      return ledger.accept(source, batch);
    },
  };
  await expect(applyLoad(await planLoad(bundle, ledger), bundle, dying)).rejects.toThrow('killed');
  expect(Object.keys(bench.rows('students'))).toContain('s10');
  await bench.load(path);

  const straight = openWorkbench();
  await straight.load(straight.bundle(school11(2026, students(10))));
  await straight.load(path);
  for (const dataset of ['orgs', 'students', 'school_enrollments', 'enrollments']) {
    expect(bench.rows(dataset)).toEqual(straight.rows(dataset));
  }
  straight.close();
});

test('another bundle after a load that ended in the middle is newer than it', async () => {
  const bundle = await openBundle(bench.bundle(school11(2026, students(3))));
  const { ledger } = bench;
  const dying: typeof ledger = {
    ...ledger,
    sweep() {
      throw new Error('killed');
    },
  };
  await expect(applyLoad(await planLoad(bundle, ledger), bundle, dying)).rejects.toThrow('killed');
  const files = school11(2026, students(3));
  await bench.load(
    bench.bundle({ ...files, 'users.csv': files['users.csv']?.replace('s1,Ana', 's1,Ada') ?? '' }),
  );
  expect(bench.rows('students').s1?.given_name).toBe('Ada');
});
