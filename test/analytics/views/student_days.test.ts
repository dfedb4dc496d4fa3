import { describe, expect, test } from 'vitest';
import { columnsOf, type Rows } from './fixture.ts';
import { attendanceTaken, calendarOf, instructional, mark, norte, stay } from './school.ts';

const ana = { ...norte, school_enrollments: [stay('ana')] };

/** What Ana missed, by day, of the days on which she missed something. */
async function missed(attendance: Rows['attendance'] = [], rows: Rows = ana) {
  const days = await columnsOf('student_days', ['student_id', 'school_day', 'absent_days', 'excused_days'], {
    ...rows,
    attendance: [...attendanceTaken, ...attendance],
  });
  return days
    .filter(([student, , absent]) => student === 'ana' && absent !== '0.0000')
    .map(([, ...rest]) => rest);
}

const inClass = (index: number, more: Parameters<typeof mark>[2] = {}) =>
  mark('ana', '2025-09-15', { class_id: `class-${index}`, period: `L${index}`, ...more });
const classes = (count: number, more: (index: number) => Parameters<typeof mark>[2]) =>
  Array.from({ length: count }, (_, index) => inClass(index + 1, more(index + 1)));

describe('a record of the whole day', () => {
  test('without a fraction counts as a day', async () => {
    expect(await missed([mark('ana', '2025-09-16')])).toEqual([['2025-09-16', '1.0000', '0.0000']]);
  });

  test('counts with its fraction, whatever its status', async () => {
    expect(
      await missed([
        mark('ana', '2025-09-15', { fraction_absent: '0.5000', is_excused: true }),
        mark('ana', '2025-09-16', { status: 'late', fraction_absent: '0.1000' }),
        mark('ana', '2025-09-17', { status: 'late', minutes_absent: '20' }),
      ]),
    ).toEqual([
      ['2025-09-15', '0.5000', '0.5000'],
      ['2025-09-16', '0.1000', '0.0000'],
    ]);
  });

  test('decides over the records of classes', async () => {
    expect(
      await missed([...classes(6, () => ({})), mark('ana', '2025-09-15', { status: 'present' })]),
    ).toEqual([]);
  });

  test('that was sent twice counts once', async () => {
    expect(await missed([mark('ana', '2025-09-16'), mark('ana', '2025-09-16')])).toEqual([
      ['2025-09-16', '1.0000', '0.0000'],
    ]);
  });

  test('of a status that nobody knows is no absence', async () => {
    expect(await missed([mark('ana', '2025-09-16', { status: 'ext:remote' })])).toEqual([]);
  });
});

describe('records of classes', () => {
  test('add up: six sixths of four digits are one day', async () => {
    expect(await missed(classes(6, () => ({ fraction_absent: '0.1667' })))).toEqual([
      ['2025-09-15', '1.0000', '0.0000'],
    ]);
    expect(await missed(classes(3, () => ({ fraction_absent: '0.3333', is_excused: true })))).toEqual([
      ['2025-09-15', '1.0000', '1.0000'],
    ]);
  });

  test('of a day that was missed in part are a part', async () => {
    expect(
      await missed(
        classes(6, (index) =>
          index > 4
            ? { fraction_absent: '0.1667', is_excused: index === 5 }
            : { status: 'present', fraction_absent: '0.0000' },
        ),
      ),
    ).toEqual([['2025-09-15', '0.3334', '0.1667']]);
  });

  test('without fractions are parts of as many as the day has records', async () => {
    expect(await missed(classes(6, (index) => (index > 3 ? {} : { status: 'present' })))).toEqual([
      ['2025-09-15', '0.5000', '0.0000'],
    ]);
  });

  test('that were sent twice for the same slot count once', async () => {
    expect(
      await missed([...classes(6, (index) => (index === 6 ? {} : { status: 'present' })), inClass(6)]),
    ).toEqual([['2025-09-15', '0.1667', '0.0000']]);
  });
});

