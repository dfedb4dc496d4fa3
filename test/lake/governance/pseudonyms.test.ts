import { expect, test } from 'vitest';
import { guardianships } from '../../../datasets/guardianships.ts';
import { students } from '../../../datasets/students.ts';
import { checkpointOf } from '../../../lake/curation/checkpoint.ts';
import { governanceKey } from '../../../lake/governance/keys.ts';
import { pseudonymOf, pseudonymsOf } from '../../../lake/governance/pseudonyms.ts';
import { testLake } from '../support.ts';

test('a dataset has one for each kind of person that its rows are about', () => {
  expect(pseudonymsOf(guardianships)).toEqual([
    { name: '_student_pid', person: 'student', of: 'student_id' },
    { name: '_guardian_pid', person: 'guardian', of: 'guardian_id' },
  ]);
});

test('the same key is another person among students than among teachers', () => {
  const key = '0b'.repeat(32);
  expect(pseudonymOf(key, 'student', '7')).not.toBe(pseudonymOf(key, 'teacher', '7'));
  expect(pseudonymOf(key, 'student', '7')).not.toBe(pseudonymOf('0c'.repeat(32), 'student', '7'));
});

const none = (contract: { columns: object }, values: object) => ({
  ...Object.fromEntries(Object.keys(contract.columns).map((name) => [name, null])),
  ...values,
});

test('rows of all datasets join by them, and whoever has the key can tell them', async () => {
  const lake = await testLake();
  lake.bus.put(students, 'ana', none(students, { student_id: 'ana' }));
  lake.bus.put(guardianships, 'x', none(guardianships, { guardianship_id: 'x', student_id: 'ana' }));
  await lake.settle(students);
  await lake.settle(guardianships);
  const expected = pseudonymOf(governanceKey(lake.dirs.keys, 'pseudonym'), 'student', 'ana');
  expect(await lake.rows(students)).toMatchObject([{ _student_pid: expected }]);
  expect(await lake.rows(guardianships)).toMatchObject([{ _student_pid: expected, _guardian_pid: null }]);
});

test('a table from before them gets them at the next merge, and no row is another version', async () => {
  const lake = await testLake();
  const before = { ...students, subjects: {} };
  for (const name of ['ana', 'bea']) lake.bus.put(before, name, none(students, { student_id: name }));
  await lake.settle(before);
  expect(Object.keys((await lake.rows(before))[0] ?? {})).not.toContain('_student_pid');

  lake.bus.put(students, 'eva', none(students, { student_id: 'eva' }));
  await lake.settle(students);

  const key = governanceKey(lake.dirs.keys, 'pseudonym');
  expect(await lake.rows(students)).toMatchObject(
    ['ana', 'bea', 'eva'].map((name) => ({
      student_id: name,
      _version: '1',
      _student_pid: pseudonymOf(key, 'student', name),
    })),
  );
  const { metadata } = await lake.table(students);
  expect(metadata.snapshots.map(({ summary }) => summary.operation)).toEqual([
    'append',
    'replace',
    'overwrite',
  ]);
  expect(checkpointOf(metadata)).toBe(3);

  lake.bus.put(students, 'ida', none(students, { student_id: 'ida' }));
  await lake.settle(students);
  expect((await lake.table(students)).metadata.snapshots).toHaveLength(4);
});
