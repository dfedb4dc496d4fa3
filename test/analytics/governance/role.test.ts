import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { incidents } from '../../../datasets/incidents.ts';
import { students } from '../../../datasets/students.ts';
import type { Viewer } from '../../../lake/governance/roles.ts';
import { type TestLake, testLake } from '../../lake/support.ts';
import { lakeOfTwoSchools, told } from './school.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await lakeOfTwoSchools();
  const [incident] = await lake.rows(incidents);
  for (let n = 1; n < 10; n++) {
    lake.bus.put(incidents, `incident-${n}`, {
      ...incident,
      incident_id: `incident-${n}`,
      student_id: `s${n}`,
    });
  }
  await lake.settle(incidents);
});
afterAll(() => lake.close());

const analyst: Viewer = { role: 'analyst', schools: [] };
const headmaster: Viewer = { role: 'headmaster', schools: ['norte'] };
const registrar: Viewer = { role: 'registrar', schools: ['sur'] };
const engineer: Viewer = { role: 'data_engineer', schools: [] };

const ask = async (viewer: Viewer, sql: string) => (await told(lake, viewer, sql)).text;

describe('rows', () => {
  test('a headmaster has those of the own school, whether they carry it or reach it over a bridge', async () => {
    for (const table of ['attendance', 'students', 'guardians', 'teachers', 'demographics']) {
      expect(await ask(headmaster, `SELECT count(*) FROM ${table}`)).toBe('[["_col0"],["1"]]');
    }
    expect(await ask(headmaster, 'SELECT student_id FROM students')).toBe(
      '[["student_id"],["students-norte"]]',
    );
  });

  test('what is common to all schools, everybody has', async () => {
    expect(await ask(headmaster, 'SELECT org_id FROM orgs ORDER BY 1')).toBe(
      '[["org_id"],["norte"],["sur"]]',
    );
  });

  test('of two schools, both', async () => {
    const both: Viewer = { role: 'headmaster', schools: ['norte', 'sur'] };
    expect(await ask(both, 'SELECT count(*) FROM students')).toBe('[["_col0"],["2"]]');
  });

  test('of a school that there is not, none', async () => {
    const nowhere: Viewer = { role: 'headmaster', schools: ["x') OR ('1' = '1"] };
    expect(await ask(nowhere, 'SELECT count(*) FROM students')).toBe('[["_col0"],["0"]]');
  });

  test('a mart is computed over them', async () => {
    expect(await ask(headmaster, 'SELECT DISTINCT school_id FROM marts.student_incidents')).toBe(
      '[["school_id"],["norte"]]',
    );
    expect(await ask(engineer, 'SELECT DISTINCT school_id FROM marts.student_incidents ORDER BY 1')).toBe(
      '[["school_id"],["norte"],["sur"]]',
    );
  });

  test('those of the past as well', async () => {
    const sql = "SELECT student_id FROM students FOR TIMESTAMP AS OF TIMESTAMP '2026-03-02 00:00:00 UTC'";
    expect(await ask(headmaster, sql)).toBe('[["student_id"],["students-norte"]]');
    expect(await ask(analyst, sql.replace('student_id', 'given_name'))).toContain(
      "'given_name' cannot be resolved",
    );
  });
});

