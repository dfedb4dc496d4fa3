import { describe, expect, test } from 'vitest';
import { columnsOf, type Rows, rowsOf } from './fixture.ts';
import { attendanceTaken, norte, stay } from './school.ts';

/** Today is the last day of attendance: Friday 2025-09-26. */
const school: Rows = { ...norte, attendance: attendanceTaken };
const maths = {
  class_id: 'mat',
  title: 'Matemáticas',
  school_id: 'norte',
  academic_session_ids: ['t1', 't2'],
};
const member = (student_id: string, more = {}) =>
  ({ enrollment_id: student_id, student_id, class_id: 'mat', ...more }) as const;
const teaching = (teacher_id: string, more = {}) =>
  ({ teaching_assignment_id: teacher_id, teacher_id, class_id: 'mat', is_primary: true, ...more }) as const;

describe('today', () => {
  test('is the last day that a school knows, without any clock', async () => {
    const orgs = [...norte.orgs, { org_id: 'sur', name: 'Sur', type: 'school' } as const];
    expect(await columnsOf('as_of_dates', ['school_id', 'as_of_date'], { ...school, orgs })).toEqual([
      ['norte', '2025-09-26'],
      ['sur', '2025-09-26'],
    ]);
  });

  test('does not go on with accounts that act after the last school day', async () => {
    const user_actions = [action('ana', '28T10:00')];
    expect(await columnsOf('as_of_dates', ['as_of_date'], { ...school, user_actions })).toEqual([
      ['2025-09-26'],
    ]);
    const { orgs } = norte;
    expect(await columnsOf('as_of_dates', ['as_of_date'], { orgs, user_actions })).toEqual([['2025-09-28']]);
  });

  test('is the day on which enrollments came where nothing else is known', async () => {
    const rows = { ...norte, school_enrollments: [stay('ana')] };
    expect(await columnsOf('as_of_dates', ['as_of_date'], rows)).toEqual([['2026-06-30']]);
  });
});

describe('enrolment', () => {
  test('of each month: who is there at its end, who came and who left', async () => {
    expect(
      await columnsOf(
        'enrollment_by_month',
        ['month', 'grade', 'students', 'entries', 'exits', 'withdrawals'],
        {
          ...school,
          school_enrollments: [
            stay('ana'),
            stay('ben', { entry_date: '2025-09-20' }),
            stay('eva', { exit_date: '2025-09-22', exit_reason: 'withdrawal', grade: null }),
            stay('leo', { entry_date: '2025-10-01' }),
          ],
        },
      ),
    ).toEqual([
      ['2025-09-01', '01', '2', '2', '0', '0'],
      ['2025-09-01', null, '0', '1', '1', '1'],
    ]);
  });

  test('of today: with the home group', async () => {
    const rows: Rows = {
      ...school,
      students: [{ student_id: 'ana', given_name: 'Ana', family_name: 'Gil' }],
      school_enrollments: [stay('ana'), stay('eva', { exit_date: '2025-09-22' })],
      classes: [{ class_id: 'tut', title: '1.º A', class_type: 'homeroom', school_id: 'norte' }],
      enrollments: [member('ana', { class_id: 'tut' }), member('eva', { class_id: 'tut' })],
    };
    expect(await rowsOf('current_students', rows)).toEqual([
      {
        student_id: 'ana',
        student_name: 'Ana Gil',
        school_id: 'norte',
        school_name: 'Norte',
        school_year: '2026',
        grade: '01',
        class_id: 'tut',
        class_title: '1.º A',
        entry_date: '2025-09-08',
        is_repeating: false,
      },
    ]);
  });
});