describe('which days count', () => {
  const days = (rows: Rows) => columnsOf('student_days', ['student_id', 'school_id', 'school_day'], rows);

  test('instructional days of the stay: a withdrawal ends them on its day', async () => {
    const rows = { ...norte, school_enrollments: [stay('ana', { exit_date: '2025-09-17' })] };
    expect(await days({ ...rows, attendance: [...attendanceTaken, mark('ana', '2025-09-18')] })).toEqual([
      ['ana', 'norte', '2025-09-15'],
      ['ana', 'norte', '2025-09-16'],
    ]);
  });

  test('a student is followed to another school, signed off or not', async () => {
    const rows: Rows = {
      ...norte,
      orgs: [...norte.orgs, { org_id: 'sur', name: 'Sur', type: 'school' }],
      calendar_days: [...norte.calendar_days, ...calendarOf('sur')],
      school_enrollments: [stay('ana'), stay('ana', { school_id: 'sur', entry_date: '2025-09-24' })],
      attendance: [
        ...attendanceTaken,
        ...instructional.map((day) => mark('other', day, { school_id: 'sur', status: 'present' })),
      ],
    };
    const found = await days(rows);
    expect(found.map(([, , day]) => day)).toEqual(instructional);
    expect(found.filter(([, school]) => school === 'sur').map(([, , day]) => day)).toEqual([
      '2025-09-24',
      '2025-09-25',
      '2025-09-26',
    ]);
  });

  test('a second school beside the main one counts no days', async () => {
    const found = await days({
      ...norte,
      orgs: [...norte.orgs, { org_id: 'sur', name: 'Sur', type: 'school' }],
      school_enrollments: [
        stay('ana', { is_primary: true }),
        stay('ana', { school_id: 'sur', is_primary: false }),
      ],
      attendance: attendanceTaken,
    });
    expect(found).toHaveLength(10);
    expect(new Set(found.map(([, school]) => school))).toEqual(new Set(['norte']));
  });

  test('the same enrollment sent by two sources counts once', async () => {
    const twice = [stay('ana'), { ...stay('ana'), school_enrollment_id: 'again' }];
    expect(await days({ ...norte, school_enrollments: twice, attendance: attendanceTaken })).toHaveLength(10);
  });

  test('from the first day on which the school took attendance to the last', async () => {
    const attendance = [mark('other', '2025-09-17'), mark('other', '2025-09-19')];
    expect((await days({ ...ana, attendance })).map(([, , day]) => day)).toEqual([
      '2025-09-17',
      '2025-09-18',
      '2025-09-19',
    ]);
  });

  test('an absence that was announced ahead does not make its day come', async () => {
    const attendance = [
      ...attendanceTaken.slice(0, 2).map((row) => ({ ...row, _changed_at: '2025-09-16T10:00:00.000000Z' })),
      mark('ana', '2025-09-26', { _changed_at: '2025-09-16T10:00:00.000000Z' }),
    ];
    expect((await days({ ...ana, attendance })).map(([, , day]) => day)).toEqual([
      '2025-09-15',
      '2025-09-16',
    ]);
  });

  test('without a calendar those on which attendance was taken', async () => {
    const { calendar_days: _, ...rows } = ana;
    expect(
      (await days({ ...rows, attendance: [mark('ana', '2025-09-15'), mark('other', '2025-09-17')] })).map(
        ([, , day]) => day,
      ),
    ).toEqual(['2025-09-15', '2025-09-17']);
  });

  test('none at a school without attendance, and none without anything', async () => {
    expect(await days(ana)).toEqual([]);
    expect(await days({})).toEqual([]);
  });

  test('a day without a record was attended', async () => {
    expect(
      await columnsOf('student_days', ['is_recorded', 'absent_days'], {
        ...ana,
        attendance: [mark('other', '2025-09-15')],
      }),
    ).toEqual([[false, '0.0000']]);
  });
});
