import type { Contract } from '../../datasets/contract.ts';
import type { LiveRow } from '../engine.ts';
import { openIndexDatabase, readCheckpoint } from './database.ts';
import { liveTables } from './engine.ts';
import { itemReader, type Stored } from './reader.ts';
import { getSql, scanSql } from './select.ts';

/** The rows of an index as they stand at one moment, for whoever compares stores. */
export interface IndexScan {
  /** Place on the bus up to which the view holds everything. */
  checkpoint(): number;
  /** Live rows in canonical form, in the order of their keys (by code points). */
  rows(contract: Contract): Iterable<LiveRow>;
  /** Those of these keys that are there. */
  pick(contract: Contract, keys: Iterable<string>): Iterable<LiveRow>;
  close(): void;
}

/** Opens a view of the index at `path` that later writes do not reach. UserError when there is none. */
export function openIndexScan(path: string): IndexScan {
  const db = openIndexDatabase(path, { readOnly: true });
  db.exec('BEGIN');
  const tableOf = liveTables(db);

  function statement(sql: string) {
    const made = db.prepare(sql);
    made.setReadBigInts(true);
    made.setReturnArrays(true);
    return made;
  }
  return {
    *rows(contract) {
      const table = tableOf(contract);
      const read = itemReader(table);
      for (const stored of statement(scanSql(table)).iterate()) {
        const { row, version } = read(stored as unknown as Stored);
        yield { key: String(row[contract.key]), version, row };
      }
    },
    *pick(contract, keys) {
      const table = tableOf(contract);
      const read = itemReader(table);
      const get = statement(getSql(table));
      for (const key of keys) {
        const stored = get.get(key) as unknown as Stored | undefined;
        if (stored) yield { key, ...read(stored) };
      }
    },
    checkpoint: () => readCheckpoint(db),
    close: () => db.close(),
  };
}
