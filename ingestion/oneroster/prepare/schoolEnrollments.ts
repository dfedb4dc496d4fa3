import type { Line } from '../bundle/lines.ts';
import type { Knowledge, Person } from './knowledge.ts';
import { prepared, type Yield } from './prepared.ts';
import type { Session } from './years.ts';

/** Organisations of which nobody is a student. */
const aboveSchools = new Set(['district', 'local', 'state', 'national']);

/**
 * The schools to which users.csv of 1.0 and 1.1 says that a student belongs: one row for each, and for each school
 * year that a bundle tells of, so that the years before stay.
 */
export function schoolEnrollmentsOf(line: Line, knowledge: Knowledge, person: Person): Yield {
  const student = line.row.sourcedId ?? '';
  const schools = [...new Set(person.orgs)].filter((org) => isSchool(knowledge, org));
  const rows = schools.map((org) => {
    const year = knowledge.yearTaught(org);
    return prepared(line, 'school_enrollments', {
      sourcedId: [student, org, ...(year ? [year] : [])].join(':'),
      userSourcedId: student,
      orgSourcedId: org,
      sessionSourcedId: year,
      grade: onlyGrade(person.grades),
      isPrimary: null,
    });
  });
  return { rows, unmapped: schools.length < new Set(person.orgs).size ? [notASchool] : [] };
}

const notASchool = 'users.csv, organisations of students that are no schools';

/**
 * A line of roles.csv (1.2, SDS): a student's role is an enrollment in a school. Other roles live on in the row of
 * the person.
 */
export function prepareRole(line: Line, knowledge: Knowledge): Yield {
  const { userSourcedId: user, orgSourcedId: org, role } = line.row;
  if (!user || !role) {
    return { rows: [], broken: { column: user ? 'role' : 'userSourcedId', rule: 'is missing' } };
  }
  if (role !== 'student') return { rows: [], unmapped: [`roles.csv, role ${role}`] };
  if (org && !isSchool(knowledge, org)) return { rows: [], unmapped: [notASchool] };
  const { row } = line;
  const sent = [user, org ?? '', ...(row.sessionSourcedId ? [row.sessionSourcedId] : [])].join(':');
  const primary = row.roleType ? String(row.roleType === 'primary') : (row.isPrimary ?? null);
  const enrollment = {
    ...row,
    sourcedId: knowledge.has('roles', 'sourcedId') ? (row.sourcedId ?? null) : sent,
    sessionSourcedId: row.sessionSourcedId ?? yearOfRole(knowledge, line),
    grade: row.grade ?? onlyGrade(knowledge.people.get(user)?.grades ?? null),
    isPrimary: primary,
  };
  return { rows: [prepared(line, 'school_enrollments', enrollment, { repairs: line.repairs })] };
}

function isSchool(knowledge: Knowledge, org: string): boolean {
  return !aboveSchools.has(knowledge.orgTypes.get(org) ?? '');
}

/** The school year that the bundle tells of, unless the role reaches beyond it. */
function yearOfRole(knowledge: Knowledge, { row }: Line): string | null {
  const year = knowledge.yearTaught(row.orgSourcedId ?? '');
  const session = year === null ? undefined : knowledge.sessions.get(year);
  return session && within(session, row.beginDate, row.endDate) ? year : null;
}

function within({ start, end }: Session, begin: string | undefined, finish: string | undefined): boolean {
  return (begin === undefined || begin >= start) && (finish === undefined || finish <= end);
}

/** The grade of a school enrollment, where a student is in one. */
function onlyGrade(grades: string | null): string | null {
  return grades !== null && !grades.includes(',') ? grades : null;
}
