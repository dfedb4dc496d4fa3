import type { Line } from '../bundle/lines.ts';
import { type Knowledge, keysOf } from './knowledge.ts';
import { datasetsOf } from './person.ts';
import { prepared, type Yield } from './prepared.ts';
import { datasetOfRole } from './roles.ts';
import { type ClassFacts, schoolYearOf } from './years.ts';

/** A line of academicSessions.csv; 1.0 does not say to which school year a session belongs, its dates do. */
export function prepareSession(line: Line, knowledge: Knowledge): Yield {
  const { row, repairs } = line;
  const year = row.schoolYear ? null : schoolYearOf(knowledge.sessions, row.sourcedId ?? '');
  const told = { column: 'schoolYear', repair: 'school year taken from the dates' };
  return {
    rows: [
      year === null
        ? prepared(line, 'academic_sessions', row, { repairs })
        : prepared(line, 'academic_sessions', { ...row, schoolYear: year }, { repairs: [...repairs, told] }),
    ],
  };
}

/** A line of demographics.csv: of students only. SDS writes races and ethnicities as lists of codes. */
export function prepareDemographics(line: Line, knowledge: Knowledge): Yield {
  const id = line.row.sourcedId ?? '';
  const datasets = datasetsOf(knowledge, id);
  if (datasets.length > 0 && !datasets.includes('students')) {
    return { rows: [], unmapped: ['demographics.csv, people who are no students'] };
  }
  const { raceCodes, ethnicityCodes, ...row } = line.row;
  const flags: Record<string, string> = {};
  const unknown: string[] = [];
  for (const code of [...keysOf(raceCodes), ...keysOf(ethnicityCodes)].map((each) => each.trim())) {
    const flag = origins.find((origin) => origin.toLowerCase() === code.toLowerCase());
    if (flag) flags[flag] = 'true';
    else unknown.push(code);
  }
  if (unknown.length > 0) flags.raceCodes = unknown.join(',');
  const facts = { ...row, ...flags };
  return { rows: [prepared(line, 'demographics', facts, { repairs: line.repairs })] };
}

const origins = [
  'americanIndianOrAlaskaNative',
  'asian',
  'blackOrAfricanAmerican',
  'nativeHawaiianOrOtherPacificIslander',
  'white',
  'demographicRaceTwoOrMoreRaces',
  'hispanicOrLatinoEthnicity',
];

/** A line of enrollments.csv: a student in a class, or somebody who looks after it. */
export function prepareEnrollment(line: Line, knowledge: Knowledge): Yield {
  const { row, repairs } = line;
  if (!row.role) return { rows: [], broken: { column: 'role', rule: 'is missing' } };
  const people = datasetOfRole(row.role);
  if (people !== 'students' && people !== 'teachers') {
    return { rows: [], unmapped: [`enrollments.csv, role ${row.role}`] };
  }
  const school = row.schoolSourcedId ?? classOf(knowledge, row.classSourcedId)?.school ?? null;
  // SDS enrollments have no key of their own.
  const sent = row.classSourcedId && row.userSourcedId ? `${row.classSourcedId}:${row.userSourcedId}` : null;
  const sourcedId = knowledge.has('enrollments', 'sourcedId') ? (row.sourcedId ?? null) : sent;
  const facts = { ...row, sourcedId, schoolSourcedId: school };
  const [dataset, other] =
    people === 'students' ? ['enrollments', 'teaching_assignments'] : ['teaching_assignments', 'enrollments'];
  const rows = [prepared(line, dataset as string, facts, { repairs })];
  if (knowledge.isDelta('enrollments'))
    rows.push(prepared(line, other as string, { sourcedId }, { gone: true }));
  return { rows };
}

/** A line of lineItems.csv, with the name of its category and the school of its class. */
export function prepareLineItem(line: Line, knowledge: Knowledge): Yield {
  const { row, repairs } = line;
  const facts = {
    ...row,
    schoolSourcedId: row.schoolSourcedId ?? classOf(knowledge, row.classSourcedId)?.school ?? null,
    categoryTitle: knowledge.categories.get(row.categorySourcedId ?? '') || null,
  };
  return { rows: [prepared(line, 'line_items', facts, { repairs })] };
}

/** A line of results.csv, with the class of its line item and the school of that class. */
export function prepareResult(line: Line, knowledge: Knowledge): Yield {
  const { row, repairs } = line;
  const lineItem = row.lineItemSourcedId ?? '';
  const known = knowledge.lineItemClasses.get(lineItem) ?? knowledge.known('line_items', lineItem)?.class_id;
  const classSourcedId = row.classSourcedId ?? (typeof known === 'string' ? known : undefined);
  const facts = {
    ...row,
    classSourcedId: classSourcedId ?? null,
    schoolSourcedId: classOf(knowledge, classSourcedId)?.school ?? null,
  };
  return { rows: [prepared(line, 'results', facts, { repairs })] };
}

/** What is known of a class, from the bundle or from before. */
export function classOf(knowledge: Knowledge, id: string | undefined): ClassFacts | null {
  if (id === undefined) return null;
  const told = knowledge.classes.get(id);
  if (told) return told;
  const row = knowledge.known('classes', id);
  if (!row) return null;
  return {
    school: typeof row.school_id === 'string' ? row.school_id : null,
    sessions: Array.isArray(row.academic_session_ids) ? (row.academic_session_ids as string[]) : [],
  };
}
