import { contractOf } from '../../../datasets/catalog.ts';
import type { AnyRow } from '../../../datasets/contract.ts';
import type { Covered } from '../../ledger/sweep.ts';
import type { Knowledge } from '../prepare/knowledge.ts';
import { classOf } from '../prepare/roster.ts';
import { schoolYearOf } from '../prepare/years.ts';

/**
 * Which school years a session or a class belongs to. Where nothing tells, the session or the class stands for a
 * year of its own, so that it is only covered by a bundle that names it.
 */
interface Calendar {
  ofSession(id: unknown): string;
  ofClass(id: unknown): readonly string[];
}

/** The school years of a row, by dataset; a dataset that is not listed has none. */
const yearsOf: Readonly<Record<string, (row: AnyRow, calendar: Calendar) => readonly string[]>> = {
  academic_sessions: (row, { ofSession }) => [ofSession(row.academic_session_id)],
  courses: (row, { ofSession }) => optional(row.school_year_id).map(ofSession),
  classes: (row, { ofSession }) => ((row.academic_session_ids ?? []) as string[]).map(ofSession),
  school_enrollments: (row, { ofSession }) => optional(row.academic_session_id).map(ofSession),
  enrollments: (row, { ofClass }) => ofClass(row.class_id),
  teaching_assignments: (row, { ofClass }) => ofClass(row.class_id),
  line_items: (row, { ofClass }) => ofClass(row.class_id),
  results: (row, { ofClass }) => optional(row.class_id).flatMap((id) => [...ofClass(id)]),
};

/**
 * The part of each dataset that a bulk load speaks for, as a test of rows. A row without a school year is spoken
 * for; one with years is when the bundle tells of any of them. The bundle tells of the years of its classes (of
 * those that its rows name, if it holds none), or of its sessions if it teaches nothing; of sessions themselves it
 * tells for the years of the sessions that it holds. Rows that hang on a broken line are not spoken for.
 */
export function coverageOf(
  knowledge: Knowledge,
  namedClasses: Iterable<string>,
  broken: ReadonlySet<string>,
): (dataset: string) => Covered {
  const calendar = calendarOf(knowledge);
  const sessions = new Set([...knowledge.sessions.keys()].map(calendar.ofSession));
  const taught = knowledge.classes.size > 0 ? knowledge.classes.keys() : namedClasses;
  const classes = new Set([...taught].flatMap((id) => [...calendar.ofClass(id)]));
  const told = classes.size > 0 ? classes : sessions;
  return (dataset) => {
    const years = yearsOf[dataset];
    const { key } = contractOf(dataset);
    const covered = dataset === 'academic_sessions' ? sessions : told;
    return (row) => {
      if ([row[key], row.student_id, row.guardian_id].some((id) => broken.has(id as string))) return false;
      const own = years?.(row, calendar) ?? [];
      return own.length === 0 || own.some((year) => covered.has(year));
    };
  };
}

function calendarOf(knowledge: Knowledge): Calendar {
  const sessionYears = new Map<unknown, string>();
  const classYears = new Map<unknown, readonly string[]>();
  const ofSession = (id: unknown) => {
    const key = String(id);
    const year = () =>
      schoolYearOf(knowledge.sessions, key) ?? knowledge.known('academic_sessions', key)?.school_year;
    return remembered(sessionYears, id, () => String(year() ?? `session ${key}`));
  };
  const ofClass = (id: unknown) =>
    remembered(
      classYears,
      id,
      () => classOf(knowledge, String(id))?.sessions.map(ofSession) ?? [`class ${id}`],
    );
  return { ofSession, ofClass };
}

function remembered<T>(memory: Map<unknown, T>, key: unknown, tell: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const value = tell();
  memory.set(key, value);
  return value;
}

function optional(value: unknown): unknown[] {
  return value === null || value === undefined ? [] : [value];
}
