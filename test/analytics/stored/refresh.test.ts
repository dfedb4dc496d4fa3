import { join } from 'node:path';
import { expect, test } from 'vitest';
import { duckdbEngine } from '../../../analytics/engine/duckdb.ts';
import { readManifest } from '../../../analytics/stored/manifest.ts';
import { refreshViews } from '../../../analytics/stored/refresh.ts';
import { storedScan } from '../../../analytics/stored/scan.ts';
import { analytics } from '../../../analytics/translatedViews.ts';
import { fixedClock } from '../../../base/clock.ts';
import { catalog } from '../../../datasets/catalog.ts';
import type { AnyRow } from '../../../datasets/contract.ts';
import { exactObjects } from '../../../lake/exact.ts';
import { type TestLake, testLake } from '../../lake/support.ts';
import { norte, stay } from '../views/school.ts';

interface School {
  readonly lake: TestLake;
  /** Puts rows, or deletes their keys, and curates. */
  put(dataset: string, rows: readonly (AnyRow | string)[]): Promise<void>;
  /** What each view had to compute. */
  refresh(): Promise<Record<string, readonly string[]>>;
  /** Rows of every stored view, as the zone has them. */
  rows(zone?: string): Promise<Record<string, unknown>>;
  /** The same, computed from nothing. */
  fromNothing(): Promise<Record<string, unknown>>;
}

async function openSchool(): Promise<School> {
  const lake = await testLake();
  const root = join(lake.dirs.raw, '..');
  const zone = join(root, 'analytics');
  let others = 0;
  const refresh = (folder: string) => refreshViews({ dirs: lake.dirs, zone: folder, engine: lake.engine });
  const school: School = {
    lake,
    async put(dataset, rows) {
      const contract = catalog[dataset];
      if (!contract) throw new Error(dataset);
      const empty = Object.fromEntries(Object.keys(contract.columns).map((name) => [name, null]));
      for (const row of rows) {
        if (typeof row === 'string') lake.bus.put(contract, row, null);
        else lake.bus.put(contract, String(row[contract.key]), { ...empty, ...row });
      }
      await lake.settle(contract);
    },
    async refresh() {
      const refreshed = await refresh(zone);
      return Object.fromEntries(refreshed.map(({ view, computed }) => [view, computed]));
    },
    async rows(folder = zone) {
      const connection = await lake.engine.connect();
      const found: Record<string, unknown> = {};
      for (const view of analytics().views) {
        const manifest = view.stored && readManifest(folder, view.name);
        if (!manifest) continue;
        const scan = storedScan(folder, view, manifest);
        found[view.name] = await exactObjects(connection, `FROM ${scan} ORDER BY ALL`);
      }
      connection.closeSync();
      return found;
    },
    async fromNothing() {
      const folder = join(root, `other-${++others}`);
      await refresh(folder);
      return school.rows(folder);
    },
  };
  for (const [dataset, rows] of Object.entries(norte)) await school.put(dataset, rows);
  const october = { school_id: 'norte', calendar_date: '2025-10-01', is_instructional: true };
  await school.put('calendar_days', [{ ...october, calendar_day_id: 'october' }]);
  await school.put('school_enrollments', [stay('ana'), stay('ben')]);
  await school.put('attendance', [
    mark('1', 'ana', '2025-09-15'),
    mark('2', 'ben', '2025-09-26'),
    mark('3', 'ana', '2025-10-01'),
  ]);
  return school;
}

const mark = (attendance_id: string, student_id: string, attendance_date: string, more: AnyRow = {}) => ({
  attendance_id,
  student_id,
  school_id: 'norte',
  attendance_date,
  status: 'absent',
  ...more,
});

test('a refresh computes what changed, and gives what computing everything gives', {
  timeout: 120_000,
}, async () => {
  const school = await openSchool();
  const first = await school.refresh();
  expect(first.student_days).toEqual(['2025-09', '2025-10']);
  expect(await school.refresh()).toEqual({});

  // A correction touches its month, and what is made of it.
  await school.put('attendance', [mark('3', 'ana', '2025-10-01', { fraction_absent: '0.5000' })]);
  const corrected = await school.refresh();
  expect(corrected.student_days).toEqual(['2025-10']);
  expect(corrected.chronic_absence).toEqual(['whole']);
  expect(corrected).not.toHaveProperty('student_grades');

  // What no view shows changes no view: its readers are left alone.
  await school.put('attendance', [
    mark('3', 'ana', '2025-10-01', { fraction_absent: '0.5000', reason: 'Gripe' }),
  ]);
  expect(Object.keys(await school.refresh()).sort()).toEqual([
    'attendance_by_class_day',
    'school_days',
    'student_days',
  ]);

  // A record that moves touches both months, and so does a delete whatever month it was of.
  await school.put('attendance', [mark('1', 'ana', '2025-10-01', { class_id: 'mat' })]);
  expect((await school.refresh()).student_days).toEqual(['2025-09', '2025-10']);
  await school.put('attendance', ['1', '3']);
  await school.put('attendance', [mark('4', 'ben', '2025-10-01')]);
  expect((await school.refresh()).student_days).toEqual(['2025-10']);
  expect(await school.rows()).toEqual(await school.fromNothing());

  // An enrollment may touch any month.
  await school.put('school_enrollments', [stay('eva')]);
  expect((await school.refresh()).student_days).toEqual(['2025-09', '2025-10']);
  expect(await school.rows()).toEqual(await school.fromNothing());
});

test('what was done in the first hour of a month in Madrid is of that month', {
  timeout: 60_000,
}, async () => {
  const school = await openSchool();
  const action = (user_action_id: string, occurred_at: string) => ({
    user_action_id,
    user_id: 'u1',
    school_id: 'norte',
    action: 'Viewed',
    occurred_at,
  });
  await school.put('user_actions', [action('1', '2025-09-20T10:00:00.000000Z')]);
  await school.refresh();
  await school.put('user_actions', [action('2', '2025-09-30T22:30:00.000000Z')]);
  expect((await school.refresh()).user_days).toEqual(['2025-09', '2025-10']);
  expect(await school.rows()).toEqual(await school.fromNothing());
});

test('the engine reads what is stored, and computes what is not and what was', {
  timeout: 120_000,
}, async () => {
  const school = await openSchool();
  const { dirs } = school.lake;
  const engine = duckdbEngine({
    dirs: { ...dirs, analytics: join(dirs.raw, '..', 'analytics') },
    contracts: catalog,
  });
  const ask = async (at?: string) => {
    const sql = 'SELECT grade, attendance_band, students FROM marts.attendance_bands ORDER BY 1, 2';
    const answer = await engine.run(
      sql,
      at === undefined ? {} : { at: { kind: 'instant', at: instantOf(at) } },
    );
    const rows: unknown[] = [];
    for await (const batch of answer.batches()) rows.push(...batch);
    await answer.close();
    return rows;
  };
  // Eleven days: Ana missed two of them, Ben one.
  const before = [
    ['01', '80-90', '1'],
    ['01', '90-95', '1'],
  ];
  expect(await ask()).toEqual(before);
  await school.refresh();
  await school.put('school_enrollments', [stay('eva')]);
  expect(await ask()).toEqual(before);
  await school.refresh();
  const after = [...before, ['01', '95-100', '1']];
  expect(await ask()).toEqual(after);
  expect(await ask('2026-03-02T00:00:00Z')).toEqual(after);
});

const instantOf = (text: string) => fixedClock(text).now();
