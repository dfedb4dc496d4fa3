import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { definitionBoundaries } from '../../base/failpoints.ts';
import { aljibe, type Outcome, outcomeOf } from '../cli/program.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const rooms = [
  'analytics',
  'base',
  'cli',
  'datasets',
  'ingestion',
  'lake',
  'legacy',
  'query',
  'runtime',
  'web',
];

/** What the next version of the program says of courses: [file, what stands there, what comes in its place]. */
const edits: readonly (readonly [string, string, string])[] = [
  ['datasets/courses.ts', 'version: 1', 'version: 2'],
  ['datasets/courses.ts', 'decimal(5, 2)', 'decimal(8, 2)'],
  [
    'datasets/courses.ts',
    "course_code: text('Code by which people know the course.', { es: 'Código', optional: true }),",
    `code: text('Code by which people know the course.', { es: 'Código', optional: true, formerly: 'course_code' }),
    level: text('Level of the course.', { es: 'Nivel', optional: true }),`,
  ],
  [
    'datasets/courses.ts',
    `subject_codes: list({ kind: 'text' })('Codes of those subjects, in the same order.', {
      es: 'Códigos de materia',
      optional: true,
    }),`,
    '',
  ],
  ['ingestion/mapping/legacy/cursos.ts', "course_code: 'codigo'", "code: 'codigo'"],
  ['ingestion/mapping/legacy/cursos.ts', "subject_codes: 'codigos_materia',", ''],
  ['ingestion/mapping/oneroster/courses.ts', "course_code: 'courseCode'", "code: 'courseCode'"],
  ['ingestion/mapping/oneroster/courses.ts', "subject_codes: 'subjectCodes',", ''],
];

let root: string;
const school = () => join(root, 'school');

/** A school in a state directory, and beside it the next version of the program. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'faults-definition-'));
  for (const room of rooms) cpSync(join(repository, room), join(root, 'next', room), { recursive: true });
  cpSync(join(repository, 'package.json'), join(root, 'next', 'package.json'));
  symlinkSync(join(repository, 'node_modules'), join(root, 'next', 'node_modules'));
  for (const [file, from, to] of edits) {
    const path = join(root, 'next', file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(path, text.replace(from, to));
  }
  const up = await aljibe(['up', '--once', '--students', '60', '--seed', '1', '--dir', school()]);
  if (up.code !== 0) throw new Error(up.stderr);
  rmSync(join(school(), 'postgres'), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true }));

/** Both versions of the program on a copy of the school. */
function programs() {
  const dir = mkdtempSync(join(tmpdir(), 'faults-definition-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  cpSync(school(), dir, { recursive: true });
  return {
    before: (line: string[]) => aljibe([...line, '--dir', dir]),
    next: (line: string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> =>
      outcomeOf(
        spawn(process.execPath, [join(root, 'next/cli/aljibe.js'), ...line, '--dir', dir], {
          env: { ...process.env, ...env },
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      ),
  };
}

/** Codes and titles of the courses in the lake, and those that the query cluster has. */
async function codesOf(run: (line: string[]) => Promise<Outcome>, column: string) {
  const sql = `SELECT course_id, ${column} AS code, title, credits FROM courses ORDER BY course_id`;
  const lake = await run(['query', sql, '--json']);
  const line = ['search', 'courses', '--where', `${column} is not null`, '--limit', '1000', '--json'];
  const found = JSON.parse((await run(line)).stdout) as { items: unknown[] };
  return { lake: JSON.parse(lake.stdout), query: found.items.length };
}

const places = definitionBoundaries.flatMap((boundary) => [`before ${boundary}`, `after ${boundary}`]);

test.each(places)(
  'an apply that is killed %s is ended by doing it again, and can be taken back',
  async (place) => {
    const { before, next } = programs();
    const held = await codesOf(before, 'course_code');
    expect(held.query).toBeGreaterThan(0);

    const killed = await next(['apply', '--allow-breaking'], { ALJIBE_FAILPOINTS: `${place}@1 kill` });
    expect(killed).toMatchObject({ code: null, stdout: '' });
    const isBegun = place !== 'before definition.begin' && place !== 'after definition.end';
    if (isBegun) {
      expect((await next(['maintain'])).stderr).toContain('an apply did not end');
      expect((await before(['maintain'])).stderr).toContain('an apply did not end');
    }
    expect(await next(['apply', '--allow-breaking'])).toMatchObject({ code: 0 });

    expect(await next(['maintain'])).toMatchObject({ code: 0 });
    expect(await codesOf(next, 'code')).toEqual(held);
    expect((await before(['maintain'])).stderr).toContain('is of another definition than this program');

    expect(await next(['apply', '--undo'])).toMatchObject({ code: 0 });
    expect((await next(['maintain'])).stderr).toContain('was taken back');
    expect(await before(['rebuild', 'courses'])).toMatchObject({ code: 0 });
    expect(await codesOf(before, 'course_code')).toEqual(held);
  },
);

test.each(['after definition.rename', 'before definition.record', 'before definition.end'])(
  'an apply that is taken back and killed %s is ended by taking it back again',
  async (place) => {
    const { before, next } = programs();
    const held = await codesOf(before, 'course_code');
    expect(await next(['apply', '--allow-breaking'])).toMatchObject({ code: 0 });

    const killed = await next(['apply', '--undo'], { ALJIBE_FAILPOINTS: `${place}@1 kill` });
    expect(killed).toMatchObject({ code: null, stdout: '' });
    expect((await before(['maintain'])).stderr).toContain('End it with `aljibe apply --undo`');
    expect((await next(['apply', '--allow-breaking'])).stderr).toContain('another apply did not end');
    expect(await next(['apply', '--undo'])).toMatchObject({ code: 0 });

    expect(await before(['rebuild', 'courses'])).toMatchObject({ code: 0 });
    expect(await codesOf(before, 'course_code')).toEqual(held);
  },
);
