import type { FileName } from '../bundle/names.ts';
import type { Knowledge } from '../prepare/knowledge.ts';

/** The datasets whose rows have the key of a file's rows; a row that is broken is reported to the first. */
export const datasetsOfFile: Readonly<Record<FileName, readonly string[]>> = {
  orgs: ['orgs'],
  academicSessions: ['academic_sessions'],
  courses: ['courses'],
  classes: ['classes'],
  users: ['students', 'teachers', 'guardians'],
  roles: ['school_enrollments'],
  relationships: ['guardianships'],
  demographics: ['demographics'],
  enrollments: ['enrollments', 'teaching_assignments'],
  categories: [],
  lineItems: ['line_items'],
  results: ['results'],
};

/** The files of this bundle that a dataset is fed from, by dataset; a dataset with none is not touched. */
export function feedsOf(knowledge: Knowledge): ReadonlyMap<string, readonly FileName[]> {
  const feeds = new Map<string, FileName[]>();
  const add = (dataset: string, file: FileName) => feeds.set(dataset, [...(feeds.get(dataset) ?? []), file]);
  for (const [file, datasets] of Object.entries(datasetsOfFile) as [FileName, string[]][]) {
    if (knowledge.has(file)) for (const dataset of datasets) add(dataset, file);
  }
  // Before 1.2 users.csv says which schools somebody belongs to; in all of OneRoster it names agents.
  if (!knowledge.has('roles') && knowledge.has('users', 'orgSourcedIds')) add('school_enrollments', 'users');
  if (knowledge.has('users', 'agentSourcedIds')) add('guardianships', 'users');
  return feeds;
}
