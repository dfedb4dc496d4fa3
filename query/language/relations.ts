import { UserError } from '../../base/errors.ts';
import type { Contract } from '../../datasets/contract.ts';
import { unknown } from './fields.ts';

export type Contracts = Readonly<Record<string, Contract>>;

/**
 * A contract's reference, seen from one of its ends. Forward (from the row that holds the reference) it is named
 * by its column; reverse (from the row that is referred to) by the dataset that holds it, or `dataset.column`.
 */
export interface Relation {
  readonly name: string;
  readonly direction: 'forward' | 'reverse';
  readonly from: Contract;
  readonly to: Contract;
  /** The column that refers: of `from` when forward, of `to` when reverse. */
  readonly column: string;
  /** The column holds a list of keys. */
  readonly list: boolean;
}

/** Every relation of a dataset by its shortest name. */
export function relationsOf(contracts: Contracts, from: Contract): Relation[] {
  const forward = references(from)
    .filter(({ to }) => Object.hasOwn(contracts, to))
    .map(({ column, to, list }): Relation => {
      return { name: column, direction: 'forward', from, to: contracts[to] as Contract, column, list };
    });
  const taken = new Set(forward.map(({ name }) => name));
  const reverse = Object.values(contracts).flatMap((to) => {
    const here = references(to).filter((reference) => reference.to === from.name);
    const short = here.length === 1 && !taken.has(to.name);
    return here.map(({ column, list }): Relation => {
      return {
        name: short ? to.name : `${to.name}.${column}`,
        direction: 'reverse',
        from,
        to,
        column,
        list,
      };
    });
  });
  return [...forward, ...reverse];
}

/** Finds the relation of this name. UserError with what there is when there is none, or more than one. */
export function relationOf(contracts: Contracts, from: Contract, name: string): Relation {
  const relations = relationsOf(contracts, from);
  const found = relations.find((relation) => relation.name === name);
  if (found) return found;
  const long = relations.find(({ direction, to, column }) => {
    return direction === 'reverse' && `${to.name}.${column}` === name;
  });
  if (long) return { ...long, name };
  const meant = relations.filter(({ direction, to }) => direction === 'reverse' && to.name === name);
  if (meant.length > 0) {
    throw new UserError(`${from.name}: "${name}" refers here more than once`, {
      hint: `write ${meant.map((relation) => relation.name).join(' or ')}`,
      exitCode: 2,
    });
  }
  throw unknown(
    `${from.name}: there is no relation "${name}"`,
    name,
    relations.map((relation) => relation.name),
  );
}

/** Columns of a dataset that hold keys of a dataset, or lists of them. */
export function references(contract: Contract): { column: string; to: string; list: boolean }[] {
  return Object.entries(contract.columns).flatMap(([column, { references: to, type }]) =>
    to === undefined ? [] : [{ column, to, list: type.kind === 'list' }],
  );
}
