import type { Ledger } from '../ledger/ledger.ts';
import { type Column, type Drift, driftBetween } from './drift.ts';
import { type Lsn, lsnText, parseLsn } from './lsn.ts';
import type { SourceTable } from './tables.ts';

/** The shapes of the source's tables as they were last seen, remembered in the ledger. */
export interface Shapes {
  /** Compares and remembers the shape that a table has at a place of the log; earlier places say nothing new. */
  see(table: SourceTable, columns: readonly Column[], at: Lsn): Drift[];
}

export function openShapes(ledger: Pick<Ledger, 'fact' | 'setFact'>, sourceName: string): Shapes {
  return {
    see(table, columns, at) {
      const fact = `postgres.${sourceName}.shape.${table.label}`;
      const known = ledger.fact(fact);
      const before = known === null ? null : (JSON.parse(known) as { at: string; columns: Column[] });
      if (before && at < parseLsn(before.at)) return [];
      // Secrets are not read, so nothing is said about them.
      const seen = columns.filter(({ name }) => !table.secret.has(name));
      const isMapped = (column: string) => table.required.has(column) || table.optional.has(column);
      const drifts = before ? driftBetween(table.label, before.columns, seen, isMapped) : [];
      if (!before || drifts.length > 0)
        ledger.setFact(fact, JSON.stringify({ at: lsnText(at), columns: seen }));
      return drifts;
    },
  };
}
