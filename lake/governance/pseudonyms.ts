import type { Person } from '../../datasets/columns.ts';
import type { Contract } from '../../datasets/contract.ts';
import { hmac, hmacSql } from './keys.ts';

/** A column that curation adds: it stands for a person, joins their rows of all datasets, and names nobody. */
export interface Pseudonym {
  /** `_student_pid`. */
  readonly name: string;
  readonly person: Person;
  /** Column of the contract that names the person. */
  readonly of: string;
}

export const pseudonymsOf = ({ subjects }: Pick<Contract, 'subjects'>): Pseudonym[] =>
  (Object.entries(subjects) as [Person, string][]).map(([person, of]) => ({
    name: `_${person}_pid`,
    person,
    of,
  }));

/** The same key is another person among students than among teachers, so what is hashed says which. */
export const saltOf = (person: Person): string => `${person}:`;

export const pseudonymOf = (keyHex: string, person: Person, key: string): string =>
  hmac(keyHex, saltOf(person) + key);

/**
 * The pseudonym as DuckDB SQL, null where nobody is named.
 * @param valueSql an expression that yields the person's key
 */
export const pseudonymSql = (keyHex: string, person: Person, valueSql: string): string =>
  hmacSql(keyHex, `'${saltOf(person)}' || ${valueSql}`);
