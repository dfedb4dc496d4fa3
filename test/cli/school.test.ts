import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeBundle } from './bundle.ts';
import { aljibe, type Outcome, start } from './program.ts';

/** The program on a state directory that a bundle was loaded into. */
let dir: string;
let loaded: Outcome;
const run = (...line: string[]) => aljibe(line, { ALJIBE_DIR: join(dir, 'state') });

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'aljibe-cli-'));
  loaded = await run('load', 'oneroster', writeBundle(join(dir, 'bundle')));
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('load oneroster', () => {
  test('prints a line a dataset, then repairs, rejects without classified values, and orphans', () => {
    expect(loaded).toEqual({
      code: 0,
      stderr: '',
      stdout: `oneroster:esc, OneRoster 1.1

dataset               loaded  changed  unchanged  removed  repaired  quarantined
orgs                       1        0          0        0         0            0
academic_sessions          1        0          0        0         0            0
courses                    1        0          0        0         1            0
classes                    1        0          0        0         1            0
teachers                   1        0          0        0         0            0
students                   2        0          0        0         0            1
guardians                  0        0          0        0         0            0
school_enrollments         3        0          0        0         0            0
enrollments                2        0          0        0         0            0
teaching_assignments       1        0          0        0         0            0
guardianships              0        0          0        0         0            0

repaired        how                        times  first
courses.grades  zero put before the grade      1  courses.csv:2
classes.grades  zero put before the grade      1  classes.csv:2

quarantined  column       value  rule
users.csv:3  family_name         is missing

orphans                        refer to          rows  first
school_enrollments.student_id  missing students     1  users.csv:3
`,
    });
  });

  test('--json is an array of counts; loading again changes nothing', async () => {
    const { stdout, code } = await run('load', 'oneroster', join(dir, 'bundle'), '--json');
    const counts = JSON.parse(stdout) as { dataset: string; changed: number; loaded: number }[];
    expect(code).toBe(0);
    expect(counts.find(({ dataset }) => dataset === 'students')).toEqual({
      dataset: 'students',
      loaded: 0,
      changed: 0,
      unchanged: 2,
      removed: 0,
      repaired: 0,
      quarantined: 1,
    });
    expect(counts.every(({ loaded, changed }) => loaded + changed === 0)).toBe(true);
  });

  test('refuses to remove most of a dataset, and says which option lets it', async () => {
    const header = 'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role';
    const bundle = writeBundle(join(dir, 'shrunk'), {
      'enrollments.csv': `${header}\ne4,,,mat-a,esc,t1,teacher`,
    });
    expect(await run('load', 'oneroster', bundle)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'error: the load would remove 2 of 2 enrollments (100 %): nothing was loaded\n' +
        '  If the source really no longer has them, load again with --accept-removals enrollments.\n',
    });
  });

  test('names a bundle that is not there', async () => {
    const { code, stderr } = await run('load', 'oneroster', join(dir, 'nowhere'));
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('nowhere') });
  });
});

test('load documents makes the text of files searchable', async () => {
  const folder = join(dir, 'circulars');
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'excursión.md'),
    '# Excursión al río\n\nHace falta autorización de la familia.\n',
  );
  expect((await run('load', 'documents', folder)).stdout).toBe(
    `dataset    loaded  changed  unchanged  removed  repaired  quarantined
documents       1        0          0        0         0            0
`,
  );
  const { stdout } = await run('search', 'documents', 'autorizaciones', '--json');
  const page = JSON.parse(stdout) as { items: { row: { title: string } }[] };
  expect(page.items.map(({ row }) => row.title)).toEqual(['Excursión al río']);
});

