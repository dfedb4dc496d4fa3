import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixedClock } from '../../../base/clock.ts';
import { contractOf } from '../../../datasets/catalog.ts';
import { spillDir } from '../../../lake/dirs.ts';
import { openEngine } from '../../../lake/duckdb.ts';
import { findExpired } from '../../../lake/erasure/expired.ts';
import type { WriterArgs, WriterName } from '../../../runtime/commands.ts';
import { layoutOf } from '../../../runtime/state.ts';
import { runWriter } from '../../../runtime/writer.ts';
import { writeBundle } from '../../cli/bundle.ts';
import { folder, silent } from '../backup/school.ts';

const attended = `id,student_id,school_year,school_id,attendance_date,all_day,Period,section_id,AttendanceCode,PresenceFlag,attendance_status,attendance_type,attendance_sequence
1,s1,2026,esc,2025-10-06,Yes,,,P,1,Present,ClassSectionAttendance,
2,s1,2026,esc,2026-02-06,Yes,,,A,0,Absent,ClassSectionAttendance,
`;
const withoutEva = `sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
s1,,,true,esc,student,,,Ángela,Núñez Gómez,,,,,,,09,
t1,,,true,esc,teacher,,,Óscar,Ibáñez,,,,,,,,`;

/** A school of 2026, with two days of attendance, which a student has left. */
async function school() {
  const root = folder();
  const dir = join(root, 'state');
  const at = (instant: string) => {
    const clock = fixedClock(instant);
    return <N extends WriterName>(name: N, args: WriterArgs<N>) =>
      runWriter(name, args, { dir, clock, ...silent });
  };
  const then = at('2026-03-02T10:00:00Z');
  const load = { maxRemovals: 1, acceptRemovals: [] };
  await then('load oneroster', { path: writeBundle(join(root, 'bundle')), ...load });
  const path = join(root, 'studentattendance.csv');
  writeFileSync(path, attended);
  const table = { files: [{ path, name: 'studentattendance.csv' }], mapping: 'contoso', ...load };
  await then('load table', table);
  await then('load oneroster', {
    path: writeBundle(join(root, 'next'), { 'users.csv': withoutEva }),
    ...load,
  });
  return { dir, at, table };
}

const told = ({ datasets }: { datasets: readonly { dataset: string; rows: number; versions: number }[] }) =>
  Object.fromEntries(
    datasets.flatMap(({ dataset, rows, versions }) => (versions > 0 ? [[dataset, [rows, versions]]] : [])),
  );

test('nothing is removed before its time', async () => {
  const { at } = await school();
  const answer = await at('2026-03-03T10:00:00Z')('retention run', { dryRun: false });
  expect(told(answer)).toEqual({});
  expect(answer.certificate).toBeNull();
});

test('rows go that are older than their contract allows, and stay away', async () => {
  const { at, dir, table } = await school();
  const later = at('2030-12-01T00:00:00Z');
  expect(told(await later('retention run', { dryRun: true }))).toMatchObject({ attendance: [1, 1] });
  const { certificate } = await later('retention run', { dryRun: false });
  expect(JSON.parse(readFileSync(certificate as string, 'utf8'))).toMatchObject({
    persons: [],
    cutoffs: { attendance: '2025-12-01' },
    rows: { deleted: { attendance: 1 } },
    versions: { attendance: 2 },
  });
  const rows = async () =>
    (await later('parity', {})).datasets.find(({ dataset }) => dataset === 'attendance')?.stores;
  expect(await rows()).toEqual({ lake: 1, query: 1 });
  await later('load table', table);
  expect(await rows()).toEqual({ lake: 1, query: 1 });
  const state = layoutOf(dir);
  const engine = await openEngine({ spill: spillDir(state) });
  const lake = { dirs: state, engine };
  expect(await findExpired(contractOf('attendance'), '2025-12-01', lake)).toEqual([]);
  engine.close();
});

test('what is left of rows that were deleted goes when its time has come', async () => {
  const { at } = await school();
  const early = at('2031-03-01T00:00:00Z');
  expect(told(await early('retention run', { dryRun: true })).students).toBeUndefined();
  const later = at('2031-03-03T00:00:00Z');
  expect(told(await later('retention run', { dryRun: true })).students).toEqual([0, 2]);
  await later('retention run', { dryRun: false });
  expect(told(await later('retention run', { dryRun: true }))).toEqual({});
});
