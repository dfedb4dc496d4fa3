import { UserError } from '../../base/errors.ts';
import type { Contract } from '../../datasets/contract.ts';
import { brokenRule } from '../../datasets/values.ts';
import type { BoundQuery, BoundSort } from './bound.ts';
import { printSort } from './print.ts';

/** Names the order in which a cursor is a place: it is of no use in another one. */
function orderOf(contract: Contract, ranked: boolean, sort: readonly BoundSort[]): string {
  const order = sort.map(({ field, descending, nulls }) => ({ path: field.path, descending, nulls }));
  return `${contract.name} ${ranked ? 'by rank, ' : ''}${printSort(order)}`;
}

/** The place behind a row: its rank (if ranked) and its values in the order of the query's sort. */
export function writeCursor(query: BoundQuery, values: readonly unknown[]): string {
  const order = orderOf(query.contract, query.ranked, query.sort);
  return Buffer.from(JSON.stringify([order, ...values])).toString('base64url');
}

/** UserError when the text is no cursor, or one of another dataset or order. */
export function readCursor(
  contract: Contract,
  ranked: boolean,
  sort: readonly BoundSort[],
  cursor: string,
): unknown[] {
  const parts = partsOf(cursor);
  const order = orderOf(contract, ranked, sort);
  const values = parts.slice(1);
  const sorted = ranked ? values.slice(1) : values;
  const sound =
    parts[0] === order &&
    sorted.length === sort.length &&
    (!ranked || typeof values[0] === 'number') &&
    sort.every(({ field }, at) => sorted[at] === null || brokenRule(field.type, sorted[at]) === null);
  if (sound) return values;
  throw new UserError('the cursor does not belong to this query', {
    hint: 'take the cursor that the page before printed, and leave dataset and sort as they were',
    exitCode: 2,
  });
}

function partsOf(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    // Not ours; the caller says so.
    return [];
  }
}
