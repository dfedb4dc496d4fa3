import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { csv, openWorkbench, orphans, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(() => {
  bench = openWorkbench();
});
afterEach(() => bench.close());

const users = (...lines: string[]) => ({
  'users.csv': csv('sourcedId,orgSourcedIds,role,givenName,familyName,agentSourcedIds', ...lines),
});

describe('a bond of guardian and student', () => {
  test.each([
    ['the student', ['s,e1,student,A,B,"p,q"', 'p,e1,parent,C,D,', 'q,e1,relative,E,F,']],
    ['the guardians', ['s,e1,student,A,B,', 'p,e1,parent,C,D,s', 'q,e1,relative,E,F,s']],
    ['both', ['s,e1,student,A,B,"p,q"', 'p,e1,parent,C,D,s', 'q,e1,relative,E,F,s']],
  ])('is the same when it is listed by %s', async (_, lines) => {
    const result = await bench.load(bench.bundle(users(...lines)));
    expect(
      Object.values(bench.rows('guardianships')).map((row) => [row.guardianship_id, row.relation]),
    ).toEqual([
      ['s:p', 'parent'],
      ['s:q', 'relative'],
    ]);
    expect(result.notMapped).toEqual([]);
  });

  test('to somebody whom the bundle does not hold is an orphan', async () => {
    const result = await bench.load(bench.bundle(users('s,e1,student,A,B,p', 'q,e1,parent,C,D,z')));
    expect(Object.keys(bench.rows('guardianships'))).toEqual(['s:p', 'z:q']);
    expect(orphans(result).filter((orphan) => orphan.includes('guardianships.'))).toEqual([
      'guardianships.guardian_id -> guardians × 1 @ users.csv:2',
      'guardianships.student_id -> students × 1 @ users.csv:3',
      'guardianships.school_id -> orgs × 1 @ users.csv:2',
    ]);
  });

  test('is none between students, or with a teacher', async () => {
    const result = await bench.load(
      bench.bundle(users('s,e1,student,A,B,"r,t"', 'r,e1,student,C,D,', 't,e1,teacher,E,F,')),
    );
    expect(bench.rows('guardianships')).toEqual({});
    expect(result.notMapped).toEqual([
      { what: 'users.csv, agents who are no guardians of students', rows: 2 },
    ]);
  });
});

describe('a student', () => {
  test('belongs to schools, not to districts', async () => {
    const result = await bench.load(
      bench.bundle({
        ...users('s,"d1,e1,e2",student,A,B,'),
        'orgs.csv': csv('sourcedId,name,type', 'd1,D,district', 'e1,E,school', 'e2,F,school'),
      }),
    );
    expect(Object.keys(bench.rows('school_enrollments'))).toEqual(['s:e1', 's:e2']);
    expect(bench.rows('students').s?.primary_org_id).toBe('e1');
    expect(result.notMapped).toEqual([
      { what: 'users.csv, organisations of students that are no schools', rows: 1 },
    ]);
  });

  test('without a role goes to quarantine, with a foreign one it has no place', async () => {
    const result = await bench.load(bench.bundle(users('s,e1,,A,B,', 'x,e1,alumni,C,D,')));
    expect(result.details.flatMap(({ rejects }) => rejects)).toEqual([
      { place: 'users.csv:2', column: 'role', rule: 'is missing', value: null },
    ]);
    expect(result.notMapped).toEqual([{ what: 'users.csv, role alumni', rows: 1 }]);
  });
});
