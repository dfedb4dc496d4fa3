import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Snapshot, Table } from '../../../lake/iceberg/types.ts';
import { openTable } from '../../../lake/iceberg/versions.ts';
import { auditedAct, exportAct } from '../../../runtime/audit/act.ts';
import { writeJournal } from '../../../runtime/erasure/journal.ts';
import { openPlatform } from '../../../runtime/platform.ts';
import { layoutOf } from '../../../runtime/state.ts';
import { writeBundle } from '../../cli/bundle.ts';
import { clock, folder, run, silent } from '../backup/school.ts';

const users = (...more: string[]) =>
  `sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
s1,,,true,esc,student,angela.nunez,,Ángela,Núñez Gómez,,ES-2800000009,angela@alumnos.example,,600111222,,09,secreto
s3,,,true,esc,student,,,Eva,Ruiz,,ES-2800000010,eva@alumnos.example,,600111222,,09,
t1,,,true,esc,teacher,oscar.ibanez,,Óscar,Ibáñez,,,oscar@escuela.example,,,,,
${more.join('\n')}`;

/** A school in which Ángela and Eva have one telephone. */
async function school(...more: string[]) {
  const root = folder();
  const dir = join(root, 'state');
  const load = {
    path: writeBundle(join(root, 'bundle'), { 'users.csv': users(...more) }),
    maxRemovals: 1,
    acceptRemovals: [],
  };
  await run(dir, 'load oneroster', load);
  const erase = (person: string, options: { only?: boolean; dryRun?: boolean; verify?: boolean } = {}) =>
    run(dir, 'erase', { person, only: false, dryRun: false, verify: false, ...options });
  return { dir, load, erase };
}

const countsOf = async (dir: string) => {
  const { datasets } = await run(dir, 'parity', {});
  return Object.fromEntries(
    datasets.flatMap(({ dataset, stores }) => (stores.lake ? [[dataset, stores.lake]] : [])),
  );
};
const journals = (dir: string) =>
  readdirSync(layoutOf(dir).erasures).filter((name) => name.endsWith('unfinished.json'));

test('a dry run says what there is, and changes nothing', async () => {
  const { dir, erase } = await school();
  expect(await erase('students:s1', { dryRun: true })).toEqual({
    persons: ['students:s1', 'users:s1'],
    rows: { deleted: { students: 1, school_enrollments: 1, enrollments: 1 }, anonymised: {}, quarantined: 0 },
    versions: { students: 1, school_enrollments: 1, enrollments: 1 },
    certificate: null,
    found: [],
  });
  expect(await countsOf(dir)).toMatchObject({ students: 2 });
});

test('of an erased person no file holds anything, and of others everything stays', async () => {
  const { dir, erase } = await school();
  const before = await countsOf(dir);
  const erased = await erase('students:s1', { verify: true });
  // The telephone is somebody else's as well.
  expect(erased.certificate?.verified).toMatchObject({ values: 3, after: 0 });
  expect(erased.found).toEqual([]);
  const { students, school_enrollments, enrollments, audit_events, ...others } = before;
  expect(await countsOf(dir)).toMatchObject({
    ...others,
    students: 1,
    school_enrollments: Number(school_enrollments) - 1,
    enrollments: Number(enrollments) - 1,
  });
});

