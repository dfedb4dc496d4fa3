import type { AnyRow } from '../../datasets/contract.ts';
import type { LedgerParts } from './parts.ts';

/** The new name of a column by the one that it had. */
export type Renames = Readonly<Record<string, string>>;

const rowsAtOnce = 2000;

/**
 * Gives columns of a dataset other names in what the ledger holds of it: the present rows, and what is on the bus.
 * No row gets another version, since none says anything else. What has the new names already stays as it is, so that
 * it does no harm when it is done again. Answers how many rows have new names.
 */
export function renamer({ db, names }: Pick<LedgerParts, 'db' | 'names'>) {
  const tables = [
    { table: 'entries', id: 'rowid' },
    { table: 'bus', id: 'seq' },
  ].map(({ table, id }) => ({
    select: db.prepare(`SELECT ${id} AS id, row FROM ${table}
      WHERE dataset = ? AND ${id} > ? AND row IS NOT NULL ORDER BY ${id} LIMIT ${rowsAtOnce}`),
    update: db.prepare(`UPDATE ${table} SET row = ? WHERE ${id} = ?`),
  }));

  return (dataset: string, renames: Renames): number => {
    let renamed = 0;
    for (const { select, update } of tables) {
      for (let after = 0; ; ) {
        const found = select.all(names.id(dataset), after) as { id: number; row: string }[];
        for (const { id, row } of found) {
          const text = renamedRow(JSON.parse(row) as AnyRow, renames);
          if (text === null) continue;
          update.run(text, id);
          renamed += 1;
        }
        const last = found.at(-1);
        if (!last) break;
        after = last.id;
      }
    }
    return renamed;
  };
}

/** The JSON text of a row with other names in the places of the old ones; null where it has none of these. */
function renamedRow(row: AnyRow, renames: Renames): string | null {
  const isOld = (name: string) => renames[name] !== undefined && !Object.hasOwn(row, renames[name]);
  if (!Object.keys(row).some(isOld)) return null;
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [isOld(name) ? renames[name] : name, value]),
    ),
  );
}
