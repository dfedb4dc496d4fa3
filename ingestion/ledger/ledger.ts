import type { DatabaseSync } from 'node:sqlite';
import { type Clock, instantText } from '../../base/clock.ts';
import { failpoint } from '../../base/failpoints.ts';
import { compactDatabase, transaction } from '../../base/sqlite.ts';
import { catalog } from '../../datasets/catalog.ts';
import type { Bus } from '../../datasets/change.ts';
import type { AnyRow, Contract } from '../../datasets/contract.ts';
import { acceptor } from './accept.ts';
import { openBus } from './bus.ts';
import type { Batch, Outcome } from './change.ts';
import { openCounts } from './counts.ts';
import { type ErasedRows, eraser, hideKeys } from './erase.ts';
import { openNames } from './names.ts';
import type { LedgerParts } from './parts.ts';
import { openQuarantine, type Quarantine } from './quarantine.ts';
import { type HashOf, openRegister, type Register, type Registered } from './register.ts';
import { type Renames, renamer } from './rename.ts';
import { type Revised, type Revision, reviser } from './revise.ts';
import { openLedgerDatabase } from './schema.ts';
import { openSources, type Source, type Sources } from './sources.ts';
import { type Covered, openSweep, type Removable } from './sweep.ts';

/** The present row of a key. */
export interface Entry {
  readonly key: string;
  readonly version: number;
  readonly row: AnyRow | null;
  readonly deleted: boolean;
  readonly source: string;
}

/**
 * The seam of the platform: the present row and version of every key, and the ordered log of accepted changes
 * (the bus), in one database. Whatever `accept` returns from is durable and will reach every sink.
 */
export interface Ledger extends Bus, Sources {
  /** Takes a batch in one transaction: rows, versions, bus, quarantine and the source's position, or nothing. */
  accept(source: Source, batch: Batch): Outcome;
  /** The present row of a key, with the JSON text of its source columns outside the contract. */
  get(dataset: string, key: string): (Entry & { readonly extra: string | null }) | null;
  /** Live rows of a dataset in key order, read at one moment. */
  rows(dataset: string): Iterable<Entry & { readonly row: AnyRow }>;
  /** Live rows by dataset. */
  counts(): Map<string, number>;
  /** What a sweep would remove: live rows of this source, in scope, that were not offered since `before`. */
  removable(source: Source, dataset: string, before: string, covered?: Covered): Removable;
  /** Deletes what `removable` counts, at the position `at`, and lets go of quarantined rows that are gone. */
  sweep(source: Source, dataset: string, before: string, at: string, covered?: Covered): number;
  /** Revises, in one transaction, the live rows of a dataset that follow on a key, at most so many. */
  revise(dataset: string, revision: Revision, afterKey: string, limit: number): Revised;
  /** Who was erased. */
  readonly register: Pick<Register, 'has' | 'leftOf'>;
  /** Registers people and erases, in one transaction, what rows of these keys and rows in quarantine say of them. */
  erase(registered: Registered, keys: ReadonlyMap<string, Iterable<string>>): ErasedRows;
  /** Puts hashes in the place of these keys where their rows are gone. Answers how many. */
  hideKeys(keys: ReadonlyMap<string, Iterable<string>>): number;
  /** Gives columns of a dataset other names, in one transaction. Answers in how many rows and events. */
  rename(dataset: string, renames: Renames): number;
  /** Writes the database anew, so that nothing of what was removed is left in its files. */
  compact(): void;
  readonly quarantine: Quarantine;
  /** Takes one record out of quarantine, after its row was accepted by a replay. */
  releaseQuarantined(id: number): void;
  /** Calls back after every commit that put something on the bus, in this process. */
  listen(listener: () => void): void;
  /** Removes events up to `seq` from the bus: every sink has them. Answers how many. */
  trim(seq: number): number;
  /** Small durable facts of a source, such as the state of its initial copy. */
  fact(name: string): string | null;
  setFact(name: string, value: string): void;
  close(): void;
}

export interface LedgerOptions {
  readonly clock: Clock;
  /** A reader sees what is committed and never waits for the writer. */
  readonly readOnly?: boolean;
  /** Stands for people who were erased. Whoever only reads, or never met one, needs none. */
  readonly hashOf?: HashOf;
  /** The catalog, but for tests. */
  readonly contracts?: Readonly<Record<string, Contract>>;
}