describe('load', () => {
  const rows: Rows = {
    ...school,
    classes: [
      { ...maths, capacity: '4', periods: ['L1', 'X2'] },
      { ...maths, class_id: 'len', title: 'Lengua', capacity: '0' },
    ],
    enrollments: [
      member('ana'),
      { ...member('ana'), enrollment_id: 'again' },
      member('ben', { end_date: '2025-09-26' }),
      member('eva', { begin_date: '2025-09-26' }),
      member('leo', { begin_date: '2025-09-27' }),
    ],
    teachers: [
      { teacher_id: 'rosa', given_name: 'Rosa', family_name: 'Díaz', full_time_equivalent: '0.5000' },
    ],
    teaching_assignments: [
      teaching('rosa'),
      teaching('rosa', { teaching_assignment_id: 'x', class_id: 'len', is_primary: false }),
      teaching('gone', { end_date: '2025-09-20' }),
    ],
  };

  test('of a class: different students of today; an empty class, and one without places, are no error', async () => {
    expect(
      await columnsOf('class_load', ['class_id', 'teacher_name', 'students', 'capacity', 'fill_rate'], rows),
    ).toEqual([
      ['len', null, '0', '0', null],
      ['mat', 'Rosa Díaz', '2', '4', 0.5],
    ]);
  });

  test('of a teacher: classes, slots and different students, by full time', async () => {
    expect(
      await columnsOf(
        'teacher_load',
        [
          'teacher_id',
          'classes',
          'primary_classes',
          'weekly_periods',
          'students',
          'primary_students',
          'students_per_full_time',
        ],
        rows,
      ),
    ).toEqual([['rosa', '2', '1', '2', '2', '2', 4]]);
  });

  test('leaves out classes of other years', async () => {
    const academic_sessions = [
      ...norte.academic_sessions,
      {
        academic_session_id: 'y25',
        title: 'Y25',
        type: 'schoolYear',
        start_date: '2024-09-08',
        end_date: '2025-06-20',
        school_year: '2025',
      } as const,
    ];
    const classes = [maths, { ...maths, class_id: 'old', academic_session_ids: ['y25'] }];
    expect(await columnsOf('class_load', ['class_id'], { ...school, academic_sessions, classes })).toEqual([
      ['mat'],
    ]);
  });
});

const action = (user_id: string, occurred_at: string, more: NonNullable<Rows['user_actions']>[number] = {}) =>
  ({
    user_action_id: `${user_id} ${occurred_at}`,
    user_id,
    user_role: 'guardian',
    school_id: 'norte',
    action: 'Viewed',
    occurred_at: `2025-09-${occurred_at}:00.000000Z`,
    ...more,
  }) as const;

describe('guardians', () => {
  const rows: Rows = {
    ...school,
    school_enrollments: [stay('ana'), stay('ben'), stay('eva'), stay('leo')],
    guardians: [
      { guardian_id: 'g1', user_id: 'u1', email: 'a@example.org' },
      { guardian_id: 'g2', user_id: 'u2', email: ' ', phone: null },
      { guardian_id: 'g3', user_id: null, sms: '600000000' },
    ],
    guardianships: [
      { guardianship_id: '1', guardian_id: 'g1', student_id: 'ana' },
      { guardianship_id: '2', guardian_id: 'g2', student_id: 'ana' },
      { guardianship_id: '3', guardian_id: 'g2', student_id: 'ben' },
      { guardianship_id: '4', guardian_id: 'g3', student_id: 'eva' },
    ],
    // Seven days end on the 26th: the 20th is the first of them.
    user_actions: [action('u1', '20T10:00'), action('u2', '19T10:00')],
  };

  test('can be reached, and used the platform in the last 7 and 30 days, counted by students', async () => {
    expect(
      await columnsOf(
        'student_guardians',
        [
          'student_id',
          'guardians',
          'contactable_guardians',
          'last_used',
          'is_active_7_days',
          'is_active_30_days',
        ],
        rows,
      ),
    ).toEqual([
      ['ana', '2', '1', '2025-09-20', true, true],
      ['ben', '1', '0', '2025-09-19', false, true],
      ['eva', '1', '1', null, false, false],
      ['leo', '0', '0', null, false, false],
    ]);
    expect(
      await columnsOf(
        'guardian_engagement',
        ['students', 'contactable_share', 'active_7_days_share', 'active_30_days_share'],
        rows,
      ),
    ).toEqual([['4', 0.5, 0.25, 0.5]]);
  });
});

