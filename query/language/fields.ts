import { UserError } from '../../base/errors.ts';
import type { Column, ColumnType } from '../../datasets/columns.ts';
import type { Contract } from '../../datasets/contract.ts';
import { nearNames } from '../../datasets/near.ts';
import { type SearchedField, searchedFields } from '../text/searched.ts';

/** A place in a row that a query may name. */
export interface Field {
  readonly path: string;
  readonly column: string;
  readonly facts: Column;
  /** Fields of structs under the column, outermost first. */
  readonly within: readonly string[];
  /** Type of what is found there; for a field of each struct in a list, a list of it. */
  readonly type: ColumnType;
  /** Set for a whole text column that full text reads: it is compared by its words. */
  readonly words: SearchedField | null;
}

/** Finds the field that a path names. UserError with near names when there is none. */
export function fieldOf(contract: Contract, path: string): Field {
  const [column = '', ...within] = path.split('.');
  if (!Object.hasOwn(contract.columns, column)) {
    throw unknown(`${contract.name}: there is no column "${column}"`, column, Object.keys(contract.columns));
  }
  const facts = contract.columns[column] as Column;
  let type = facts.type;
  let listed = false;
  for (const name of within) {
    if (type.kind === 'list' && !listed) {
      listed = true;
      type = type.of;
    }
    if (type.kind !== 'struct') throw unknown(`${contract.name}.${column} has no fields`, '', []);
    const field: ColumnType | undefined = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    if (!field) {
      const names = Object.keys(type.fields);
      throw unknown(`${contract.name}.${column}: there is no field "${name}"`, name, names);
    }
    type = field;
  }
  const searched =
    within.length === 0 && type.kind === 'text'
      ? searchedFields(contract).find(({ name, from }) => name === column && from === 'text')
      : undefined;
  return {
    path,
    column,
    facts,
    within,
    type: listed ? { kind: 'list', of: type } : type,
    words: searched ?? null,
  };
}

/** Refuses a name that is not among `known`, naming those that look like it, or all of them. */
export function unknown(message: string, name: string, known: readonly string[]): UserError {
  const near = nearNames(name, known);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : known.length > 0
        ? `there is ${known.join(', ')}`
        : undefined;
  return new UserError(message, { exitCode: 2, ...(hint ? { hint } : {}) });
}