/** Opens the ledger at `path`. One process at a time may write it; that is the state directory's lock. */
export function openLedger(
  path: string,
  { clock, readOnly = false, hashOf, contracts = catalog }: LedgerOptions,
): Ledger {
  const db = openLedgerDatabase(path, { readOnly });
  const names = openNames(db, readOnly ? [] : Object.keys(contracts));
  const sources = openSources(db);
  const quarantine = openQuarantine(db, names, sources);
  const bus = openBus(db, names, sources);
  const live = openCounts(db, names);
  const register = openRegister(db, contracts, hashOf);
  const parts = { db, names, sources, quarantine, bus, contracts, live, register };
  const undo = () => {
    register.reread();
    bus.rollback();
    live.forget();
  };
  const accept = acceptor(parts);
  const sweep = openSweep(parts);
  const revise = reviser(parts);
  const erase = eraser(parts);
  const hide = hideKeys(parts);
  const rename = renamer(parts);
  const readFact = db.prepare('SELECT value FROM facts WHERE name = ?');
  const listeners: (() => void)[] = [];
  const telling = <T>(work: () => T): T => {
    const before = bus.last();
    const result = committed(db, work, undo);
    if (bus.last() > before) for (const listener of listeners) listener();
    return result;
  };
  const now = () => instantText(clock.now());

  return {
    ...sources,
    ...sweep.reader,
    ...entries(parts),
    read: bus.read,
    head: bus.head,
    accept: (source, batch) => telling(() => accept(source, batch, now())),
    sweep: (source, dataset, before, at, covered) =>
      telling(() => sweep.run(source, dataset, before, at, now(), covered)),
    revise: (dataset, revision, afterKey, limit) =>
      telling(() => revise(dataset, revision, afterKey, limit, now())),
    listen: (listener) => {
      listeners.push(listener);
    },
    counts: () => live.counts(readOnly),
    trim(seq) {
      failpoint('before bus.trim');
      const trimmed = committed(db, () => bus.trim(seq), undo);
      failpoint('after bus.trim');
      return trimmed;
    },
    register,
    erase: (registered, keys) =>
      telling(() => {
        register.add(registered);
        return erase(keys, now());
      }),
    hideKeys: (keys) => committed(db, () => hide(keys), undo),
    rename: (dataset, renames) => committed(db, () => rename(dataset, renames), undo),
    compact: () => compactDatabase(db, path),
    quarantine,
    releaseQuarantined: quarantine.releaseById,
    fact: (name) => (readFact.get(name) as { value: string } | undefined)?.value ?? null,
    setFact(name, value) {
      failpoint('before ledger.fact');
      db.prepare(
        'INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      ).run(name, value);
      failpoint('after ledger.fact');
    },
    close: () => db.close(),
  };
}

function committed<T>(db: DatabaseSync, work: () => T, undo: () => void): T {
  try {
    const result = transaction(db, () => {
      const done = work();
      failpoint('before ledger.commit');
      return done;
    });
    failpoint('after ledger.commit');
    return result;
  } catch (error) {
    undo();
    throw error;
  }
}

interface StoredEntry {
  key: string;
  version: number;
  row: string | null;
  deleted: number;
  source: number;
}

function entries({ db, names, sources }: LedgerParts): Pick<Ledger, 'get' | 'rows'> {
  const columns = 'key, version, row, deleted, source';
  const get = db.prepare(`SELECT ${columns}, extra FROM entries WHERE dataset = ? AND key = ?`);
  const present = (stored: StoredEntry): Entry => ({
    key: stored.key,
    version: stored.version,
    row: stored.row === null ? null : (JSON.parse(stored.row) as AnyRow),
    deleted: stored.deleted === 1,
    source: sources.nameOf(stored.source),
  });

  return {
    get(dataset, key) {
      const stored = get.get(names.id(dataset), key) as (StoredEntry & { extra: string | null }) | undefined;
      return stored ? { ...present(stored), extra: stored.extra } : null;
    },
    *rows(dataset) {
      const live = db.prepare(
        `SELECT ${columns} FROM entries WHERE dataset = ? AND deleted = 0 ORDER BY key`,
      );
      for (const stored of live.iterate(names.id(dataset)) as Iterable<unknown>) {
        yield present(stored as StoredEntry) as Entry & { row: AnyRow };
      }
    },
  };
}
