import type { Person } from '../../datasets/columns.ts';
import type { Contract } from '../../datasets/contract.ts';
import type { Revealing, Role } from './roles.ts';

/** What a value says, and of whom. */
export interface Reveal {
  readonly whose: Person;
  readonly what: Revealing;
}

/**
 * What a column of a curated table says of a person; nothing of the columns that every table has beside its
 * contract's. A column says whose it is, or its dataset is about one kind of person alone (datasets/checkPersons.ts).
 */
export function revealsIn({ columns, subjects }: Contract, name: string): readonly Reveal[] {
  const column = columns[name];
  if (!column?.reveals || column.reveals === 'nothing') return [];
  const whose = column.whose ?? (Object.keys(subjects) as Person[])[0];
  return whose ? [{ whose, what: column.reveals }] : [];
}

/** What of it a role may not know. */
export const hiddenFrom = ({ sees }: Role, reveals: readonly Reveal[]): readonly Reveal[] =>
  reveals.filter(({ whose, what }) => !sees[whose].includes(what));
