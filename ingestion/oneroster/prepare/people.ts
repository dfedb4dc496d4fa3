import type { Line } from '../bundle/lines.ts';
import { guardianshipsOf } from './guardianships.ts';
import { isGone, type Knowledge, type Person } from './knowledge.ts';
import { datasetsOf, primaryOrgOf } from './person.ts';
import { type Prepared, prepared, type Yield } from './prepared.ts';
import { datasetOfRole, peopleDatasets } from './roles.ts';
import { schoolEnrollmentsOf } from './schoolEnrollments.ts';

/**
 * A line of users.csv: a row for every dataset of people that the person's roles name, the schools of a student,
 * and the bonds to agents. Somebody without a role in the bundle stays what an earlier load made of them.
 */
export function prepareUser(line: Line, knowledge: Knowledge): Yield {
  const id = line.row.sourcedId;
  if (id === undefined) return { rows: [], broken: { column: 'sourcedId', rule: 'the row has no key' } };
  if (isGone(line))
    return { rows: peopleDatasets.map((dataset) => prepared(line, dataset, { sourcedId: id })) };
  const person = knowledge.people.get(id);
  const datasets = datasetsOf(knowledge, id);
  if (!person || datasets.length === 0) return withoutPlace(knowledge, person);
  const facts = {
    ...line.row,
    primaryOrgSourcedId: primaryOrgOf(knowledge, person),
    ...orgsOf(line, person),
    // SDS says the grade with the role.
    ...(person.grades === null ? {} : { grades: person.grades }),
  };
  const rows: Prepared[] = datasets.map((dataset, index) =>
    prepared(line, dataset, dataset === 'teachers' ? { ...facts, role: staffRole(person) } : facts, {
      repairs: index === 0 ? line.repairs : [],
    }),
  );
  if (knowledge.isDelta('users') && line.row.role) {
    const others = peopleDatasets.filter((dataset) => !datasets.includes(dataset));
    for (const dataset of others) rows.push(prepared(line, dataset, { sourcedId: id }, { gone: true }));
  }
  if (!datasets.includes('students') || knowledge.has('roles')) {
    return withBonds(rows, guardianshipsOf(line, knowledge));
  }
  const schools = schoolEnrollmentsOf(line, knowledge, person);
  return withBonds([...rows, ...schools.rows], guardianshipsOf(line, knowledge), schools.unmapped);
}

function withBonds(rows: readonly Prepared[], bonds: Yield, unmapped: readonly string[] = []): Yield {
  return { rows: [...rows, ...bonds.rows], unmapped: [...unmapped, ...(bonds.unmapped ?? [])] };
}

function withoutPlace(knowledge: Knowledge, person: Person | undefined): Yield {
  const role = person?.roles[0]?.role;
  if (role) return { rows: [], unmapped: [`users.csv, role ${role}`] };
  if (knowledge.has('users', 'role')) return { rows: [], broken: { column: 'role', rule: 'is missing' } };
  return { rows: [], unmapped: ['users.csv, users without a role'] };
}

/** Where roles.csv says to which organisations somebody belongs, the row says it as users.csv of 1.1 does. */
function orgsOf(line: Line, person: Person): { orgSourcedIds?: string } {
  const orgs = new Set(person.roles.flatMap(({ org }) => org ?? []));
  return line.row.orgSourcedIds || orgs.size === 0 ? {} : { orgSourcedIds: [...orgs].join(',') };
}

function staffRole({ roles }: Person): string | null {
  const staff = roles.filter(({ role }) => datasetOfRole(role) === 'teachers');
  return (staff.find(({ primary }) => primary) ?? staff[0])?.role ?? null;
}
