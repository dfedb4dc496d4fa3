import type { Rows } from './fixture.ts';

/**
 * One school week from Monday 2025-09-15 on in the school `norte` in Madrid: a calendar of ten instructional days in
 * the first of two terms. Tests add the people and what happened to them.
 */
export const norte = {
  orgs: [{ org_id: 'norte', name: 'Norte', type: 'school', time_zone: 'Europe/Madrid' }],
  academic_sessions: [
    session('y26', 'schoolYear', '2025-09-08', '2026-06-19', null),
    session('t1', 'term', '2025-09-08', '2025-12-19', 'y26'),
    session('t2', 'term', '2025-12-20', '2026-06-19', 'y26'),
  ],
  calendar_days: calendarOf('norte'),
} satisfies Rows;

function session(
  academic_session_id: string,
  type: 'schoolYear' | 'term',
  start_date: string,
  end_date: string,
  parent_academic_session_id: string | null,
) {
  const school_year = '2026' as const;
  const title = academic_session_id.toUpperCase();
  return { academic_session_id, title, type, start_date, end_date, parent_academic_session_id, school_year };
}

/** Monday to Friday of two weeks are instructional, Saturday and Sunday between them are not. */
export function calendarOf(school_id: string) {
  return Array.from({ length: 12 }, (_, index) => {
    const calendar_date = `2025-09-${15 + index}`;
    return {
      calendar_day_id: `${school_id}-${calendar_date}`,
      school_id,
      calendar_date,
      is_instructional: index % 7 < 5,
      academic_session_id: 'y26',
    };
  });
}

export const instructional = [15, 16, 17, 18, 19, 22, 23, 24, 25, 26].map((day) => `2025-09-${day}`);

/** A student at a school, from the first day on unless it says otherwise. */
export function stay(student_id: string, more: NonNullable<Rows['school_enrollments']>[number] = {}) {
  return {
    school_enrollment_id: `${student_id}-${more.school_id ?? 'norte'}-${more.entry_date ?? ''}`,
    student_id,
    school_id: 'norte',
    academic_session_id: 'y26',
    grade: '01',
    entry_date: '2025-09-08',
    ...more,
  } as const;
}

type Attendance = NonNullable<Rows['attendance']>[number];

/** A record of a whole day. */
export function mark(student_id: string, attendance_date: string, more: Attendance = {}): Attendance {
  const status = more.status ?? 'absent';
  return { student_id, school_id: 'norte', attendance_date, status, ...more };
}

/** Somebody was there on every day of the calendar, so that all of them count. */
export const attendanceTaken: readonly Attendance[] = instructional.map((day) =>
  mark('somebody', day, { status: 'present' }),
);
