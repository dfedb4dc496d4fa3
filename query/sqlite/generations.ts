import type { DatabaseSync } from 'node:sqlite';
import type { Contract } from '../../datasets/contract.ts';
import type { Contracts } from '../language/relations.ts';
import { createStatements, definitionOf, indexTable, quoted } from './table.ts';

/** One set of tables of a dataset. */
export interface Generation {
  readonly dataset: string;
  readonly generation: number;
  /** What `definitionOf` said of the contract when the tables were made. */
  readonly definition: string;
  readonly live: boolean;
}

export function generationsIn(db: DatabaseSync): Generation[] {
  const stored = db.prepare('SELECT * FROM generations ORDER BY dataset, generation').all();
  return (stored as unknown as (Omit<Generation, 'live'> & { live: number })[]).map((row) => ({
    ...row,
    live: row.live === 1,
  }));
}

/** Makes the tables of another generation of a dataset. */
export function createGeneration(
  db: DatabaseSync,
  contract: Contract,
  live: boolean,
  definition = definitionOf(contract),
): Generation {
  const before = generationsIn(db).filter(({ dataset }) => dataset === contract.name);
  const generation = Math.max(0, ...before.map((row) => row.generation)) + 1;
  for (const statement of createStatements(indexTable(contract, generation))) db.exec(statement);
  db.prepare('INSERT INTO generations VALUES (?, ?, ?, ?)').run(
    contract.name,
    generation,
    definition,
    live ? 1 : 0,
  );
  return { dataset: contract.name, generation, definition, live };
}

export function dropGeneration(db: DatabaseSync, { dataset, generation }: Generation): void {
  const name = `${dataset}.${generation}`;
  const tables = db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'
      AND (name IN (:name, :name || '~text') OR substr(name, 1, length(:name) + 1) = :name || '.')
      ORDER BY name = :name`)
    .all({ name });
  for (const { name } of tables as { name: string }[]) db.exec(`DROP TABLE ${quoted(name)}`);
  db.prepare('DELETE FROM generations WHERE dataset = ? AND generation = ?').run(dataset, generation);
}

/** Puts a generation in the place of the live one. */
export function swapGeneration(db: DatabaseSync, { dataset, generation }: Generation): void {
  const old = generationsIn(db).filter((row) => row.dataset === dataset && row.generation !== generation);
  for (const row of old) dropGeneration(db, row);
  db.prepare('UPDATE generations SET live = 1 WHERE dataset = ? AND generation = ?').run(dataset, generation);
}

/**
 * Prepares an index for writing: tables for datasets that have none; what no contract describes any more, and
 * what an interrupted rebuild left behind, goes. Once events were indexed (`begun`), some may have passed by
 * before a dataset got its tables: those wait for a rebuild.
 */
export function tidyGenerations(db: DatabaseSync, contracts: Contracts, begun: boolean): void {
  for (const row of generationsIn(db)) {
    if (!row.live || !Object.hasOwn(contracts, row.dataset)) dropGeneration(db, row);
  }
  const there = new Set(generationsIn(db).map(({ dataset }) => dataset));
  for (const contract of Object.values(contracts)) {
    if (there.has(contract.name)) continue;
    createGeneration(db, contract, true, begun ? 'to be filled' : definitionOf(contract));
  }
}

/** Datasets whose live tables are not those that their contract leads to, or that have none. */
export function outdatedIn(generations: readonly Generation[], contracts: Contracts): string[] {
  const definitions = new Map(
    generations.filter(({ live }) => live).map(({ dataset, definition }) => [dataset, definition]),
  );
  return Object.values(contracts)
    .filter((contract) => definitions.get(contract.name) !== definitionOf(contract))
    .map(({ name }) => name);
}
