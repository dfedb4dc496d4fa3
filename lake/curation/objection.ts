import { UserError } from '../../base/errors.ts';
import type { Contract } from '../../datasets/contract.ts';
import { nextMetadata } from '../iceberg/metadata.ts';
import type { Table, TableMetadata } from '../iceberg/types.ts';
import { type Moment, publish } from '../iceberg/versions.ts';
import type { Broken } from './gate.ts';
import { retrying } from './retrying.ts';

/** What keeps a dataset at the commit that it has, in the properties of its table. */
export interface Objection {
  /** Canonical instant. */
  readonly since: string;
  /** Place on the bus up to which changes were looked at. */
  readonly through: number;
  readonly broken: readonly Broken[];
  /** Somebody has taken it as it is: the next commit is made. */
  readonly isAccepted: boolean;
}

const property = 'aljibe.objection';

export function objectionOf({ properties }: TableMetadata): Objection | null {
  const text = properties[property];
  return text === undefined ? null : (JSON.parse(text) as Objection);
}

/** Whether nothing has come since that could end an objection: another change, another contract, or somebody's word. */
export function isStanding(objection: Objection, { quality }: Contract, lastSeq: number): boolean {
  if (objection.isAccepted || lastSeq > objection.through) return false;
  return objection.broken.every(({ rule }) =>
    quality.some(({ name, severity }) => name === rule && severity === 'hold'),
  );
}

export const raiseObjection = (dir: string, objection: Objection, moment: Moment): Promise<Table> =>
  retrying(dir, (table) => withObjection(table, objection, moment));

export const endObjection = (dir: string, moment: Moment): Promise<Table> =>
  retrying(dir, (table) => withObjection(table, null, moment));

/**
 * Lets the next commit be made whatever its rules say.
 * @throws UserError when none is kept back
 */
export const acceptObjection = (dir: string, dataset: string, moment: Moment): Promise<Table> =>
  retrying(dir, async (table) => {
    const objection = objectionOf(table.metadata);
    if (!objection) throw new UserError(`${dataset} is not held: there is nothing to resume`);
    return withObjection(table, { ...objection, isAccepted: true }, moment);
  });

function withObjection(table: Table, objection: Objection | null, moment: Moment): Promise<Table> {
  const { [property]: _, ...others } = table.metadata.properties;
  const properties = objection ? { ...others, [property]: JSON.stringify(objection) } : others;
  return publish(table, nextMetadata(table.metadata, table.version, { properties }, moment.now), moment);
}

/** The broken rules in one line: `schools-remain (1 of 12 rows)`. */
export const brokenText = (broken: readonly Broken[]): string =>
  broken.map((each) => `${each.rule} (${each.broken} of ${each.rows} rows)`).join(', ');
