import { contractOf } from '../../../datasets/catalog.ts';
import type { Contract } from '../../../datasets/contract.ts';
import { compileMapping, type Readers } from '../../mapping/compile.ts';
import type { SourceRow } from '../../mapping/mapping.ts';
import { type Found, type Offer, offer } from '../../mapping/offer.ts';
import type { Feed } from '../../mapping/tables/tableMapping.ts';
import { fieldsOf, type LookUp, type Need } from './fields.ts';
import { preparer } from './prepare.ts';

/** One dataset that a file fills, as functions of its rows. */
export interface CompiledFeed {
  /** By which quarantine finds it again. */
  readonly name: string;
  readonly feed: Feed;
  readonly contract: Contract;
  /** Columns of the file that its rules read, each as often as it is read. */
  readonly needs: readonly Need[];
  /** Maps a row, without secrets, by the names that the mapping has for its columns. */
  offer(row: SourceRow, found: Found): Offer;
  /** The key of a row; null when it has none. */
  keyOf(row: SourceRow): string | null;
}

export interface FeedParts {
  readonly name: string;
  readonly version: number;
  readonly feed: Feed;
  readonly nulls: readonly string[];
  readonly readers: Readers;
}

/** Turns a feed into functions, once. Throws a UserError where it does not fit its contract. */
export function compileFeed(
  { name, version, feed, nulls, readers }: FeedParts,
  lookUp: LookUp,
): CompiledFeed {
  const contract = contractOf(feed.dataset);
  const fields = fieldsOf(feed, contract);
  const { needs } = fields;
  const compiled = compileMapping(
    { ...feed, table: name, version, fields: fields.rules, secret: [] },
    contract,
    readers,
  );
  const prepare = preparer(fields, nulls, lookUp);
  const needed = new Set(needs.map(({ column }) => column));
  const held = new Set(needs.filter(({ isHeld }) => isHeld).map(({ column }) => column));
  const columnsOf = Map.groupBy(needs, ({ field }) => field);

  /** What the contract row does not hold: other columns, codes that were translated, and mended cells as they were. */
  function extraOf(row: SourceRow, mended: ReadonlySet<string>): SourceRow | null {
    return picked(row, (column) => !held.has(column) || mended.has(column));
  }

  return {
    name,
    feed,
    contract,
    needs,
    keyOf: (row) => compiled.keyOf(prepare(row).source),
    offer(row, found) {
      const { source, repairs, mended } = prepare(row);
      const { change, rejection, repairs: others } = offer(compiled, source, found);
      const told = [...repairs, ...others];
      const payload = (feed.derived ? picked(row, (column) => needed.has(column)) : row) ?? {};
      if (rejection) {
        const tellsOfNone = feed.derived && rejection.key === null;
        return tellsOfNone ? { repairs: [] } : { rejection: { ...rejection, payload }, repairs: told };
      }
      if (!change || change.op === 'delete') {
        return change && !feed.derived ? { change: { ...change, payload }, repairs: [] } : { repairs: [] };
      }
      const asWritten = new Set([
        ...mended,
        ...told.flatMap((repair) => columnsOf.get(repair.column) ?? []).map(({ column }) => column),
      ]);
      const extra = feed.derived ? null : extraOf(row, asWritten);
      return { change: { ...change, payload, extra }, repairs: told };
    },
  };
}

function picked(row: SourceRow, isPicked: (column: string) => boolean): SourceRow | null {
  const entries = Object.entries(row).filter(([column]) => isPicked(column));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