describe('usage', () => {
  test('is counted by days of the school, not of UTC', async () => {
    const user_actions = [
      action('u1', '21T21:59', { duration_seconds: '60', session_id: 'v1' }),
      action('u1', '21T22:00', { duration_seconds: null, session_id: 'v1' }),
      action('u2', '21T22:00', { duration_seconds: '30', session_id: 'v2' }),
    ];
    const counted = ['active_users', 'actions', 'visits', 'seconds_on_task'] as const;
    const rows = { ...norte, user_actions };
    expect(await columnsOf('usage_daily', ['action_date', ...counted, 'minutes_per_user'], rows)).toEqual([
      ['2025-09-21', '1', '1', '1', '60', 1],
      ['2025-09-22', '2', '2', '2', '30', 0.25],
    ]);
    expect(await columnsOf('usage_weekly', ['week', ...counted], rows)).toEqual([
      ['2025-09-15', '1', '1', '1', '60'],
      ['2025-09-22', '2', '2', '2', '30'],
    ]);
    expect(await columnsOf('usage_monthly', ['month', 'active_users', 'actions'], rows)).toEqual([
      ['2025-09-01', '2', '3'],
    ]);
  });

  test('of today, of 7 and of 30 days', async () => {
    const user_actions = [action('a', '01T10:00'), action('b', '20T10:00'), action('c', '26T10:00')];
    expect(
      await columnsOf('usage_now', ['as_of_date', 'daily_users', 'weekly_users', 'monthly_users'], {
        ...norte,
        user_actions,
      }),
    ).toEqual([['2025-09-26', '1', '2', '3']]);
  });

  test('in a school without a time zone follows UTC; a clock that runs ahead by more than a day is left out', async () => {
    const orgs = [{ org_id: 'norte', name: 'Norte', type: 'school', time_zone: null }] as const;
    const user_actions = [
      action('u1', '21T23:59'),
      action('u2', '23T12:00', { _changed_at: '2025-09-21T12:00:00.000000Z' } as object),
    ];
    expect(await columnsOf('usage_daily', ['action_date', 'active_users'], { orgs, user_actions })).toEqual([
      ['2025-09-21', '1'],
    ]);
  });
});

test('incidents stand in the month of the school, with the grade of the student on that day', async () => {
  const incident = (incident_id: string, occurred_at: string, more = {}) => ({
    incident_id,
    student_id: 'ana',
    school_id: 'norte',
    occurred_at,
    ...more,
  });
  expect(
    await columnsOf(
      'incidents_by_month',
      ['month', 'grade', 'incident_type', 'severity', 'incidents', 'students', 'notified_incidents'],
      {
        ...norte,
        school_enrollments: [stay('ana')],
        incidents: [
          incident('1', '2025-09-30T22:30:00.000000Z', { type: 'bullying', severity: 'serious' }),
          incident('2', '2025-09-30T21:30:00.000000Z', { type: 'ext:grafiti', guardians_notified: true }),
          incident('3', '2025-09-01T10:00:00.000000Z'),
        ],
      },
    ),
  ).toEqual([
    ['2025-09-01', '01', 'ext:grafiti', 'minor', '1', '1', '1'],
    ['2025-10-01', '01', 'bullying', 'serious', '1', '1', '0'],
    ['2025-09-01', null, 'other', 'minor', '1', '1', '0'],
  ]);
});

test('messages are counted by the month in which they were written', async () => {
  const message = (notification_id: string, more = {}) =>
    ({
      notification_id,
      school_id: 'norte',
      channel: 'app',
      created_at: '2025-09-30T22:30:00.000000Z',
      ...more,
    }) as const;
  expect(
    await columnsOf(
      'notifications_by_month',
      ['month', 'notifications', 'sent_notifications', 'read_notifications', 'failed_notifications'],
      {
        ...norte,
        notifications: [
          message('1', { sent_at: '2025-09-30T22:31:00.000000Z', read_at: '2025-10-02T10:00:00.000000Z' }),
          message('2', { status: 'failed' }),
        ],
      },
    ),
  ).toEqual([['2025-10-01', '2', '1', '1', '1']]);
});

test('every dataset has its rows and the time of its last change', async () => {
  const freshness = await rowsOf('data_freshness', norte);
  expect(freshness.filter(({ row_count }) => row_count !== '0')).toEqual([
    { dataset: 'academic_sessions', row_count: '3', last_changed_at: '2026-06-30T12:00:00.000000Z' },
    { dataset: 'calendar_days', row_count: '12', last_changed_at: '2026-06-30T12:00:00.000000Z' },
    { dataset: 'orgs', row_count: '1', last_changed_at: '2026-06-30T12:00:00.000000Z' },
  ]);
  expect(freshness).toHaveLength(22);
});

test('an empty lake has empty marts', async () => {
  for (const view of [
    'early_warning',
    'class_load',
    'guardian_engagement',
    'usage_now',
    'enrollment_by_month',
  ] as const)
    expect(await rowsOf(view, {})).toEqual([]);
});
