import type { AnyRow } from '../../../datasets/contract.ts';
import type { Bundle } from '../bundle/bundle.ts';
import type { Line } from '../bundle/lines.ts';
import type { FileName, Version } from '../bundle/names.ts';
import { type ClassFacts, type Session, schoolYearsTaught } from './years.ts';

/** One role of a person, from users.csv or roles.csv. */
export interface Role {
  readonly role: string;
  readonly org: string | null;
  readonly primary: boolean;
}

export interface Person {
  readonly roles: Role[];
  orgs: readonly string[];
  agents: readonly string[];
  grades: string | null;
  primaryOrg: string | null;
}

/** The live row of a key that an earlier load left, whatever its source. */
export type Known = (dataset: string, key: string) => AnyRow | null;

/** What one row must know of other files of its bundle, and of what is there already. */
export interface Knowledge {
  readonly version: Version;
  readonly people: ReadonlyMap<string, Person>;
  /** Whom relationships.csv names as somebody's contact. */
  readonly contacts: ReadonlySet<string>;
  readonly orgTypes: ReadonlyMap<string, string>;
  readonly sessions: ReadonlyMap<string, Session>;
  readonly classes: ReadonlyMap<string, ClassFacts>;
  readonly lineItemClasses: ReadonlyMap<string, string>;
  readonly categories: ReadonlyMap<string, string>;
  /** The session of the school year that the bundle tells of a school, if it is one. */
  yearTaught(school: string): string | null;
  /** Whether a file is in the bundle, and, with a column, whether its header names it. */
  has(file: FileName, column?: string): boolean;
  isDelta(file: FileName): boolean;
  /** Whether somebody without a role in the bundle has none: it is not only that roles did not change. */
  readonly tellsRoles: boolean;
  readonly known: Known;
}

type Learner = (row: Line['row'], key: string) => void;

/** Reads what rows of one file must know of another. Rows that are broken or deleted teach nothing. */
export async function learn(bundle: Bundle, known: Known): Promise<Knowledge> {
  const people = new Map<string, Person>();
  const contacts = new Set<string>();
  const orgTypes = new Map<string, string>();
  const sessions = new Map<string, Session>();
  const classes = new Map<string, ClassFacts>();
  const lineItemClasses = new Map<string, string>();
  const categories = new Map<string, string>();
  const personOf = (id: string) => {
    let person = people.get(id);
    if (!person) {
      person = { roles: [], orgs: [], agents: [], grades: null, primaryOrg: null };
      people.set(id, person);
    }
    return person;
  };

  const learners: Partial<Record<FileName, Learner>> = {
    orgs: (row, key) => orgTypes.set(key, row.type ?? ''),
    academicSessions: (row, key) =>
      sessions.set(key, {
        type: row.type ?? null,
        start: row.startDate ?? '',
        end: row.endDate ?? '',
        parent: row.parentSourcedId ?? null,
        schoolYear: row.schoolYear ?? null,
      }),
    classes: (row, key) =>
      classes.set(key, { school: row.schoolSourcedId ?? null, sessions: keysOf(row.termSourcedIds) }),
    users: (row, key) => {
      const person = personOf(key);
      person.orgs = keysOf(row.orgSourcedIds);
      person.agents = keysOf(row.agentSourcedIds);
      person.grades = row.grades ?? null;
      person.primaryOrg = row.primaryOrgSourcedId ?? null;
      if (row.role) person.roles.push({ role: row.role, org: person.orgs[0] ?? null, primary: false });
    },
    roles: (row) => {
      if (!row.userSourcedId || !row.role) return;
      const person = personOf(row.userSourcedId);
      if (row.role === 'student') person.grades ??= row.grade ?? null;
      const primary = row.roleType === 'primary' || /^(true|yes|1)$/i.test(row.isPrimary ?? '');
      person.roles.push({ role: row.role, org: row.orgSourcedId ?? null, primary });
    },
    relationships: (row) => {
      if (row.relationshipUserSourcedId) contacts.add(row.relationshipUserSourcedId);
    },
    categories: (row, key) => categories.set(key, row.title ?? ''),
    lineItems: (row, key) => {
      if (row.classSourcedId) lineItemClasses.set(key, row.classSourcedId);
    },
  };

  for (const [name, learner] of Object.entries(learners) as [FileName, Learner][]) {
    const file = bundle.files.get(name);
    if (!file) continue;
    for await (const line of file.lines()) {
      if (!line.broken && !isGone(line)) learner(line.row, line.row.sourcedId ?? '');
    }
  }
  const roles = bundle.files.get('roles');
  return {
    version: bundle.version,
    people,
    contacts,
    orgTypes,
    sessions,
    classes,
    lineItemClasses,
    categories,
    yearTaught: schoolYearsTaught(sessions, classes),
    known,
    has: (file, column) => {
      const found = bundle.files.get(file);
      return found !== undefined && (column === undefined || found.columns.has(column));
    },
    tellsRoles: roles ? roles.mode === 'bulk' : (bundle.files.get('users')?.columns.has('role') ?? false),
    isDelta: (file) => bundle.files.get(file)?.mode === 'delta',
  };
}

/** Rows that say of themselves that they are no more; 1.0 called it `inactive`. */
export function isGone({ row }: Line): boolean {
  return row.status === 'tobedeleted' || row.status === 'inactive';
}

/** The keys of a cleaned list. */
export function keysOf(cell: string | undefined): string[] {
  return cell ? cell.split(',') : [];
}
