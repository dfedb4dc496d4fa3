import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeBundle } from './bundle.ts';
import { aljibe } from './program.ts';

let dir: string;
const run = (...line: string[]) => aljibe(line, { ALJIBE_DIR: join(dir, 'state') });
const users = `sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
s1,,,true,esc,student,angela.nunez,,Ángela,Núñez Gómez,,,angela@alumnos.example,,,,09,
s3,,,true,esc,student,,,Eva,Ruiz,,,,,,,09,
t1,,,true,esc,teacher,,,Óscar,Ibáñez,,,,,,,,`;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'aljibe-erase-'));
  await run('load', 'oneroster', writeBundle(join(dir, 'bundle'), { 'users.csv': users }));
});
afterAll(() => rmSync(dir, { recursive: true }));

test('a person is told, looked up and erased', async () => {
  const answer = join(dir, 'answer.json');
  expect(await run('person', 'students:s1', '--export', answer)).toEqual({
    code: 0,
    stdout: `dataset             rows  versions
students               1         1
school_enrollments     1         1
enrollments            1         1
`,
    stderr: `${answer}: everything, with what it means; it holds personal data
the same person: users:s1
`,
  });
  expect(statSync(answer).mode & 0o777).toBe(0o600);
  const [students] = (JSON.parse(readFileSync(answer, 'utf8')) as { datasets: object[] }).datasets;
  expect(students).toMatchObject({
    dataset: 'students',
    es: 'Alumnado',
    rows: [{ family_name: 'Núñez Gómez' }],
  });

  const looked = await run('erase', '--person', 'students:s1', '--dry-run');
  const table = `dataset             rows that go  made anonymous  versions
students                       1               0         1
school_enrollments             1               0         1
enrollments                    1               0         1
`;
  expect(looked).toEqual({ code: 0, stdout: table, stderr: 'the same person: users:s1\n' });

  const erased = await run('erase', '--person', 'students:s1', '--verify');
  expect(erased).toMatchObject({ code: 0, stderr: 'the same person: users:s1\n' });
  expect(erased.stdout).toMatch(
    /found 2 values of theirs in \d+ places before, and in 0 places after\ncertificate {2}\S+\.json\n$/,
  );

  expect(await run('erase', '--person', 'students:s1', '--dry-run')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'error: students:s1 was erased already: nothing tells of them\n',
  });
});

test.each([
  ['nowhere/answer.json', 'no such file or directory'],
  ['bundle/users.csv', 'file already exists'],
])('an answer is written to no %s', async (name, message) => {
  const path = join(dir, name);
  expect(await run('person', 'students:s3', '--export', path)).toEqual({
    code: 2,
    stdout: '',
    stderr: `error: ${path}: ${message}\n  Name a new file, in a folder that is there.\n`,
  });
});

test('of an answer that could not be given no file is left', async () => {
  const path = join(dir, 'nobody.json');
  expect(await run('person', 'students:nobody', '--export', path)).toMatchObject({ code: 1, stdout: '' });
  expect(existsSync(path)).toBe(false);
});

test.each([
  [['erase'], 2, '--person DATASET:KEY is missing'],
  [['erase', '--person', 'student:s3'], 2, 'Did you mean students?'],
  [['person', 'students:nobody'], 1, 'nothing tells of students:nobody'],
  [['person', 'students:'], 2, '"students:" names no person'],
])('%j is refused', async (line, code, message) => {
  expect(await run(...line)).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) });
});