describe('quarantine', () => {
  test('list shows where a row is from and what it broke', async () => {
    expect((await run('quarantine', 'list')).stdout).toBe(
      `id  dataset   source         place        column       value  rule
 1  students  oneroster:esc  users.csv:3  family_name         is missing
`,
    );
  });

  test('show prints the row, but never a password', async () => {
    const { stdout } = await run('quarantine', 'show', '1', '--json');
    const record = JSON.parse(stdout) as { payload: Record<string, string> };
    expect(record).toMatchObject({ dataset: 'students', key: 's2', payload: { givenName: 'Bruno' } });
    expect(record.payload).not.toHaveProperty('password');
  });

  test('show of a row that is not there', async () => {
    expect(await run('quarantine', 'show', '99')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'error: no row 99 is in quarantine\n' +
        '  A row leaves it when a good one arrives. See "aljibe quarantine list".\n',
    });
  });

  test('replay keeps what is still broken', async () => {
    expect((await run('quarantine', 'replay')).stdout).toBe(
      `1 row replayed, 0 accepted

id  place        rule
 1  users.csv:3  is missing
`,
    );
  });
});

describe('search and get', () => {
  test('finds a name without its accents', async () => {
    expect(await run('search', 'students', 'nunez')).toEqual({
      code: 0,
      stdout: `student_id  given_name  family_name  user_id  primary_org_id  enabled_user  grades
s1          Ángela      Núñez Gómez  s1       esc             true          09
`,
      stderr: '1 of 1 row\n',
    });
  });

  test('follows relations and counts facets', async () => {
    const { stdout } = await run(
      'search',
      'students',
      '--where',
      "has enrollments(has class_id(title ^= 'mate'))",
      '--facet',
      'grades',
      '--json',
    );
    const page = JSON.parse(stdout) as { items: { row: { student_id: string } }[]; facets: unknown[] };
    expect(page.items.map(({ row }) => row.student_id)).toEqual(['s1', 's3']);
    expect(page.facets).toEqual([
      { path: 'grades', values: [{ value: '09', count: 2 }], missing: 0, more: false },
    ]);
  });

  test('get prints a row with its relations', async () => {
    const { stdout } = await run('get', 'classes', 'mat-a', '--include', 'enrollments(student_id)', '--json');
    const { row, included } = JSON.parse(stdout) as {
      row: { title: string };
      included: { enrollments: { items: { included: { student_id: { items: { row: object }[] } } }[] } };
    };
    expect(row.title).toBe('Matemáticas A');
    expect(included.enrollments.items.map((item) => item.included.student_id.items[0]?.row)).toMatchObject([
      { given_name: 'Ángela' },
      { given_name: '名前' },
    ]);
  });

  test('get of a key that is not there does not repeat it', async () => {
    expect(await run('get', 'students', 'x-secret')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'error: students has no row with this key\n  "aljibe search students" finds rows by what they say.\n',
    });
  });

  test('a filter that does not parse says where', async () => {
    expect(await run('search', 'students', '--where', 'grades contains')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('filter, position 16: a value was expected'),
    });
  });
});

