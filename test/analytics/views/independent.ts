/**
 * What the marts say, worked out from the rows of a school in plain loops, without SQL: another way to the same
 * figures. Values are in canonical form; days are texts, which compare as dates do.
 */
export type Plain = Readonly<Record<string, string | boolean | null | readonly string[]>>;

export interface PlainSchool {
  readonly [dataset: string]: readonly Plain[];
}

const of = (school: PlainSchool, dataset: string) => school[dataset] ?? [];
const text = (value: Plain[string] | undefined) => (typeof value === 'string' ? value : '');

/** Ten-thousandths, so that fractions add up exactly. */
const units = (value: Plain[string] | undefined) => Math.round(Number(value ?? 0) * 10_000);

/** Days of the school's calendar with classes, within those on which it took attendance. */
function schoolDays(school: PlainSchool): Map<string, string[]> {
  const window = new Map<string, [string, string]>();
  for (const { school_id, attendance_date } of of(school, 'attendance')) {
    const [id, day] = [text(school_id), text(attendance_date)];
    const [first, last] = window.get(id) ?? [day, day];
    const seen = [first, day, last].sort();
    window.set(id, [seen[0] as string, seen[2] as string]);
  }
  const days = new Map<string, string[]>();
  for (const { school_id, calendar_date, is_instructional } of of(school, 'calendar_days')) {
    const [first, last] = window.get(text(school_id)) ?? ['9999', ''];
    const day = text(calendar_date);
    if (is_instructional && day >= first && day <= last) {
      days.set(text(school_id), [...(days.get(text(school_id)) ?? []), day]);
    }
  }
  return days;
}

/** Ten-thousandths of a day that a student missed, by `student school day`. */
function missed(school: PlainSchool): Map<string, number> {
  const parts = new Map<string, { units: number; records: number }>();
  for (const { student_id, school_id, attendance_date, fraction_absent } of of(school, 'attendance')) {
    const key = `${student_id} ${school_id} ${attendance_date}`;
    const part = parts.get(key) ?? { units: 0, records: 0 };
    parts.set(key, { units: part.units + units(fraction_absent), records: part.records + 1 });
  }
  return new Map(
    [...parts].map(([key, part]) => [key, part.units + part.records / 2 >= 10_000 ? 10_000 : part.units]),
  );
}

export interface StudentDay {
  readonly student: string;
  readonly school: string;
  readonly grade: string;
  readonly day: string;
  readonly missed: number;
}

/** Every day on which a student belonged to a school with classes. */
export function studentDays(school: PlainSchool): StudentDay[] {
  const [days, absent] = [schoolDays(school), missed(school)];
  return of(school, 'school_enrollments').flatMap((stay) =>
    (days.get(text(stay.school_id)) ?? [])
      .filter(
        (day) => day >= text(stay.entry_date) && (stay.exit_date === null || day < text(stay.exit_date)),
      )
      .map((day) => ({
        student: text(stay.student_id),
        school: text(stay.school_id),
        grade: text(stay.grade),
        day,
        missed: absent.get(`${stay.student_id} ${stay.school_id} ${day}`) ?? 0,
      })),
  );
}

/** Days enrolled and ten-thousandths missed, by whatever the days have in common. */
export function attendanceBy(days: readonly StudentDay[], key: (day: StudentDay) => string) {
  const sums = new Map<string, [days: number, missed: number]>();
  for (const day of days) {
    const [enrolled, absent] = sums.get(key(day)) ?? [0, 0];
    sums.set(key(day), [enrolled + 1, absent + day.missed]);
  }
  return sums;
}

/** ISO weekday: Monday is 1. */
export const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** Scores of a hundred by student, class and term, of the results that count. */
export function meanScores(school: PlainSchool): Map<string, number> {
  const items = new Map(of(school, 'line_items').map((item) => [item.line_item_id, item]));
  const sums = new Map<string, { weighted: number; weights: number }>();
  for (const { line_item_id, student_id, class_id, score, score_status } of of(school, 'results')) {
    const item = items.get(line_item_id ?? null);
    if (!item || score === null || score_status === 'exempt' || score_status === 'not submitted') continue;
    const [lowest, highest] = [Number(item.result_value_min), Number(item.result_value_max)];
    const percent = (100 * (Number(score) - lowest)) / (highest - lowest);
    const key = `${student_id} ${class_id} ${item.academic_session_id}`;
    const sum = sums.get(key) ?? { weighted: 0, weights: 0 };
    const weight = Number(item.weight);
    sums.set(key, { weighted: sum.weighted + percent * weight, weights: sum.weights + weight });
  }
  return new Map([...sums].map(([key, { weighted, weights }]) => [key, weighted / weights]));
}

/** The day of an instant in a time zone. */
const dayIn = (zone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
  return (instant: string) => format.format(new Date(instant));
};

/** Accounts and seconds by school, role and local day. */
export function usageByDay(school: PlainSchool, zone: string) {
  const day = dayIn(zone);
  const found = new Map<string, { users: Set<string>; actions: number; seconds: number }>();
  for (const action of of(school, 'user_actions')) {
    const key = `${action.school_id} ${action.user_role} ${day(text(action.occurred_at))}`;
    const sum = found.get(key) ?? { users: new Set(), actions: 0, seconds: 0 };
    sum.users.add(text(action.user_id));
    sum.actions += 1;
    sum.seconds += Number(action.duration_seconds ?? 0);
    found.set(key, sum);
  }
  return found;
}
