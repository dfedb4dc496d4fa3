import { expect, test } from 'vitest';
import { columnsOf, type ViewRows } from './fixture.ts';

const year = { school_year: '2026' } as const;
const student = (student_id: string) => ({ ...year, student_id, is_current: true });
const attended = (student_id: string, absent_days: string, is_counted = true) =>
  ({
    ...year,
    student_id,
    enrolled_days: '100',
    absent_days,
    attendance_rate: 0.5,
    is_counted,
    is_chronic: true,
  }) as const;
const achieved = (student_id: string, mean_score: string, class_id = 'mat') =>
  ({ ...year, student_id, class_id, mean_score }) as const;
const incidents = (student_id: string, count: number, severity: string) =>
  Array.from({ length: count }, (_, index) => ({ ...year, student_id, severity, incident_id: `${index}` }));

const flags = (viewRows: ViewRows) =>
  columnsOf(
    'early_warning',
    ['student_id', 'attendance_flag', 'behaviour_flag', 'grades_flag', 'risk'],
    {},
    { student_incidents: [], student_grades: [], chronic_absence: [], ...viewRows },
  );

test('attendance is red below 80 and yellow below 88 per cent', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  expect(
    await flags({
      student_years: ids.map(student),
      chronic_absence: [
        attended('a', '20.0001'),
        attended('b', '20.0000'),
        attended('c', '12.0001'),
        attended('d', '12.0000'),
        attended('e', '50.0000', false),
      ],
    }),
  ).toEqual([
    ['a', 'red', 'green', null, 'red'],
    ['b', 'yellow', 'green', null, 'yellow'],
    ['c', 'yellow', 'green', null, 'yellow'],
    ['d', 'green', 'green', null, 'green'],
    ['e', null, 'green', null, 'green'],
  ]);
});

test('grades are red below 65 and yellow below 72, by the mean of the classes', async () => {
  expect(
    await flags({
      student_years: ['a', 'b', 'c', 'd'].map(student),
      student_grades: [
        achieved('a', '64.9999'),
        achieved('b', '60.0000', 'len'),
        achieved('b', '70.0000'),
        achieved('c', '71.9999'),
        achieved('d', '72.0000'),
      ],
    }),
  ).toEqual([
    ['a', null, 'green', 'red', 'red'],
    ['b', null, 'green', 'yellow', 'yellow'],
    ['c', null, 'green', 'yellow', 'yellow'],
    ['d', null, 'green', 'green', 'green'],
  ]);
});

test('behaviour is red from five incidents or a very serious one on, yellow from two or a serious one on', async () => {
  expect(
    await flags({
      student_years: ['a', 'b', 'c', 'd', 'e'].map(student),
      student_incidents: [
        ...incidents('a', 5, 'minor'),
        ...incidents('b', 1, 'very_serious'),
        ...incidents('c', 2, 'minor'),
        ...incidents('d', 1, 'serious'),
        ...incidents('e', 1, 'ext:leve'),
      ],
    }),
  ).toEqual([
    ['a', null, 'red', null, 'red'],
    ['b', null, 'red', null, 'red'],
    ['c', null, 'yellow', null, 'yellow'],
    ['d', null, 'yellow', null, 'yellow'],
    ['e', null, 'green', null, 'green'],
  ]);
});

test('failed classes are those below 65, and flags are counted', async () => {
  expect(
    await columnsOf(
      'early_warning',
      ['graded_classes', 'failed_classes', 'mean_score', 'red_flags', 'yellow_flags'],
      {},
      {
        student_years: [student('a')],
        student_incidents: incidents('a', 2, 'minor'),
        chronic_absence: [attended('a', '30.0000')],
        student_grades: [achieved('a', '50.0000'), achieved('a', '90.0000', 'len')],
      },
    ),
  ).toEqual([['2', '1', 70, '1', '2']]);
});