describe('query', () => {
  test.each([
    [
      'json',
      '[\n  {"student_id":"s1","family_name":"Núñez Gómez"},\n  {"student_id":"s3","family_name":"李"}\n]\n',
    ],
    ['jsonl', '{"student_id":"s1","family_name":"Núñez Gómez"}\n{"student_id":"s3","family_name":"李"}\n'],
    ['csv', 'student_id,family_name\ns1,Núñez Gómez\ns3,李\n'],
    ['table', 'student_id  family_name\ns1          Núñez Gómez\ns3          李\n'],
  ])('prints %s', async (format, stdout) => {
    const sql = 'SELECT student_id, family_name FROM students ORDER BY 1';
    expect(await run('query', sql, '--format', format)).toEqual({
      code: 0,
      stdout,
      stderr: format === 'table' ? '2 rows\n' : '',
    });
  });

  test('can only read', async () => {
    expect(await run('query', 'DROP TABLE students')).toMatchObject({ code: 1, stdout: '' });
  });

  test('says where a statement is wrong', async () => {
    expect(await run('query', 'SELECT * FROM studens')).toMatchObject({
      stderr: "error: line 1, column 15: Table 'curated.studens' does not exist\n  did you mean students?\n",
    });
  });

  test('as somebody in a role has what the role sees', async () => {
    expect(await run('query', 'SELECT family_name FROM students', '--as', 'analyst')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining("line 1, column 8: Column 'family_name' cannot be resolved"),
    });
    const rows = 'SELECT count(*) AS n FROM students';
    expect(
      await run('query', rows, '--as', 'headmaster', '--school', 'nowhere', '--format', 'csv'),
    ).toMatchObject({
      stdout: 'n\n0\n',
    });
  });

  test('and leaves in the audit who it was, what they read and what they may not', async () => {
    const folder = join(dir, 'state', 'audit');
    rmSync(folder, { recursive: true, force: true });
    await run('query', 'SELECT org_id FROM orgs', '--as', 'analyst');
    await run('query', 'SELECT family_name FROM students', '--as', 'analyst');
    const events = readdirSync(folder)
      .filter((name) => name.endsWith('-2-ended.json'))
      .sort()
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as object);
    expect(events).toMatchObject([
      {
        actor: userInfo().username,
        channel: 'command line',
        role: 'analyst',
        act: 'read',
        datasets: ['curated.orgs'],
        columns: ['curated.orgs.org_id'],
        outcome: 'done',
      },
      { datasets: [], outcome: 'refused', rows: '0' },
    ]);
  });

  test.each([
    [['--as', 'headmaster'], 'headmaster is a role of a school'],
    [['--as', 'analyst', '--school', 'c1'], 'analyst has the rows of all schools'],
    [['--as', 'headmistress'], '"headmistress" is no role'],
    [['--school', 'c1'], '--school is of a role'],
    [['--as', 'analyst', '--engine', 'athena'], '--as is for this machine'],
  ])('refuses %j', async (options, message) => {
    expect(await run('query', 'SELECT 1', ...options)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message),
    });
  });

  test('ends quietly when its reader has seen enough, and at an interrupt', async () => {
    const endless = [
      'query',
      `SELECT * FROM ${Array.from({ length: 12 }, (_, at) => `(VALUES 1, 2, 3, 4, 5, 6, 7, 8, 9) AS t${at}`)}`,
      '--format',
      'csv',
      '--dir',
      join(dir, 'state'),
    ];
    const closed = start(endless);
    closed.stdout.once('data', () => closed.stdout.destroy());
    expect([await text(closed.stderr), await once(closed, 'exit')]).toEqual(['', [141, null]]);
    const interrupted = start(endless);
    interrupted.stdout.once('data', () => interrupted.kill('SIGINT'));
    interrupted.stdout.resume();
    const exit = once(interrupted, 'exit');
    expect([await text(interrupted.stderr), await exit]).toEqual(['', [130, null]]);
  });
});

