import type { Line } from '../bundle/lines.ts';
import { isGone, type Knowledge, keysOf } from './knowledge.ts';
import { datasetsOf, primaryOrgOf } from './person.ts';
import { type Prepared, prepared, type Yield } from './prepared.ts';
import { datasetOfRole } from './roles.ts';

/**
 * The bonds of one user to agents. Files list them from either side; where both do, the student's line tells.
 * A user whom the bundle does not hold is taken for what the bond needs.
 */
export function guardianshipsOf(line: Line, knowledge: Knowledge): Yield {
  const id = line.row.sourcedId ?? '';
  const agents = [...new Set(keysOf(line.row.agentSourcedIds))];
  const rows: Prepared[] = [];
  let others = 0;
  for (const agent of agents) {
    if (mayBe(knowledge, id, 'students') && mayBe(knowledge, agent, 'guardians')) {
      rows.push(guardianship(line, knowledge, { student: id, guardian: agent, listedBy: 'student' }));
    } else if (mayBe(knowledge, id, 'guardians') && mayBe(knowledge, agent, 'students')) {
      if (knowledge.people.get(agent)?.agents.includes(id)) continue;
      rows.push(guardianship(line, knowledge, { student: agent, guardian: id, listedBy: 'guardian' }));
    } else others += 1;
  }
  return { rows, unmapped: Array(others).fill('users.csv, agents who are no guardians of students') };
}

/** A line of relationships.csv (SDS): somebody is a contact of a student. */
export function prepareRelationship(line: Line, knowledge: Knowledge): Yield {
  const { userSourcedId: student, relationshipUserSourcedId: guardian, relationshipRole, ...rest } = line.row;
  if (!student || !guardian) {
    const column = student ? 'relationshipUserSourcedId' : 'userSourcedId';
    return { rows: [], broken: { column, rule: 'is missing' } };
  }
  const row = guardianship(line, knowledge, { student, guardian, listedBy: 'student' });
  const said = { ...rest, ...row.row, relation: relationshipRole ?? null };
  return { rows: [prepared(line, 'guardianships', said, { repairs: line.repairs })] };
}

interface Bond {
  readonly student: string;
  readonly guardian: string;
  /** Whose line tells it: a later delta of that line without it ends it. */
  readonly listedBy: 'student' | 'guardian';
}

function guardianship(line: Line, knowledge: Knowledge, bond: Bond): Prepared {
  const { student, guardian, listedBy } = bond;
  const person = knowledge.people.get(student);
  const school = person
    ? primaryOrgOf(knowledge, person)
    : knowledge.known('students', student)?.primary_org_id;
  const role = knowledge.people.get(guardian)?.roles.find((each) => datasetOfRole(each.role) === 'guardians');
  return prepared(
    line,
    'guardianships',
    {
      sourcedId: `${student}:${guardian}`,
      studentSourcedId: student,
      guardianSourcedId: guardian,
      schoolSourcedId: typeof school === 'string' ? school : null,
      relation: role?.role ?? null,
      listedBy,
    },
    { gone: isGone(line) },
  );
}

function mayBe(knowledge: Knowledge, id: string, dataset: 'students' | 'guardians'): boolean {
  const datasets = datasetsOf(knowledge, id);
  return datasets.length === 0 ? !knowledge.people.get(id)?.roles.length : datasets.includes(dataset);
}
