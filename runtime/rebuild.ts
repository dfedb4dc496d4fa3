import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Contract } from '../datasets/contract.ts';
import type { Ledger } from '../ingestion/ledger/ledger.ts';
import type { SourceKind } from '../ingestion/ledger/sources.ts';
import type { CompiledMapping } from '../ingestion/mapping/compile.ts';
import { recover } from '../ingestion/mapping/recover.ts';

/** The mappings of a kind of source into a dataset. */
export type MappingsOf = (kind: SourceKind, dataset: string) => readonly CompiledMapping[];

/** Rows in one transaction of the ledger. */
const batch = 1_000;

/**
 * Offers the rows of a dataset to their mappings again, with the source columns that were kept beside them, and
 * answers how many gained by it. They are changes on the bus, so every sink hears of them, and a later change of
 * the source goes before them as before any. Killed in between, the next time goes on.
 */
export async function recoverRows(
  ledger: Ledger,
  { name }: Contract,
  mappingsOf: MappingsOf,
  signal: AbortSignal,
): Promise<number> {
  const sources = ledger.list();
  const mappings = new Map(sources.map((source) => [source.name, mappingsOf(source.kind, name)]));
  let recovered = 0;
  for (let after: string | null = ''; after !== null; ) {
    signal.throwIfAborted();
    const { revised, lastKey } = ledger.revise(
      name,
      ({ source, row, extra }) => {
        for (const mapping of mappings.get(source) ?? []) {
          const found = recover(mapping, row, extra);
          if (found) return found;
        }
        return null;
      },
      after,
      batch,
    );
    recovered += revised;
    after = lastKey;
    await nextTurn();
  }
  return recovered;
}
