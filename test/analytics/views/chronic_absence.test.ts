import { describe, expect, test } from 'vitest';
import { columnsOf, type Rows, rowsOf, type ViewRows } from './fixture.ts';
import { calendarOf, instructional, mark, norte, stay } from './school.ts';

/** As many days of a student, the last of them missed in these parts. */
function daysOf(student_id: string, enrolled: number, missed: readonly string[]) {
  return Array.from({ length: enrolled }, (_, index) => ({
    student_id,
    school_id: 'norte',
    school_day: new Date(Date.UTC(2025, 8, 1 + index)).toISOString().slice(0, 10),
    school_year: '2026',
    absent_days: missed[index - (enrolled - missed.length)] ?? '0.0000',
    excused_days: '0.0000',
    is_late: false,
    is_recorded: true,
  }));
}

const judged = (viewRows: ViewRows) =>
  columnsOf(
    'chronic_absence',
    ['student_id', 'enrolled_days', 'absent_days', 'is_counted', 'is_chronic', 'attendance_band'],
    {},
    viewRows,
  );

const whole = (count: number) => Array.from({ length: count }, () => '1.0000');

describe('a tenth', () => {
  test('is compared unrounded: 18 of 180 days are chronic, 17.9999 are not', async () => {
    expect(
      await judged({
        student_days: [
          ...daysOf('at', 180, whole(18)),
          ...daysOf('below', 180, [...whole(17), '0.9999']),
          ...daysOf('rounded', 179, whole(18)),
        ],
      }),
    ).toEqual([
      ['at', '180', '18.0000', true, true, '90-95'],
      ['below', '180', '17.9999', true, false, '90-95'],
      ['rounded', '179', '18.0000', true, true, '80-90'],
    ]);
  });

  test('adds up from parts of days', async () => {
    const halves = Array.from({ length: 36 }, () => '0.5000');
    expect(await judged({ student_days: daysOf('ana', 180, halves) })).toEqual([
      ['ana', '180', '18.0000', true, true, '90-95'],
    ]);
  });
});

describe('who was enrolled for less than the minimum', () => {
  const student_days = [...daysOf('nine', 9, whole(9)), ...daysOf('ten', 10, whole(10))];

  test('of ten days is neither counted nor chronic', async () => {
    expect(await judged({ student_days })).toEqual([
      ['nine', '9', '9.0000', false, false, '0-80'],
      ['ten', '10', '10.0000', true, true, '0-80'],
    ]);
  });

  test('that the settings give', async () => {
    const settings = [{ minimum_days_enrolled: '5', chronic_absence_percent: '10' }];
    expect((await judged({ student_days, settings })).map(([, , , counted]) => counted)).toEqual([
      true,
      true,
    ]);
  });
});

test('bands begin at 80, 90 and 95 per cent', async () => {
  const bands = await judged({
    student_days: [
      ...daysOf('95', 100, whole(5)),
      ...daysOf('94.99', 100, [...whole(5), '0.0100']),
      ...daysOf('90', 100, whole(10)),
      ...daysOf('80', 100, whole(20)),
      ...daysOf('79.99', 100, [...whole(20), '0.0100']),
    ],
  });
  expect(bands.map(([student, , , , , band]) => [student, band])).toEqual([
    ['79.99', '0-80'],
    ['80', '80-90'],
    ['90', '90-95'],
    ['94.99', '90-95'],
    ['95', '95-100'],
  ]);
});

test('absences at two schools add up, and the student is listed at the last one', async () => {
  const rows: Rows = {
    ...norte,
    orgs: [...norte.orgs, { org_id: 'sur', name: 'Sur', type: 'school' }],
    calendar_days: [...norte.calendar_days, ...calendarOf('sur')],
    students: [{ student_id: 'ana', given_name: 'Ana', family_name: 'Núñez Gil' }],
    school_enrollments: [
      stay('ana', { exit_date: '2025-09-22', exit_reason: 'transfer' }),
      stay('ana', { school_id: 'sur', entry_date: '2025-09-22', grade: null }),
    ],
    attendance: [
      ...instructional.map((day) => mark('other', day, { status: 'present' })),
      ...instructional.map((day) => mark('other', day, { status: 'present', school_id: 'sur' })),
      mark('ana', '2025-09-15', { fraction_absent: '0.5000' }),
      mark('ana', '2025-09-26', { fraction_absent: '0.5000', school_id: 'sur' }),
    ],
  };
  expect(await rowsOf('chronic_absence', rows)).toEqual([
    {
      student_id: 'ana',
      student_name: 'Ana Núñez Gil',
      school_year: '2026',
      school_id: 'sur',
      school_name: 'Sur',
      grade: null,
      class_id: null,
      class_title: null,
      is_current: true,
      enrolled_days: '10',
      absent_days: '1.0000',
      excused_days: '0.0000',
      late_days: '0',
      attendance_rate: 0.9,
      attendance_band: '90-95',
      is_counted: true,
      is_chronic: true,
      last_day: '2025-09-26',
    },
  ]);
});

test('grades are summed up without those who do not count; a missing grade is a group of its own', async () => {
  const student = (
    grade: string | null,
    is_counted: boolean,
    is_chronic: boolean,
    attendance_band: string,
  ) => ({
    school_id: 'norte',
    school_name: 'Norte',
    school_year: '2026',
    grade,
    is_counted,
    is_chronic,
    attendance_band,
  });
  const chronic_absence = [
    student('01', true, true, '80-90'),
    student('01', true, false, '95-100'),
    student('01', false, false, '0-80'),
    student(null, true, false, '95-100'),
  ];
  expect(
    await columnsOf(
      'chronic_absence_by_grade',
      ['grade', 'students', 'chronic_students', 'chronic_share'],
      {},
      {
        chronic_absence,
      },
    ),
  ).toEqual([
    ['01', '2', '1', 0.5],
    [null, '1', '0', 0],
  ]);
  expect(
    await columnsOf('attendance_bands', ['grade', 'attendance_band', 'students'], {}, { chronic_absence }),
  ).toEqual([
    ['01', '80-90', '1'],
    ['01', '95-100', '1'],
    [null, '95-100', '1'],
  ]);
});
