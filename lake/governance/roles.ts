import { UserError } from '../../base/errors.ts';
import type { Disclosure, Person } from '../../datasets/columns.ts';
import { nearNames } from '../../datasets/near.ts';

export const roleNames = [
  'data_engineer',
  'analyst',
  'headmaster',
  'registrar',
  'counsellor',
  'data_protection_officer',
] as const;
export type RoleName = (typeof roleNames)[number];

export type Revealing = Exclude<Disclosure, 'nothing'>;

/** What a kind of user may see. What reveals nothing of a person, everybody may. */
export interface Role {
  /** Spanish label. */
  readonly es: string;
  readonly meaning: string;
  /** Rows of all schools, or of those alone that the viewer belongs to. */
  readonly rows: 'all' | 'own schools';
  /** What it may know of whom. */
  readonly sees: Readonly<Record<Person, readonly Revealing[]>>;
  /** Whether it reads changes as they were accepted, which hold every column. */
  readonly raw: boolean;
  /** Figures of fewer people than this, made of what the role may not see of one of them, are left out. */
  readonly smallestGroup: number;
}

const everything: readonly Revealing[] = ['identity', 'contact', 'sensitive'];
const address: readonly Revealing[] = ['identity', 'contact'];

/** The roles of a school, as data: who may see what is decided here and nowhere else. */
export const roles: Readonly<Record<RoleName, Role>> = {
  data_engineer: {
    es: 'Ingeniería de datos',
    meaning: 'Runs the platform and answers for every row of it.',
    rows: 'all',
    sees: { student: everything, guardian: everything, teacher: everything, user: everything },
    raw: true,
    smallestGroup: 10,
  },
  analyst: {
    es: 'Análisis',
    meaning: 'Studies all schools, and knows nobody.',
    rows: 'all',
    sees: { student: [], guardian: [], teacher: [], user: [] },
    raw: false,
    smallestGroup: 10,
  },
  headmaster: {
    es: 'Dirección',
    meaning: 'Answers for everything in a school.',
    rows: 'own schools',
    sees: { student: everything, guardian: address, teacher: everything, user: ['identity'] },
    raw: false,
    smallestGroup: 10,
  },
  registrar: {
    es: 'Secretaría',
    meaning: 'Keeps who is enrolled in a school and how they are reached.',
    rows: 'own schools',
    sees: { student: address, guardian: address, teacher: address, user: [] },
    raw: false,
    smallestGroup: 10,
  },
  counsellor: {
    es: 'Orientación',
    meaning: 'Cares for the students of a school.',
    rows: 'own schools',
    sees: { student: everything, guardian: address, teacher: ['identity'], user: [] },
    raw: false,
    smallestGroup: 10,
  },
  data_protection_officer: {
    es: 'Protección de datos',
    meaning: 'Answers whoever asks what is known of them, and sees that it is right.',
    rows: 'all',
    sees: { student: everything, guardian: everything, teacher: everything, user: everything },
    raw: true,
    smallestGroup: 10,
  },
};

/** Somebody in a role. `schools` are those that a role of `own schools` is bound to. */
export interface Viewer {
  readonly role: RoleName;
  readonly schools: readonly string[];
}

/** @throws UserError for a role that there is not */
export function roleOf(name: string): RoleName {
  const found = roleNames.find((known) => known === name);
  if (found) return found;
  const near = nearNames(name, roleNames);
  throw new UserError(`"${name}" is no role`, {
    exitCode: 2,
    hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : `roles: ${roleNames.join(', ')}`,
  });
}

/**
 * @throws UserError for a role that there is not, for one of a school without a school, and for a school of a role
 *   that has all
 */
export function viewerOf(name: string, schools: readonly string[]): Viewer {
  const role = roleOf(name);
  const isBound = roles[role].rows === 'own schools';
  if (isBound && schools.length === 0) {
    throw new UserError(`${role} is a role of a school`, {
      exitCode: 2,
      hint: 'Name the school with --school.',
    });
  }
  if (!isBound && schools.length > 0) {
    throw new UserError(`${role} has the rows of all schools`, {
      exitCode: 2,
      hint: 'Leave --school out, and choose schools in the statement.',
    });
  }
  return { role, schools };
}
