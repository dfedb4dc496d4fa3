import type { Contract } from '../../datasets/contract.ts';
import { quotedName, quotedText } from '../iceberg/duckdb.ts';

/** Which rows of a dataset belong to some schools; null where it is common to all of them. */
export interface RowRule {
  /** Column whose values must be among `schools`, or among those of the bridge. */
  readonly column: string;
  /** Dataset that says which values belong to a school, by its own column of that name and its `school_id`. */
  readonly through: string | null;
}

export function rowRule({ scope }: Contract): RowRule | null {
  switch (scope.kind) {
    case 'shared':
      return null;
    case 'column':
      return { column: scope.column, through: null };
    case 'bridge':
      return { column: scope.on, through: scope.through };
  }
}

/**
 * The condition in SQL. A row without a school belongs to none.
 * @param bridge what stands in FROM for the rows of `through`
 */
export function rowCondition(
  { column, through }: RowRule,
  schools: readonly string[],
  bridge: string | null,
): string {
  const own = `(${schools.map(quotedText).join(', ')})`;
  if (through === null) return `${quotedName(column)} IN ${own}`;
  return `${quotedName(column)} IN (SELECT ${quotedName(column)} FROM ${bridge} WHERE school_id IN ${own})`;
}
