import type { AnyRow, Contract } from '../../datasets/contract.ts';
import type { Ledger } from '../../ingestion/ledger/ledger.ts';
import { legacyMappings } from '../../ingestion/mapping/legacy/all.ts';
import { openSourceSnapshot, type SourceSnapshot } from '../../ingestion/postgres/sourceRows.ts';
import type { ConnectedSource } from '../platform.ts';
import type { Side } from './side.ts';
import { type KeyedRow, rowSide } from './stores.ts';

/** Name in the ledger of the source that is compared at its origin. */
const monolithSource = 'legacy';

/** All sources together: the monolith at one of its moments, files as their last load was accepted. */
export interface SourceSide extends Side {
  /** Takes the monolith's present moment instead, and waits until the ledger has everything up to it. */
  refresh(): Promise<void>;
  /** Rows of the monolith, at the last look at all of them, that nobody else may have: they are of people who were erased. */
  erased(dataset: string): number;
  close(): Promise<void>;
}

/**
 * What the stores should hold. Rows of the monolith are read from its tables, through the feeder's mappings but
 * past everything else; rows of files are the ledger's, since their files may be gone.
 */
export async function openSourceSide(ledger: Ledger, source: ConnectedSource | null): Promise<SourceSide> {
  let snapshot = await present();
  const erased = new Map<string, number>();

  async function present(): Promise<SourceSnapshot | null> {
    if (!source) return null;
    // A database that cannot be fed from is explained by the feeder.
    await source.feeder.caughtUp(0n);
    const taken = await openSourceSnapshot(source.monolith.connectionString, legacyMappings);
    await source.feeder.caughtUp(taken.lsn);
    return taken;
  }

  async function* rows(contract: Contract, keys?: ReadonlySet<string>): AsyncGenerator<KeyedRow> {
    if (snapshot) {
      let held = 0;
      for await (const { key, row } of snapshot.rows(contract.name, keys)) {
        if (key === null || !row || !owns(contract, key)) continue;
        const left = ledger.register.leftOf(contract, row);
        if (left) yield { key, row: left };
        else held += 1;
      }
      if (!keys) erased.set(contract.name, held);
    }
    for (const { key, row, source: owner } of ledgerRows(contract, keys)) {
      if (!snapshot || owner !== monolithSource) yield { key, row };
    }
  }

  /** A key that another source wrote first is not the monolith's to change: its row here is in quarantine. */
  function owns(contract: Contract, key: string): boolean {
    const entry = ledger.get(contract.name, key);
    return !entry || entry.deleted || entry.source === monolithSource;
  }

  function* ledgerRows(contract: Contract, keys?: ReadonlySet<string>) {
    if (!keys) return yield* ledger.rows(contract.name);
    for (const key of keys) {
      const entry = ledger.get(contract.name, key);
      if (entry?.row) yield { ...entry, row: entry.row as AnyRow };
    }
  }

  return {
    ...rowSide('source', { rows: (contract) => rows(contract), pick: rows }),
    async refresh() {
      await snapshot?.close();
      snapshot = await present();
    },
    erased: (dataset) => erased.get(dataset) ?? 0,
    close: async () => snapshot?.close(),
  };
}
