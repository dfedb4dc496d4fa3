import type { Knowledge, Person } from './knowledge.ts';
import { datasetOfRole, type PeopleDataset, peopleDatasets } from './roles.ts';

/** The datasets of people that somebody belongs to, by roles, by being somebody's contact, or from before. */
export function datasetsOf(knowledge: Knowledge, id: string): PeopleDataset[] {
  const found = new Set<PeopleDataset | null>(
    (knowledge.people.get(id)?.roles ?? []).map(({ role }) => datasetOfRole(role)),
  );
  if (knowledge.contacts.has(id)) found.add('guardians');
  const stated = peopleDatasets.filter((dataset) => found.has(dataset));
  if (stated.length > 0 || found.size > 0) return stated;
  if (knowledge.people.has(id) && knowledge.tellsRoles) return [];
  return peopleDatasets.filter((dataset) => knowledge.known(dataset, id) !== null);
}

/**
 * The organisation to which somebody mainly belongs: the one that the source calls so, else the first school of
 * the list, else the first of all.
 */
export function primaryOrgOf(knowledge: Knowledge, person: Person): string | null {
  const main = person.roles.find(({ primary, org }) => primary && org !== null);
  const orgs = [...person.orgs, ...person.roles.flatMap(({ org }) => org ?? [])];
  const school = orgs.find((org) => knowledge.orgTypes.get(org) === 'school');
  return person.primaryOrg ?? main?.org ?? school ?? orgs[0] ?? null;
}
