import type { Person } from './columns.ts';
import type { AnyRow, Contract } from './contract.ts';

/** A person under one of their keys: somebody may be a student, a guardian and an account. */
export interface Identity {
  readonly person: Person;
  readonly key: string;
}

/** What a key begins with that is a hash: no row has it, but tombstones and the ledger do. */
export const hiddenPrefix = 'erased:';

/**
 * What becomes of a row that names a person who is erased: it goes; or what it says of them goes, since the row is
 * about somebody else; or it stays, since the law wants it to.
 */
export type ErasureRule = 'delete' | 'anonymise' | 'keep';

export const erasureRule = ({ erasure }: Pick<Contract, 'erasure'>, person: Person): ErasureRule =>
  erasure?.[person] ?? 'delete';

type Persons = Pick<Contract, 'subjects' | 'columns' | 'erasure'>;

/** Columns that name people whom an erasure reaches here, with what becomes of the row. */
export const erasedSubjects = (contract: Persons): { person: Person; column: string; rule: ErasureRule }[] =>
  (Object.entries(contract.subjects) as [Person, string][])
    .map(([person, column]) => ({ person, column, rule: erasureRule(contract, person) }))
    .filter(({ rule }) => rule !== 'keep');

/** Columns that say something of this person: the one that names them, and those that are about them. */
export function columnsAbout({ subjects, columns }: Persons, person: Person): string[] {
  const isOnly = Object.keys(subjects).length === 1;
  return Object.entries(columns)
    .filter(
      ([name, { reveals = 'nothing', whose }]) =>
        name === subjects[person] || (reveals !== 'nothing' && (whose === person || (isOnly && !whose))),
    )
    .map(([name]) => name);
}

/** What is left of a row once these people are erased: the row itself where it names none of them, null where it goes. */
export function withoutErased(
  contract: Persons,
  row: AnyRow,
  isErased: (person: Person, key: string) => boolean,
): AnyRow | null {
  let left = row;
  for (const { person, column, rule } of erasedSubjects(contract)) {
    const key = row[column];
    if (typeof key !== 'string' || !isErased(person, key)) continue;
    if (rule === 'delete') return null;
    const gone = columnsAbout(contract, person).map((name) => [name, null] as const);
    left = { ...left, ...Object.fromEntries(gone) };
  }
  return left;
}
