import type { DatabaseSync } from 'node:sqlite';
import { compactDatabase, transaction } from '../../base/sqlite.ts';
import type { Contracts } from '../language/relations.ts';
import { generationsIn } from './generations.ts';
import { indexTable, quoted } from './table.ts';

/** Keys of rows that are gone, by dataset. */
export type GoneKeys = Readonly<Record<string, readonly string[]>>;

/**
 * Leaves nothing of these rows, whose deletes were applied: neither their keys, nor the words that full text marked as
 * removed, which only joining all its parts drops (https://www.sqlite.org/fts5.html#the_optimize_command), nor pages
 * that were freed.
 * @returns how many keys of deletes were forgotten
 */
export function eraseKeys(db: DatabaseSync, path: string, contracts: Contracts, keys: GoneKeys): number {
  const forget = db.prepare('DELETE FROM tombstones WHERE dataset = ? AND key = ?');
  const forgotten = transaction(db, () => {
    let count = 0;
    for (const [dataset, gone] of Object.entries(keys)) {
      for (const key of gone) count += Number(forget.run(dataset, key).changes);
    }
    return count;
  });
  for (const { dataset, generation } of generationsIn(db)) {
    const contract = contracts[dataset];
    const text = contract && keys[dataset] ? indexTable(contract, generation).text : null;
    if (text !== null) db.exec(`INSERT INTO ${quoted(text)} (${quoted(text)}) VALUES ('optimize')`);
  }
  compactDatabase(db, path);
  return forgotten;
}