describe('columns', () => {
  test('what a role may not know is not there', async () => {
    expect(await ask(analyst, 'SELECT * FROM students')).toContain(
      '[["primary_org_id","enabled_user","grades","_student_pid","_version","_changed_at"]',
    );
    expect(await ask(analyst, 'SELECT family_name FROM students')).toContain(
      "'family_name' cannot be resolved",
    );
    expect(await ask(registrar, 'SELECT notes FROM students')).toContain("'notes' cannot be resolved");
    expect(await ask(registrar, 'SELECT family_name FROM students')).toBe(
      '[["family_name"],["canary students.family_name.sur"]]',
    );
  });

  test('a pseudonym joins the rows of a person whose key the role may not know', async () => {
    const sql = `SELECT count(DISTINCT s._student_pid), count(*) FROM students s
      JOIN school_enrollments e ON e._student_pid = s._student_pid`;
    expect(await ask(analyst, sql)).toBe('[["_col0","_col1"],["2","2"]]');
    const same = 'SELECT count(*) FROM students s JOIN teachers t ON s._student_pid = t._teacher_pid';
    expect(await ask(analyst, same)).toBe('[["_col0"],["0"]]');
  });

  test('a table from before there were pseudonyms has none, now and in the past', async () => {
    const old = await testLake();
    const before = { ...students, subjects: {} };
    const row = Object.fromEntries(Object.keys(students.columns).map((name) => [name, null]));
    old.bus.put(before, 'ana', { ...row, student_id: 'ana' });
    await old.settle(before);
    const found = async (sql: string) => (await told(old, { role: 'analyst', schools: [] }, sql)).text;
    const sql = 'SELECT enabled_user, _student_pid FROM students';
    expect(await found(sql)).toBe('[["enabled_user","_student_pid"],[null,null]]');

    old.clock.advance(3_600_000_000n);
    old.bus.put(students, 'eva', { ...row, student_id: 'eva' });
    await old.settle(students);
    expect(await found('SELECT count(_student_pid) FROM students')).toBe('[["_col0"],["2"]]');
    const past = `${sql} FOR TIMESTAMP AS OF TIMESTAMP '2026-03-01 10:30:00 UTC'`;
    expect(await found(past)).toBe('[["enabled_user","_student_pid"],[null,null]]');
  });

  test('of a mart they are those whose values come from what the role may know', async () => {
    expect(await ask(analyst, 'SELECT student_id FROM marts.chronic_absence')).toContain(
      'cannot be resolved',
    );
    expect(await ask(analyst, 'SELECT is_chronic FROM marts.chronic_absence')).toContain(
      'cannot be resolved',
    );
    expect(await ask(headmaster, 'SELECT is_chronic FROM marts.chronic_absence')).not.toContain('Error');
  });

  test('the schema tells of no others', async () => {
    const sql = "SELECT column_name FROM information_schema.columns WHERE table_name = 'demographics'";
    expect(await ask(analyst, sql)).toBe('[["column_name"],["_student_pid"],["_version"],["_changed_at"]]');
    expect(await ask(analyst, 'SHOW COLUMNS FROM students')).not.toContain('family_name');
  });

  test('the raw zone, which has them all, is for those who answer for it', async () => {
    expect(await ask(analyst, 'SELECT count(*) FROM raw.changes')).toContain(
      "Table 'raw.changes' does not exist",
    );
    expect(await ask(headmaster, 'SELECT count(*) FROM raw.changes')).toContain('does not exist');
    expect(await ask(engineer, 'SELECT count(*) > 0 FROM raw.changes')).toBe('[["_col0"],[true]]');
  });
});

describe('figures of groups', () => {
  test('of fewer than ten people are left out for a role that may not know one of them', async () => {
    const sql = 'SELECT school_id, students FROM marts.incidents_by_month ORDER BY 1';
    expect(await ask(engineer, sql)).toBe('[["school_id","students"],["norte","10"],["sur","1"]]');
    expect(await ask(analyst, sql)).toBe('[["school_id","students"],["norte","10"]]');
  });
});

describe('what goes wrong', () => {
  test('is told without a value', async () => {
    expect(await ask(registrar, 'SELECT CAST(family_name AS bigint) FROM students')).toBe(
      'UserError: line 1, column 13: Cannot cast a value of type varchar to bigint  ',
    );
    expect(await ask(registrar, "SELECT date_parse(family_name, '%Y') FROM students")).toBe(
      'UserError: a function was given a value that it does not take A data engineer who runs the statement is told why. ',
    );
  });

  test('is not told of rows that the viewer does not see', async () => {
    const sql = `SELECT count(*) FROM students WHERE
      CAST(CASE WHEN student_id = 'students-sur' THEN 'x' ELSE '1' END AS bigint) = 1`;
    expect(await ask(headmaster, sql)).toBe('[["_col0"],["1"]]');
  });

  test('how a statement is run is for those who see every row', async () => {
    expect(await ask(headmaster, 'EXPLAIN ANALYZE SELECT * FROM students')).toContain('may not ask how');
    expect(await ask(engineer, 'EXPLAIN SELECT * FROM students')).not.toContain('Error');
  });
});
