import { beforeAll, expect, test } from 'vitest';
import type { ViewName } from '../../../analytics/views/columns.ts';
import { contractOf } from '../../../datasets/catalog.ts';
import { compileMapping } from '../../../ingestion/mapping/compile.ts';
import { legacyMappings } from '../../../ingestion/mapping/legacy/all.ts';
import { postgresReaders } from '../../../ingestion/postgres/readers.ts';
import type { Cell } from '../../../lake/exact.ts';
import { generateSchool } from '../../../legacy/generator/generator.ts';
import { rowsOfAll } from './fixture.ts';
import {
  attendanceBy,
  meanScores,
  type Plain,
  type PlainSchool,
  studentDays,
  usageByDay,
  weekdayOf,
} from './independent.ts';

/** A generated network of schools: the rows of every dataset, as the feeder makes them of the monolith's. */
let school: PlainSchool;
/** The marts over the same rows. */
let marts: Readonly<Record<string, readonly Record<string, Cell>[]>>;

const views: readonly ViewName[] = [
  'chronic_absence',
  'attendance_by_grade',
  'attendance_by_weekday',
  'attendance_by_class',
  'student_grades',
  'grade_distribution',
  'early_warning',
  'class_load',
  'teacher_load',
  'guardian_engagement',
  'usage_daily',
];

beforeAll(async () => {
  const mappings = new Map(legacyMappings.map((mapping) => [mapping.table, mapping]));
  school = Object.fromEntries(
    generateSchool({ students: 60, seed: 11, days: 20 }).flatMap(({ table, rows }) => {
      const mapping = mappings.get(table);
      if (!mapping) return [];
      const compiled = compileMapping(mapping, contractOf(mapping.dataset), postgresReaders);
      const texts = [...rows].map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, cell]) => [name, cell === null ? null : String(cell)]),
        ),
      );
      return [[mapping.dataset, texts.map((row) => compiled.map(row).row as Plain)]];
    }),
  );
  marts = await rowsOfAll(views, school);
});

const rowsOf = (view: ViewName) => marts[view] ?? [];
const units = (value: Cell | undefined) => Math.round(Number(value) * 10_000);
/** Sums of two columns of a mart by others. */
function sums(view: ViewName, keys: readonly string[], [first, second]: readonly [string, string]) {
  const found = new Map<string, [number, number]>();
  for (const row of rowsOf(view)) {
    const key = keys.map((name) => row[name]).join(' ');
    const [one, other] = found.get(key) ?? [0, 0];
    found.set(key, [one + Number(row[first]), other + units(row[second])]);
  }
  return found;
}

test('chronic absence, by student', () => {
  const byStudent = attendanceBy(studentDays(school), ({ student }) => student);
  const expected = [...byStudent].map(([student, [enrolled, absent]]) => [
    student,
    enrolled,
    absent,
    enrolled >= 10 && 10 * absent >= 10_000 * enrolled,
  ]);
  const found = rowsOf('chronic_absence').map((row) => [
    row.student_id,
    Number(row.enrolled_days),
    units(row.absent_days),
    row.is_chronic,
  ]);
  expect(found).toEqual(expected.sort());
  expect(found.filter(([, , , chronic]) => chronic).length).toBeGreaterThan(0);
});

test('attendance by grade and by weekday', () => {
  const days = studentDays(school);
  expect(sums('attendance_by_grade', ['school_id', 'grade'], ['enrolled_days', 'absent_days'])).toEqual(
    attendanceBy(days, ({ school, grade }) => `${school} ${grade}`),
  );
  expect(sums('attendance_by_weekday', ['school_id', 'weekday'], ['enrolled_days', 'absent_days'])).toEqual(
    attendanceBy(days, ({ school, day }) => `${school} ${weekdayOf(day)}`),
  );
});

test('attendance by class: meetings of subjects, days of home groups', () => {
  const classes = new Map(school.classes?.map((row) => [row.class_id, row]));
  const expected = new Map<string, [number, number]>();
  const add = (key: string, absent: number) => {
    const [all, missed] = expected.get(key) ?? [0, 0];
    expected.set(key, [all + 1, missed + absent]);
  };
  for (const { class_id, status } of school.attendance ?? []) {
    if (class_id === null || classes.get(class_id ?? null)?.class_type === 'homeroom') continue;
    add(String(class_id), status === 'absent' ? 10_000 : 0);
  }
  const groups = (school.enrollments ?? []).filter(
    ({ class_id }) => classes.get(class_id ?? null)?.class_type === 'homeroom',
  );
  for (const { student, school: id, day, missed } of studentDays(school)) {
    for (const { student_id, class_id, begin_date, end_date } of groups) {
      const isThen = String(begin_date) <= day && (end_date === null || day < String(end_date));
      if (student_id === student && isThen && classes.get(class_id ?? null)?.school_id === id) {
        add(String(class_id), missed);
      }
    }
  }
  expect(sums('attendance_by_class', ['class_id'], ['expected', 'absent'])).toEqual(expected);
});

test('mean scores and how they spread', () => {
  const expected = meanScores(school);
  const found = rowsOf('student_grades').map(
    (row) => [`${row.student_id} ${row.class_id} ${row.term_id}`, Number(row.mean_score)] as const,
  );
  expect(new Set(found.map(([key]) => key))).toEqual(new Set(expected.keys()));
  for (const [key, mean] of found) expect(mean).toBeCloseTo(expected.get(key) ?? Number.NaN, 3);
  const tenths = new Map<number, number>();
  for (const [, mean] of found) {
    const tenth = Math.min(9, Math.floor(mean / 10));
    tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1);
  }
  const counted = new Map<number, number>();
  for (const { decile, students } of rowsOf('grade_distribution')) {
    counted.set(Number(decile), (counted.get(Number(decile)) ?? 0) + Number(students));
  }
  expect(counted).toEqual(tenths);
});

