import type { DatabaseSync } from 'node:sqlite';

/** Datasets as small integers: they stand in every row of the ledger. */
export interface Names {
  /** The number of a dataset that was registered when the ledger was opened. */
  id(name: string): number;
  name(id: number): string;
}

/**
 * Registers the names of the catalog and reads all that are there. Registering happens here, outside of any
 * transaction that might be rolled back, so that the two maps never know a number that the database does not.
 */
export function openNames(db: DatabaseSync, register: readonly string[]): Names {
  const insert = db.prepare('INSERT OR IGNORE INTO datasets (name) VALUES (?)');
  const all = db.prepare('SELECT id, name FROM datasets').all() as { id: number; name: string }[];
  const ids = new Map(all.map(({ id, name }) => [name, id]));
  for (const name of register) {
    if (!ids.has(name)) ids.set(name, Number(insert.run(name).lastInsertRowid));
  }
  const names = new Map([...ids].map(([name, id]) => [id, name]));

  return {
    id(name) {
      const id = ids.get(name);
      if (id === undefined) throw new Error(`the ledger has no dataset ${name}`);
      return id;
    },
    name: (id) => names.get(id) ?? `dataset ${id}`,
  };
}
