import type { DatabaseSync } from 'node:sqlite';
import { failpoint } from '../../base/failpoints.ts';
import { transaction } from '../../base/sqlite.ts';
import { catalog } from '../../datasets/catalog.ts';
import type { ChangeEvent } from '../../datasets/change.ts';
import type { AnyRow, Contract } from '../../datasets/contract.ts';
import type { Indexer, LiveRow, TextOf } from '../engine.ts';
import { contractIn } from '../language/bind.ts';
import type { Contracts } from '../language/relations.ts';
import { openIndexDatabase, readCheckpoint } from './database.ts';
import { eraseKeys, type GoneKeys } from './erase.ts';
import {
  createGeneration,
  dropGeneration,
  type Generation,
  generationsIn,
  outdatedIn,
  swapGeneration,
  tidyGenerations,
} from './generations.ts';
import { definitionOf, extractedHash, indexTable } from './table.ts';
import { type TableWriter, tableWriter } from './writer.ts';

export interface IndexOptions {
  readonly textOf: TextOf;
  /** The catalog, but for tests. */
  readonly contracts?: Contracts;
}

export interface RebuildOptions {
  /** Every row of a dataset, as it stands at `asOf` or later. */
  readonly rows: (dataset: string) => Iterable<LiveRow> | AsyncIterable<LiveRow>;
  /** Place on the bus; the rows hold every event up to it. */
  readonly asOf: number;
  /** All, if left out. */
  readonly datasets?: readonly string[];
  readonly onProgress?: (dataset: string, rows: number) => void;
}

/** The index of all datasets in one SQLite database, for the one process that may write it. */
export interface SqliteIndex extends Indexer {
  /** Datasets whose index was made for another contract. Their events pass by until they are rebuilt. */
  outdated(): string[];
  /**
   * Indexes datasets anew beside what is live, and puts the new in its place at once. Events may be applied
   * meanwhile; searches see the old rows until the end. Interrupted, it leaves what was there.
   */
  rebuild(options: RebuildOptions): Promise<void>;
  /** Leaves nothing of rows whose deletes were applied. Answers how many keys it forgot. */
  erase(keys: GoneKeys): number;
  close(): void;
}

const rowsATransaction = 2000;

/** Opens or creates the index at `path`. */
export function openSqliteIndex(path: string, { textOf, contracts = catalog }: IndexOptions): SqliteIndex {
  const db = openIndexDatabase(path);
  const bury = db.prepare(`INSERT INTO tombstones VALUES (?, ?, ?)
    ON CONFLICT (dataset, key) DO UPDATE SET version = max(version, excluded.version)`);
  const saveCheckpoint = db.prepare(`INSERT INTO facts VALUES ('checkpoint', ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value`);
  let checkpoint = readCheckpoint(db);
  transaction(db, () => tidyGenerations(db, contracts, checkpoint > 0));
  let writers = currentWriters(db, contracts);

  function advance(seq: number): void {
    failpoint('before index.checkpoint');
    if (seq !== checkpoint) transaction(db, () => saveCheckpoint.run(seq));
    failpoint('after index.checkpoint');
    checkpoint = seq;
  }

  async function fill(generation: Generation, contract: Contract, options: RebuildOptions): Promise<void> {
    const writer = tableWriter(db, indexTable(contract, generation.generation));
    let done = 0;
    for await (const batch of batches(options.rows(contract.name), rowsATransaction)) {
      const texts = await textsOf(
        textOf,
        batch.map(({ row }) => extractedHash(contract, row)),
      );
      transaction(db, () => {
        for (const { key, version, row } of batch) {
          writer.upsert(key, version, row, texts.get(extractedHash(contract, row)) ?? null);
        }
      });
      done += batch.length;
      options.onProgress?.(contract.name, done);
    }
  }

  async function rebuildOne(contract: Contract, options: RebuildOptions): Promise<void> {
    const building = transaction(db, () => createGeneration(db, contract, false));
    try {
      // From here on every event is written to both generations.
      writers = currentWriters(db, contracts);
      await fill(building, contract, options);
      failpoint('before index.swap');
      transaction(db, () => swapGeneration(db, building));
      failpoint('after index.swap');
    } catch (error) {
      transaction(db, () => dropGeneration(db, building));
      throw error;
    } finally {
      writers = currentWriters(db, contracts);
    }
  }

  return {
    checkpoint: () => checkpoint,
    outdated: () => outdatedIn(generationsIn(db), contracts),
    async apply(events) {
      const changes = events.map(parsed);
      const from = checkpoint;
      const texts = await textsOf(
        textOf,
        changes.map(({ event, row }) => hashOf(contracts, event, row)),
      );
      // While texts were fetched, a rebuild may have asked for older events: then the checkpoint stays there.
      const reached = checkpoint === from ? Math.max(from, events.at(-1)?.seq ?? from) : checkpoint;
      transaction(db, () => {
        for (const { event, row } of changes) {
          const { dataset, key, version } = event;
          if (row === null) bury.run(dataset, key, version);
          for (const writer of writers.get(dataset) ?? []) {
            if (row === null) writer.remove(key, version);
            else writer.upsert(key, version, row, texts.get(hashOf(contracts, event, row)) ?? null);
          }
        }
        saveCheckpoint.run(reached);
        failpoint('before index.commit');
      });
      failpoint('after index.commit');
      checkpoint = reached;
    },
    async rebuild(options) {
      const datasets = options.datasets ?? Object.keys(contracts);
      // Rows that are older than the checkpoint lack events, which the bus must bring again.
      advance(Math.min(checkpoint, options.asOf));
      for (const dataset of datasets) await rebuildOne(contractIn(contracts, dataset), options);
      const all = Object.keys(contracts).every((dataset) => datasets.includes(dataset));
      if (all) advance(Math.max(checkpoint, options.asOf));
    },
    erase(keys) {
      failpoint('before erase.index');
      const forgotten = eraseKeys(db, path, contracts, keys);
      failpoint('after erase.index');
      return forgotten;
    },
    close: () => db.close(),
  };
}

/** The writers of every generation that its contract still leads to, by dataset. */
function currentWriters(db: DatabaseSync, contracts: Contracts): Map<string, TableWriter[]> {
  const writers = new Map<string, TableWriter[]>();
  for (const { dataset, generation, definition } of generationsIn(db)) {
    const contract = contracts[dataset];
    if (!contract || definition !== definitionOf(contract)) continue;
    const writer = tableWriter(db, indexTable(contract, generation));
    writers.set(dataset, [...(writers.get(dataset) ?? []), writer]);
  }
  return writers;
}

const parsed = (event: ChangeEvent) => ({
  event,
  row: event.row === null ? null : (JSON.parse(event.row) as AnyRow),
});

function hashOf(contracts: Contracts, { dataset }: ChangeEvent, row: AnyRow | null): string | null {
  const contract = contracts[dataset];
  return contract && row ? extractedHash(contract, row) : null;
}

/** The texts of these hashes, each fetched once. */
async function textsOf(textOf: TextOf, hashes: readonly (string | null)[]) {
  const texts = new Map<string | null, string | null>();
  for (const hash of new Set(hashes)) if (hash !== null) texts.set(hash, await textOf(hash));
  return texts;
}

async function* batches<T>(items: Iterable<T> | AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    // Searches and events have their turn.
    await new Promise((resolve) => setImmediate(resolve));
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