test('early warning, by student of this year', () => {
  const byStudent = attendanceBy(studentDays(school), ({ student }) => student);
  const byClass = Map.groupBy(meanScores(school), ([key]) => key.split(' ').slice(0, 2).join(' '));
  const classes = Map.groupBy(byClass, ([key]) => key.split(' ')[0] ?? '');
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const flag = (value: number, red: number, yellow: number) =>
    value < red ? 'red' : value < yellow ? 'yellow' : 'green';
  const found = rowsOf('early_warning').filter(({ school_year }) => school_year === '2026');
  expect(found).toHaveLength(60);
  for (const row of found) {
    const id = String(row.student_id);
    const [enrolled, absent] = byStudent.get(id) ?? [0, 0];
    const attendance = enrolled < 10 ? null : flag(100 - absent / 100 / enrolled, 80, 88);
    const scores = (classes.get(id) ?? []).map(([, terms]) => mean(terms.map(([, score]) => score)));
    const grades = scores.length === 0 ? null : flag(mean(scores), 65, 72);
    const incidents = (school.incidents ?? []).filter(({ student_id }) => student_id === id);
    const has = (severity: string) => incidents.some((incident) => incident.severity === severity);
    const behaviour =
      has('very_serious') || incidents.length >= 5
        ? 'red'
        : has('serious') || incidents.length >= 2
          ? 'yellow'
          : 'green';
    expect([id, row.attendance_flag, row.behaviour_flag, row.grades_flag]).toEqual([
      id,
      attendance,
      behaviour,
      grades,
    ]);
  }
});

test('loads of classes and teachers, on the last day of the data', () => {
  const today = '2026-03-20';
  const holds = (begin: Plain[string] | undefined, end: Plain[string] | undefined) =>
    String(begin) <= today && (end === null || String(end) > today);
  const members = Map.groupBy(
    (school.enrollments ?? []).filter(({ begin_date, end_date }) => holds(begin_date, end_date)),
    ({ class_id }) => class_id,
  );
  const inClass = (id: Cell | Plain[string] | undefined) =>
    new Set((members.get(id as string) ?? []).map(({ student_id }) => student_id));
  for (const row of rowsOf('class_load')) expect(Number(row.students)).toBe(inClass(row.class_id).size);
  expect(rowsOf('class_load')).toHaveLength(school.classes?.length ?? 0);
  const taught = Map.groupBy(
    (school.teaching_assignments ?? []).filter(({ begin_date, end_date }) => holds(begin_date, end_date)),
    ({ teacher_id }) => teacher_id,
  );
  expect(rowsOf('teacher_load')).toHaveLength(taught.size);
  for (const row of rowsOf('teacher_load')) {
    const classes = taught.get(row.teacher_id as string) ?? [];
    const students = new Set(classes.flatMap(({ class_id }) => [...inClass(class_id)]));
    expect([Number(row.classes), Number(row.students)]).toEqual([classes.length, students.size]);
  }
});

test('guardians who can be reached and who were there in the last 7 and 30 days', () => {
  const today = Date.parse('2026-03-20');
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Madrid' });
  const age = (instant: string) => (today - Date.parse(day.format(new Date(instant)))) / 86_400_000;
  const current = (school.school_enrollments ?? []).filter(
    ({ entry_date, exit_date }) =>
      String(entry_date) <= '2026-03-20' && (exit_date === null || String(exit_date) > '2026-03-20'),
  );
  const guardians = new Map(school.guardians?.map((row) => [row.guardian_id, row]));
  const counts = [0, 0, 0, 0];
  for (const { student_id } of current) {
    const own = (school.guardianships ?? [])
      .filter((row) => row.student_id === student_id)
      .map(({ guardian_id }) => guardians.get(guardian_id ?? null));
    const ages = (school.user_actions ?? [])
      .filter(({ user_id }) => own.some((guardian) => guardian?.user_id === user_id))
      .map(({ occurred_at }) => age(String(occurred_at)));
    const facts = [
      true,
      own.some((guardian) => guardian?.email || guardian?.sms || guardian?.phone),
      ages.some((days) => days < 7),
      ages.some((days) => days < 30),
    ];
    for (const [index, fact] of facts.entries()) if (fact) counts[index] = (counts[index] ?? 0) + 1;
  }
  const total = (name: string) =>
    rowsOf('guardian_engagement').reduce((sum, row) => sum + Number(row[name]), 0);
  expect(
    ['students', 'contactable_students', 'active_7_days_students', 'active_30_days_students'].map(total),
  ).toEqual(counts);
});

test('usage by day, as days go in Madrid', () => {
  const expected = [...usageByDay(school, 'Europe/Madrid')].map(([key, { users, actions, seconds }]) => [
    key,
    users.size,
    actions,
    seconds,
  ]);
  const found = rowsOf('usage_daily').map((row) => [
    `${row.school_id} ${row.user_role} ${row.action_date}`,
    Number(row.active_users),
    Number(row.actions),
    Number(row.seconds_on_task),
  ]);
  expect(found.sort()).toEqual(expected.sort());
});
