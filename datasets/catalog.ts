import { UserError } from '../base/errors.ts';
import { academicSessions } from './academic_sessions.ts';
import { attendance } from './attendance.ts';
import { auditEvents } from './audit_events.ts';
import { calendarDays } from './calendar_days.ts';
import { checkContracts } from './check.ts';
import { classes } from './classes.ts';
import type { Contract } from './contract.ts';
import { courses } from './courses.ts';
import { demographics } from './demographics.ts';
import { documents } from './documents.ts';
import { enrollments } from './enrollments.ts';
import { guardians } from './guardians.ts';
import { guardianships } from './guardianships.ts';
import { incidents } from './incidents.ts';
import { lineItems } from './line_items.ts';
import { nearNames } from './near.ts';
import { notifications } from './notifications.ts';
import { orgs } from './orgs.ts';
import { qualityResults } from './quality_results.ts';
import { results } from './results.ts';
import { schoolEnrollments } from './school_enrollments.ts';
import { students } from './students.ts';
import { teachers } from './teachers.ts';
import { teachingAssignments } from './teaching_assignments.ts';
import { userActions } from './user_actions.ts';

const contracts: readonly Contract[] = [
  orgs,
  academicSessions,
  calendarDays,
  courses,
  classes,
  teachers,
  students,
  demographics,
  guardians,
  schoolEnrollments,
  enrollments,
  teachingAssignments,
  guardianships,
  attendance,
  incidents,
  lineItems,
  results,
  userActions,
  notifications,
  documents,
  auditEvents,
  qualityResults,
];

checkContracts(contracts);

/** Every contract by the name of its dataset, each after those that it refers to. */
export const catalog: Readonly<Record<string, Contract>> = Object.fromEntries(
  contracts.map((contract) => [contract.name, contract]),
);

/** The contract of a dataset. A name that is none is refused, with the names that look like it. */
export function contractOf(name: string): Contract {
  if (Object.hasOwn(catalog, name)) return catalog[name] as Contract;
  const near = nearNames(name, Object.keys(catalog));
  throw new UserError(`"${name}" is no dataset`, {
    hint:
      near.length > 0 ? `did you mean ${near.join(' or ')}?` : `datasets: ${Object.keys(catalog).join(', ')}`,
    exitCode: 2,
  });
}
