import { catalog } from '../../../datasets/catalog.ts';
import type { AnyRow } from '../../../datasets/contract.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Tally } from './tally.ts';

/** Rows of a dataset whose reference leads to no row: counted, since the row may still come. */
export interface OrphanCount {
  readonly column: string;
  readonly references: string;
  readonly rows: number;
  /** Where the first of them stands. */
  readonly place: string;
}

/**
 * References that lead to no row, neither of the bundle nor of the ledger as the load leaves it.
 * `willGo` says of a live row that the load speaks for it, so that it goes unless the bundle has it.
 */
export function orphansOf(
  tallies: ReadonlyMap<string, Tally>,
  ledger: Ledger,
  willGo: (dataset: string, entry: { source: string; row: AnyRow }) => boolean,
): ReadonlyMap<string, OrphanCount[]> {
  const isThere = (dataset: string, key: string): boolean => {
    const tally = tallies.get(dataset);
    if (tally?.has(key)) return tally.offers(key);
    const entry = ledger.get(dataset, key);
    return entry?.row ? !willGo(dataset, { source: entry.source, row: entry.row }) : false;
  };
  const orphans = new Map<string, OrphanCount[]>();
  for (const [dataset, tally] of tallies) {
    const found: OrphanCount[] = [];
    for (const [column, keys] of tally.references) {
      const references = catalog[dataset]?.columns[column]?.references;
      if (!references) continue;
      const missing = [...keys].filter(([key]) => !isThere(references, key)).map(([, named]) => named);
      const [first] = missing;
      if (!first) continue;
      const rows = missing.reduce((sum, named) => sum + named.rows, 0);
      found.push({ column, references, rows, place: first.place });
    }
    orphans.set(dataset, found);
  }
  return orphans;
}
