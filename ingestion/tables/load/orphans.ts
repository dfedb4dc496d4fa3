import { contractOf } from '../../../datasets/catalog.ts';
import type { SourceChange } from '../../ledger/change.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { OrphanCount } from '../../oneroster/load/orphans.ts';

interface Named {
  rows: number;
  readonly place: string;
}

/** Gathers the keys that loaded rows refer to, and tells afterwards which of them lead to no row. */
export class References {
  readonly #named = new Map<string, Map<string, Named>>();

  add({ dataset, row, place }: SourceChange): void {
    for (const [column, { references }] of Object.entries(contractOf(dataset).columns)) {
      const value = row?.[column] ?? null;
      if (!references || value === null) continue;
      const name = `${dataset}.${column}`;
      const named = this.#named.get(name) ?? new Map<string, Named>();
      this.#named.set(name, named);
      for (const key of Array.isArray(value) ? (value as string[]) : [value as string]) {
        const known = named.get(key);
        if (known) known.rows += 1;
        else named.set(key, { rows: 1, place });
      }
    }
  }

  /** References of a dataset that lead to no row: counted, since the row may still come. */
  orphans(dataset: string, ledger: Ledger): OrphanCount[] {
    return Object.entries(contractOf(dataset).columns).flatMap(([column, { references }]) => {
      const named = this.#named.get(`${dataset}.${column}`) ?? [];
      const missing = [...named].filter(([key]) => !ledger.get(references ?? '', key)?.row);
      const [first] = missing;
      if (!references || !first) return [];
      const rows = missing.reduce((sum, [, { rows }]) => sum + rows, 0);
      return [{ column, references, rows, place: first[1].place }];
    });
  }
}