describe('export', () => {
  test('writes csv, jsonl, Arrow and Parquet to standard output', async () => {
    const csv = await run('dataset', 'export', 'courses', '--format', 'csv');
    expect(csv.stdout).toMatch(/^course_id,title,.*,_version,_changed_at\nmat,Matemáticas,.*\n$/);
    const jsonl = await run('dataset', 'export', 'courses', '--format', 'jsonl');
    expect(JSON.parse(jsonl.stdout)).toMatchObject({
      course_id: 'mat',
      title: 'Matemáticas',
      grades: ['09'],
    });
    expect((await run('dataset', 'export', 'courses', '--format', 'arrow')).stdout).toMatch(/^ARROW1/);
    const seen = await run('dataset', 'export', 'students', '--format', 'csv', '--as', 'analyst');
    expect(seen.stdout.split('\n')[0]).toBe(
      'primary_org_id,enabled_user,grades,_student_pid,_version,_changed_at',
    );
    const none = ['--format', 'csv', '--as', 'headmaster', '--school', 'nowhere'];
    expect((await run('dataset', 'export', 'students', ...none)).stdout.trim().split('\n')).toHaveLength(1);
    expect(
      await run('dataset', 'export', 'students', '--format', 'parquet', '--as', 'analyst'),
    ).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('what a role sees is not written as parquet'),
    });
    expect((await run('dataset', 'export', 'courses', '--format', 'parquet')).stdout).toMatch(
      /^PAR1[\s\S]*PAR1$/,
    );
  });

  test('writes a file whole or not at all', async () => {
    const out = join(dir, 'courses.csv');
    const { stdout } = await run('dataset', 'export', 'courses', '--format', 'csv');
    expect(await run('dataset', 'export', 'courses', '--format', 'csv', '--out', out)).toMatchObject({
      code: 0,
    });
    expect(readFileSync(out, 'utf8')).toBe(stdout);
    expect(
      await run('dataset', 'export', 'courses', '--format', 'csv', '--out', join(dir, 'no/courses.csv')),
    ).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${join(dir, 'no/courses.csv')}: no such file or directory\n`,
    });
    expect(await run('dataset', 'export', 'courses', '--format', 'csv', '--out', dir)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is not a file'),
    });
    expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('a time before the first rows is empty', async () => {
    const { stdout } = await run('dataset', 'export', 'courses', '--format', 'csv', '--at', '2020-01-01');
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });
});

test('quality tells of every rule, or of those that are broken', async () => {
  expect(await run('quality', 'orgs', '--broken')).toEqual({
    code: 0,
    stdout:
      'dataset  rule                  severity  rows  broken\n' +
      'orgs     time-zones-are-known  warning      1       1  broken\n',
    stderr: '4 rules: 0 errors, 1 warning\n',
  });
  const all = JSON.parse((await run('quality', 'students', 'orgs', '--json')).stdout) as {
    dataset: string;
  }[];
  expect([...new Set(all.map(({ dataset }) => dataset))]).toEqual(['students', 'orgs']);
});

test('a sample is the same again with the same seed', async () => {
  const sample = (seed: string) =>
    run('dataset', 'sample', 'students', '--limit', '1', '--seed', seed, '--json');
  expect(await sample('3')).toEqual(await sample('3'));
  expect(JSON.parse((await sample('3')).stdout)).toHaveLength(1);
  expect((await run('dataset', 'sample', 'teachers')).stdout).toMatch(
    /^teacher_id .*\nt1 .*Óscar +Ibáñez.*\n$/,
  );
});

describe('history', () => {
  const held = () => ({ ALJIBE_DIR: join(dir, 'held') });
  beforeAll(async () => {
    for (const name of ['Matemáticas', 'Álgebra']) {
      const courses = `sourcedId,status,dateLastModified,title,courseCode,orgSourcedId\nmat,,,${name},MAT,esc`;
      await aljibe(['load', 'oneroster', writeBundle(join(dir, name), { 'courses.csv': courses })], held());
    }
  });
  const title = async () => (await aljibe(['query', 'SELECT title FROM courses', '--json'], held())).stdout;

  test('lists snapshots, compares them, takes a dataset back and lets it go on', async () => {
    const { stdout } = await aljibe(['dataset', 'history', 'courses', '--json'], held());
    const { snapshots } = JSON.parse(stdout) as {
      snapshots: { place: string; inserted: number; updated: number }[];
    };
    expect(snapshots).toMatchObject([
      { place: 'current', inserted: 0, updated: 1 },
      { place: 'before', inserted: 1, updated: 0 },
    ]);

    const diff = ['dataset', 'diff', 'courses', '--from', 'previous', '--to', 'latest'];
    expect((await aljibe(diff, held())).stdout.split('\n').slice(2)).toEqual([
      '0 added, 0 removed, 1 changed',
      '',
      'row      key  column  before       after',
      'changed  mat  title   Matemáticas  Álgebra',
      '',
    ]);
    expect(JSON.parse((await aljibe([...diff, '--json'], held())).stdout)).toMatchObject({
      changed: 1,
      changes: [
        { kind: 'changed', key: 'mat', columns: { title: { before: 'Matemáticas', after: 'Álgebra' } } },
      ],
    });

    const back = await aljibe(['dataset', 'rollback', 'courses', '--to', 'previous'], held());
    expect(back).toMatchObject({
      code: 0,
      stderr: 'courses is held there until "aljibe dataset resume courses"\n',
    });
    expect(await title()).toContain('Matemáticas');
    expect((await aljibe(['dataset', 'history', 'courses'], held())).stdout).toMatch(
      /undone\n.*current\n\nheld since/,
    );

    expect(await aljibe(['dataset', 'resume', 'courses'], held())).toMatchObject({ code: 0, stderr: '' });
    expect(await title()).toContain('Álgebra');
    expect(await aljibe(['dataset', 'resume', 'courses'], held())).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('courses is not held'),
    });
  });
});

describe('datasets and status', () => {
  test('list counts the curated rows', async () => {
    const { stdout } = await run('dataset', 'list', '--json');
    const rows = JSON.parse(stdout) as { name: string; rows: number }[];
    expect(rows).toHaveLength(22);
    expect(rows.find(({ name }) => name === 'school_enrollments')).toMatchObject({
      rows: 3,
      kind: 'relation',
    });
  });

  test('show explains a contract', async () => {
    const { stdout } = await run('dataset', 'show', 'guardianships');
    expect(stdout).toContain(
      'guardian_id           text; required; refers to guardians; reveals identity of the guardian\n',
    );
  });

  test('an unknown dataset is refused with what is near', async () => {
    expect(await run('dataset', 'show', 'studens')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: "studens" is no dataset\n  did you mean students?\n',
    });
  });

  test('status of a directory on which nothing runs', async () => {
    const { stdout } = await run('status', '--json');
    const status = JSON.parse(stdout) as { sinks: { name: string; behind: number }[] };
    expect(status).toMatchObject({ running: false, source: null });
    expect(status.sinks.map(({ name, behind }) => [name, behind])).toEqual([
      ['raw', 0],
      ['curate', 0],
      ['query', 0],
    ]);
  });

  test('parity holds between the loaded files, the lake and the query cluster', async () => {
    const { code, stdout } = await run('parity', '--json');
    const report = JSON.parse(stdout) as { equal: boolean; datasets: { dataset: string }[] };
    expect(code).toBe(0);
    expect(report.equal).toBe(true);
    expect(report.datasets.find(({ dataset }) => dataset === 'students')).toMatchObject({
      quarantined: 1,
      expected: 2,
      stores: { lake: 2, query: 2 },
    });
  });

  test.each([
    [['status']],
    [['parity']],
    [['maintain']],
    [['quarantine', 'replay']],
    [['dataset', 'resume', 'students']],
    [['rebuild']],
  ])('%j of a directory without an Aljibe says how to get one, and makes none', async (line) => {
    const none = join(dir, 'none');
    const { code, stderr } = await aljibe([...line, '--dir', none]);
    expect(code).toBe(1);
    expect(stderr).toContain('there is no Aljibe here\n  Start one with `aljibe up`');
    expect(existsSync(none)).toBe(false);
  });

  test('a folder of something else is refused and left as it is', async () => {
    const foreign = join(dir, 'foreign');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'thesis.txt'), 'chapter 1');
    const line = ['load', 'oneroster', join(dir, 'bundle'), '--dir', foreign];
    expect(await aljibe(line)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('holds "thesis.txt", which is not Aljibe\'s'),
    });
    expect(readdirSync(foreign)).toEqual(['thesis.txt']);
  });

  test('a file is no place for one', async () => {
    const file = join(dir, 'file');
    writeFileSync(file, '');
    expect(await aljibe(['load', 'oneroster', join(dir, 'bundle'), '--dir', file])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${file}: is not a folder`),
    });
  });
});
