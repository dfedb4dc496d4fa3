import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { school11, students } from './school.ts';
import { counts, csv, openWorkbench, orphans, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(() => {
  bench = openWorkbench();
});
afterEach(() => bench.close());

const load = (files: Record<string, string>, options = {}) => bench.load(bench.bundle(files), options);

describe('what a bulk load lacks', () => {
  test('is removed, up to a fifth of a dataset', async () => {
    await load(school11(2026, students(10)));
    const result = await load(school11(2026, students(8)));
    expect(counts(result)).toEqual([
      'orgs: 0 0 1 0 0 0',
      'academic_sessions: 0 0 1 0 0 0',
      'classes: 0 0 1 0 0 0',
      'teachers: 0 0 0 0 0 0',
      'students: 0 0 8 2 0 0',
      'guardians: 0 0 0 0 0 0',
      'school_enrollments: 0 0 8 2 0 0',
      'enrollments: 0 0 8 2 0 0',
      'teaching_assignments: 0 0 0 0 0 0',
      'guardianships: 0 0 0 0 0 0',
    ]);
    expect(Object.keys(bench.rows('students'))).toHaveLength(8);
  });

  test('is told by the plan before anything is written', async () => {
    await load(school11(2026, students(10)));
    const head = bench.ledger.head();
    const plan = await bench.plan(bench.bundle(school11(2026, students(7))));
    expect(
      plan.datasets
        .filter(({ removals }) => (removals?.missing ?? 0) > 0)
        .map(({ dataset, removals }) => [dataset, removals]),
    ).toEqual([
      ['students', { present: 10, missing: 3, verdict: 'refused' }],
      ['school_enrollments', { present: 10, missing: 3, verdict: 'refused' }],
      ['enrollments', { present: 10, missing: 3, verdict: 'refused' }],
    ]);
    expect(bench.ledger.head()).toBe(head);
  });

  test('is refused beyond that, with the counts, and nothing is loaded', async () => {
    await load(school11(2026, students(10)));
    const before = [bench.ledger.head(), bench.ledger.list()];
    const smaller = {
      ...school11(2026, students(7)),
      'orgs.csv': csv('sourcedId,name,type', 'e1,Otro,school'),
    };
    await expect(load(smaller)).rejects.toMatchObject({
      message:
        'the load would remove 3 of 10 students (30 %), 3 of 10 school_enrollments (30 %), 3 of 10 enrollments (30 %): nothing was loaded',
      hint: 'If the source really no longer has them, load again with --accept-removals students --accept-removals school_enrollments --accept-removals enrollments.',
      exitCode: 1,
    });
    expect([bench.ledger.head(), bench.ledger.list()]).toEqual(before);
  });

  test('goes once it is accepted', async () => {
    await load(school11(2026, students(10)));
    const acceptRemovals = ['students', 'school_enrollments', 'enrollments'];
    const result = await load(school11(2026, students(7)), { acceptRemovals });
    expect(result.datasets.map(({ removed }) => removed)).toEqual([0, 0, 0, 0, 3, 0, 3, 3, 0, 0]);
    await expect(load(school11(2026, students(4)))).rejects.toThrow(/would remove 3 of 7 students/);
  });

  test('may be more where the bound is higher', async () => {
    await load(school11(2026, students(10)));
    const result = await load(school11(2026, students(7)), { maxRemovals: 0.5 });
    expect(result.datasets.map(({ removed }) => removed)).toEqual([0, 0, 0, 0, 3, 0, 3, 3, 0, 0]);
  });

  test('stays where a whole file is not in the bundle', async () => {
    await load(school11(2026, students(10)));
    const { 'users.csv': _, ...rest } = school11(2026, students(10));
    const result = await load(rest);
    expect(result.datasets.map(({ dataset }) => dataset)).not.toContain('students');
    expect(Object.keys(bench.rows('students'))).toHaveLength(10);
  });

  test('is everything where a file is there and empty, so that it is refused', async () => {
    await load(school11(2026, students(10)));
    await expect(load({ ...school11(2026, students(10)), 'enrollments.csv': '' })).rejects.toThrow(
      'would remove 10 of 10 enrollments (100 %)',
    );
  });

  test('is not what is there and broken', async () => {
    await load(school11(2026, students(5)));
    const files = school11(2026, students(5));
    const broken = files['users.csv']?.replace('s5,Ana,Gil,', 's5,Ana,Gil, Paz,a1') ?? '';
    const result = await load({ ...files, 'users.csv': broken });
    expect(counts(result).filter((line) => /^(students|school_enrollments)/.test(line))).toEqual([
      'students: 0 0 4 0 0 1',
      'school_enrollments: 0 0 4 0 0 0',
    ]);
    expect(Object.keys(bench.rows('school_enrollments'))).toHaveLength(5);
  });
});

describe('a bulk load of the next school year', () => {
  test('leaves the classes, enrollments and sessions of the year before', async () => {
    await load(school11(2025, students(10)));
    const result = await load(school11(2026, students(10)));
    expect(counts(result)).toEqual([
      'orgs: 0 0 1 0 0 0',
      'academic_sessions: 1 0 0 0 0 0',
      'classes: 1 0 0 0 0 0',
      'teachers: 0 0 0 0 0 0',
      'students: 0 0 10 0 0 0',
      'guardians: 0 0 0 0 0 0',
      'school_enrollments: 10 0 0 0 0 0',
      'enrollments: 10 0 0 0 0 0',
      'teaching_assignments: 0 0 0 0 0 0',
      'guardianships: 0 0 0 0 0 0',
    ]);
    expect(Object.keys(bench.rows('school_enrollments'))).toHaveLength(20);
  });

  test('that still lists the sessions of the year before leaves its classes too', async () => {
    const [last, next] = [school11(2025, students(10)), school11(2026, students(10))];
    await load(last);
    const sessions = `${next['academicSessions.csv']}${last['academicSessions.csv']?.split('\r\n')[1]}\r\n`;
    const result = await load({ ...next, 'academicSessions.csv': sessions });
    expect(result.datasets.map(({ removed }) => removed)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(Object.keys(bench.rows('enrollments'))).toHaveLength(20);
  });

  test('removes within that year only', async () => {
    await load(school11(2025, students(10)));
    await load(school11(2026, students(10)));
    const result = await load(school11(2026, students(9)));
    expect(
      result.datasets.filter(({ removed }) => removed > 0).map(({ dataset, removed }) => [dataset, removed]),
    ).toEqual([
      ['students', 1],
      ['school_enrollments', 1],
      ['enrollments', 1],
    ]);
    expect(Object.keys(bench.rows('enrollments'))).toHaveLength(19);
    expect(orphans(result)).toEqual([]);
  });
});

describe('another source', () => {
  const rename = (files: Record<string, string>, from: RegExp, to: string) =>
    Object.fromEntries(Object.entries(files).map(([name, content]) => [name, content.replace(from, to)]));

  test('of the same system keeps its rows, since its organisations are others', async () => {
    const first = await load(school11(2026, students(10)));
    const others = students(3).map((id) => `other-${id}`);
    const second = await load(rename(school11(2026, others), /\be1\b/g, 'e2'));
    expect([first.source, second.source]).toEqual(['oneroster:sis/e1', 'oneroster:sis/e2']);
    expect(Object.keys(bench.rows('students'))).toHaveLength(13);
  });

  test('is the same one when its organisations are known, whatever the manifest says now', async () => {
    await load(school11(2026, students(10)));
    const { source } = await load(
      rename(school11(2026, students(10)), /source.systemCode,sis/, 'source.systemCode,'),
    );
    expect(source).toBe('oneroster:sis/e1');
  });

  test('may not take a key: its row goes to quarantine and names the owner', async () => {
    await load(school11(2026, students(2)), { source: 'north' });
    const result = await load(school11(2026, students(2)), { source: 'south' });
    expect(result.source).toBe('oneroster:south');
    expect(result.details.find(({ dataset }) => dataset === 'students')?.rejects).toEqual([
      { place: 'users.csv:2', column: null, rule: 'belongs to the source oneroster:north', value: null },
      { place: 'users.csv:3', column: null, rule: 'belongs to the source oneroster:north', value: null },
    ]);
    expect(counts(result)).toContain('students: 0 0 0 0 0 2');
  });

  test('must be named where nothing tells', async () => {
    const files = {
      'academicSessions.csv': csv(
        'sourcedId,title,type,startDate,endDate',
        'y,Curso,schoolYear,2025-09-01,2026-06-30',
      ),
    };
    await expect(load(files)).rejects.toMatchObject({
      hint: 'Name its source with --source, the same for every bundle of that system.',
    });
    expect((await load(files, { source: 'sis' })).source).toBe('oneroster:sis');
  });
});