test('the certificate says what was done, and not to whom', async () => {
  const { dir, erase } = await school();
  const { certificate } = await erase('students:s1');
  const text = readFileSync(certificate?.path as string, 'utf8');
  expect(JSON.parse(text)).toMatchObject({
    requestedAt: '2026-03-02T10:00:00.000000Z',
    persons: [
      { person: 'student', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { person: 'user', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ],
    rows: { deleted: { students: 1 } },
    versions: { students: 2, school_enrollments: 2, enrollments: 2 },
    steps: { 'raw zone': { events: 6 }, tombstones: { keys: 3 }, ledger: { keys: 3 } },
    verified: null,
    backups: [],
    exports: [],
  });
  expect(text).not.toMatch(/s1|ngela|2800000009/);
  expect(journals(dir)).toEqual([]);
});

test('the certificate names the files that their datasets were exported to', async () => {
  const { dir, erase } = await school();
  const { signal } = new AbortController();
  for (const dataset of ['students', 'orgs']) {
    const datasets = [`curated.${dataset}`];
    const act = { act: exportAct, object: `/copies/${dataset}.csv`, datasets, clock, signal };
    await auditedAct(layoutOf(dir), act, async () => undefined);
  }
  expect((await erase('students:s1')).certificate?.exports).toEqual([
    { dataset: 'students', to: '/copies/students.csv', at: '2026-03-02T10:00:00.000000Z' },
  ]);
});

test('a source that goes on telling of them does not bring them back', async () => {
  const { dir, load, erase } = await school();
  await erase('students:s1');
  await run(dir, 'load oneroster', load);
  expect(await countsOf(dir)).toMatchObject({ students: 1, teachers: 1 });
  await expect(erase('students:s1')).rejects.toMatchObject({
    message: 'students:s1 was erased already: nothing tells of them',
  });
});

test('who is known under another key is erased under both, unless it is left at the one', async () => {
  const guardian =
    'g1,,,true,esc,guardian,oscar.ibanez,,Óscar,Ibáñez,,NIF-12345678Z,oscar.home@example.org,,,,,';
  const teacher = 't2,,,true,esc,teacher,,,Óscar,Ibáñez,,NIF-12345678Z,,,,,,';
  const { erase } = await school(guardian, teacher);
  expect((await erase('teachers:t2', { dryRun: true })).persons).toEqual([
    'teachers:t2',
    'users:t2',
    'guardians:g1',
    'users:g1',
  ]);
  expect((await erase('teachers:t2', { dryRun: true, only: true })).persons).toEqual(['teachers:t2']);
});

test.each([
  ['students:nobody', 'nothing tells of students:nobody'],
  ['pupils:s1', '"pupils" holds no persons'],
  ['s1', '"s1" names no person'],
])('%s is refused', async (person, message) => {
  const { erase } = await school();
  await expect(erase(person)).rejects.toMatchObject({ message });
});

test('a person without a value of their own is not looked for in vain', async () => {
  const { dir, erase } = await school('s9,,,true,esc,student,,,Ada,Gil,,,,,,,09,');
  await expect(erase('students:s9', { verify: true })).rejects.toMatchObject({
    message: "no value is this person's alone, so looking for what is left of them would prove nothing",
  });
  expect(await countsOf(dir)).toMatchObject({ students: 3 });
});

test('a dataset that is held after a rollback is not erased from', async () => {
  const { dir, load, erase } = await school();
  await run(dir, 'load oneroster', {
    ...load,
    path: writeBundle(join(dir, '..', 'next'), { 'users.csv': users().replace('Ángela', 'Ángeles') }),
  });
  const { metadata } = (await openTable(join(dir, 'curated', 'students'))) as Table;
  const first = metadata.snapshots.find(({ summary }) => summary['total-records'] === '2') as Snapshot;
  await run(dir, 'dataset rollback', { dataset: 'students', to: String(first['snapshot-id']) });
  await expect(erase('students:s1')).rejects.toMatchObject({
    message: 'students is held after a rollback, so nothing is erased from it',
    hint: 'Let it go on first: aljibe dataset resume students.',
  });
});

test('what was begun is ended by whoever writes next', async () => {
  const { dir } = await school();
  writeJournal(layoutOf(dir), {
    id: 'begun',
    requestedAt: '2026-03-02T09:00:00.000000Z',
    identities: [{ person: 'student', key: 's1' }],
    values: ['ES-2800000009'],
    cutoffs: {},
    rows: { deleted: { students: 1 }, anonymised: {}, quarantined: 0 },
    foundBefore: 3,
    done: {},
  });
  const failures: unknown[] = [];
  const platform = await openPlatform(dir, clock, { ...silent, failed: (_, error) => failures.push(error) });
  await platform?.close();
  expect({ failures, journals: journals(dir) }).toEqual({ failures: [], journals: [] });
  const certificate = readFileSync(join(layoutOf(dir).erasures, 'begun.json'), 'utf8');
  expect(JSON.parse(certificate)).toMatchObject({ verified: { values: 1, before: 3, after: 0 } });
  expect(await countsOf(dir)).toMatchObject({ students: 1 });
});

test('who asks for their own data gets every row of theirs, and nothing of others', async () => {
  const { dir } = await school();
  const known = await run(dir, 'person', { person: 'students:s1', only: false, rows: true });
  expect(known.persons).toEqual(['students:s1', 'users:s1']);
  expect(known.datasets.map(({ dataset, count, versions }) => [dataset, count, versions])).toEqual([
    ['students', 1, 1],
    ['school_enrollments', 1, 1],
    ['enrollments', 1, 1],
  ]);
  expect(known.datasets[0]?.rows?.[0]).toMatchObject({ student_id: 's1', given_name: 'Ángela' });
  const counted = await run(dir, 'person', { person: 'students:s1', only: true, rows: false });
  expect(counted.datasets[0]).toEqual({ dataset: 'students', rows: null, count: 1, versions: 1 });
});

test('somebody whose own row is in quarantine is told and erased', async () => {
  const { dir, load, erase } = await school('s2,,,true,esc,student,,,Bruno,,,,bruno@alumnos.example,,,,09,');
  const known = await run(dir, 'person', { person: 'students:s2', only: false, rows: true });
  expect(known).toMatchObject({
    datasets: [{ dataset: 'school_enrollments', count: 1 }],
    quarantined: [{ dataset: 'students', payload: { givenName: 'Bruno' } }],
  });
  expect((await erase('students:s2')).rows).toEqual({
    deleted: { school_enrollments: 1 },
    anonymised: {},
    quarantined: 1,
  });
  const { datasets } = await run(dir, 'load oneroster', load);
  expect(datasets.filter(({ quarantined }) => quarantined > 0)).toEqual([]);
  await expect(erase('students:s2')).rejects.toMatchObject({
    message: 'students:s2 was erased already: nothing tells of them',
  });
});
