import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { school11, students } from './school.ts';
import { counts, csv, openWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(() => {
  bench = openWorkbench();
});
afterEach(() => bench.close());

const manifest = (...files: string[]) =>
  csv('propertyName,value', 'oneroster.version,1.1', ...files.map((file) => `file.${file},delta`));
const usersHeader =
  'sourcedId,status,dateLastModified,orgSourcedIds,role,givenName,familyName,agentSourcedIds';
const time = '2026-03-01T10:00:00.000Z';

function delta(...lines: string[]) {
  return bench.load(
    bench.bundle({ 'manifest.csv': manifest('users'), 'users.csv': csv(usersHeader, ...lines) }),
  );
}

describe('a delta', () => {
  test('changes what it names, adds what is new, and leaves the rest', async () => {
    await bench.load(bench.bundle(school11(2026, students(10))));
    const result = await bench.load(bench.bundle(school11(2026, ['s10', 's11'], true)));
    expect(counts(result)).toContain('students: 1 0 1 0 0 0');
    expect(counts(result)).toContain('enrollments: 1 0 1 0 0 0');
    expect(Object.keys(bench.rows('students'))).toHaveLength(11);
  });

  test.each(['tobedeleted', 'ToBeDeleted', 'inactive'])(
    'deletes what is %s, with its relations',
    async (status) => {
      await bench.load(bench.bundle(school11(2026, students(3))));
      const result = await delta(`s1,${status},${time},e1,student,Ana,Gil,`);
      expect(Object.keys(bench.rows('students'))).toEqual(['s2', 's3']);
      expect(Object.keys(bench.rows('school_enrollments'))).toEqual(['s2:e1:y2026', 's3:e1:y2026']);
      expect(
        result.datasets
          .filter(({ removed }) => removed > 0)
          .map(({ dataset, removed }) => [dataset, removed]),
      ).toEqual([
        ['students', 1],
        ['school_enrollments', 1],
      ]);
    },
  );

  test('of a user ends the bonds that the line no longer lists, and no others', async () => {
    await bench.load(
      bench.bundle({
        'users.csv': csv(
          usersHeader,
          's1,,,e1,student,Ana,Gil,"p1,p2"',
          's2,,,e1,student,Leo,Gil,p1',
          'p1,,,e1,parent,Eva,Gil,',
          'p2,,,e1,parent,Luz,Gil,',
          'p3,,,e1,parent,Sol,Gil,s1',
        ),
      }),
    );
    await delta(`s1,active,${time},e1,student,Ana,Gil,p2`);
    expect(Object.keys(bench.rows('guardianships'))).toEqual(['s1:p2', 's1:p3', 's2:p1']);
  });

  test('moves somebody whose role changed', async () => {
    await bench.load(bench.bundle(school11(2026, students(2))));
    await delta(`s2,active,${time},e1,teacher,Ana,Gil,`);
    expect(Object.keys(bench.rows('students'))).toEqual(['s1']);
    expect(Object.keys(bench.rows('teachers'))).toEqual(['s2']);
    expect(Object.keys(bench.rows('school_enrollments'))).toEqual(['s1:e1:y2026']);
  });

  test('tells when a row was changed', async () => {
    const head = bench.ledger.head();
    await delta(`s1,active,${time},e1,student,Ana,Gil,`);
    expect(bench.ledger.read(head, 1)[0]?.occurredAt).toBe('2026-03-01T10:00:00.000000Z');
  });

  test('of 1.2 users without their roles leaves them what they are', async () => {
    const roles = csv(
      'sourcedId,userSourcedId,roleType,role,orgSourcedId',
      'r1,u1,primary,student,e1',
      'r2,u2,primary,teacher,e1',
    );
    const header = 'sourcedId,status,dateLastModified,enabledUser,givenName,familyName,userMasterIdentifier';
    const users = csv(header, 'u1,,,true,Ana,Gil,', 'u2,,,true,Eva,Ruiz,');
    await bench.load(bench.bundle({ 'users.csv': users, 'roles.csv': roles }));
    const changed = csv(header, `u1,active,${time},true,Anita,Gil,`, `u2,active,${time},true,Evita,Ruiz,`);
    await bench.load(bench.bundle({ 'manifest.csv': manifest('users'), 'users.csv': changed }));
    expect(bench.rows('students')).toMatchObject({ u1: { given_name: 'Anita' } });
    expect(bench.rows('teachers')).toMatchObject({ u2: { given_name: 'Evita' } });
    expect(Object.keys(bench.rows('school_enrollments'))).toEqual(['r1']);
  });
});

test('what a bulk file marks as deleted is removed without asking', async () => {
  await bench.load(bench.bundle(school11(2026, students(2))));
  const files = school11(2026, students(2));
  const users = files['users.csv']?.replace('s1,,,', 's1,tobedeleted,,') ?? '';
  const enrollments = files['enrollments.csv']?.replace('s1-2026,,,', 's1-2026,tobedeleted,,') ?? '';
  const result = await bench.load(
    bench.bundle({ ...files, 'users.csv': users, 'enrollments.csv': enrollments }),
    {
      acceptRemovals: ['school_enrollments'],
    },
  );
  expect(counts(result)).toContain('students: 0 0 1 1 0 0');
  expect(counts(result)).toContain('enrollments: 0 0 1 1 0 0');
});
