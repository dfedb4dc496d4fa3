import { expect, test } from 'vitest';
import { columnsOf, type Rows } from './fixture.ts';
import { attendanceTaken, mark, norte, stay } from './school.ts';

const homeroom = { class_id: 'tut', title: '1.º A', class_type: 'homeroom', school_id: 'norte' } as const;
const maths = { class_id: 'mat', title: 'Matemáticas', class_type: null, school_id: 'norte' } as const;
const member = (student_id: string, class_id: string, more = {}) =>
  ({ enrollment_id: `${student_id}-${class_id}`, student_id, class_id, ...more }) as const;

const two: Rows = {
  ...norte,
  classes: [homeroom, maths],
  school_enrollments: [stay('ana'), stay('ben', { grade: null })],
  enrollments: [member('ana', 'tut'), member('ben', 'tut'), member('ana', 'mat')],
};

test('a day has so many students who were expected and so much that was missed, by grade', async () => {
  const attendance = [
    ...attendanceTaken.slice(0, 1),
    mark('ana', '2025-09-15', { fraction_absent: '0.2500', is_excused: true }),
    mark('ben', '2025-09-15', { status: 'late', fraction_absent: '0.0000' }),
  ];
  expect(
    await columnsOf(
      'attendance_by_day',
      [
        'grade',
        'enrolled_days',
        'absent_days',
        'excused_days',
        'late_days',
        'recorded_days',
        'attendance_rate',
      ],
      { ...two, attendance },
    ),
  ).toEqual([
    ['01', '1', '0.2500', '0.2500', '0', '1', 0.75],
    [null, '1', '0.0000', '0.0000', '1', '1', 1],
  ]);
});

test('days are summed up by weekday, month and term', async () => {
  const rows = { ...two, school_enrollments: [stay('ana')] };
  const attendance = [...attendanceTaken, mark('ana', '2025-09-15'), mark('ana', '2025-09-22')];
  expect(
    await columnsOf('attendance_by_weekday', ['term_id', 'weekday', 'enrolled_days', 'absent_days'], {
      ...rows,
      attendance,
    }),
  ).toEqual([
    ['t1', '1', '2', '2.0000'],
    ['t1', '2', '2', '0.0000'],
    ['t1', '3', '2', '0.0000'],
    ['t1', '4', '2', '0.0000'],
    ['t1', '5', '2', '0.0000'],
  ]);
  expect(
    await columnsOf('attendance_by_month', ['month', 'enrolled_days', 'absent_days'], {
      ...rows,
      attendance,
    }),
  ).toEqual([['2025-09-01', '10', '2.0000']]);
  expect(
    await columnsOf('attendance_by_grade', ['term_name', 'enrolled_days', 'attendance_rate'], {
      ...rows,
      attendance,
    }),
  ).toEqual([['T1', '10', 0.8]]);
});

test('a home group has the days of its students, any other class its own meetings', async () => {
  const attendance = [
    ...attendanceTaken.slice(0, 1),
    mark('ana', '2025-09-15', { class_id: 'mat', period: 'L1', fraction_absent: '0.1667' }),
    mark('ana', '2025-09-15', { class_id: 'mat', period: 'L2', status: 'late' }),
    mark('ana', '2025-09-15', { class_id: 'tut', period: 'L3', status: 'present' }),
    mark('ben', '2025-09-15'),
  ];
  expect(
    await columnsOf('attendance_by_class', ['class_id', 'class_type', 'expected', 'absent', 'late'], {
      ...two,
      attendance,
    }),
  ).toEqual([
    ['mat', 'scheduled', '2', '1.0000', '1'],
    ['tut', 'homeroom', '2', '1.1667', '1'],
  ]);
});

test('students count in the home group that they were in on the day', async () => {
  const enrollments = [
    member('ana', 'tut', { begin_date: '2025-09-08' }),
    member('ana', 'tut-b', { begin_date: '2025-09-16' }),
  ];
  const classes = [homeroom, { ...homeroom, class_id: 'tut-b', title: '1.º B' }];
  expect(
    await columnsOf('attendance_by_class_day', ['class_id', 'school_day'], {
      ...two,
      classes,
      enrollments,
      attendance: attendanceTaken.slice(0, 2),
    }),
  ).toEqual([
    ['tut', '2025-09-15'],
    ['tut-b', '2025-09-16'],
  ]);
});
