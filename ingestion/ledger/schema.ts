import type { DatabaseSync } from 'node:sqlite';
import { UserError } from '../../base/errors.ts';
import { openDatabase } from '../../base/sqlite.ts';

/** Raised with every change of these tables; a newer program upgrades an older ledger or refuses it. */
const schemaVersion = 2;

// `entries` keeps an ordinary rowid: rows are long, so updates in place through a slim key index touch far
// fewer pages than a table clustered by key.
const tables = `
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE datasets (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  epoch INTEGER NOT NULL DEFAULT 1,
  identity TEXT,
  position TEXT
);

CREATE TABLE entries (
  dataset INTEGER NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  source INTEGER NOT NULL,
  position TEXT NOT NULL,
  deleted INTEGER NOT NULL,
  row TEXT,
  extra TEXT
);
CREATE UNIQUE INDEX entries_by_key ON entries (dataset, key);

CREATE TABLE bus (
  seq INTEGER PRIMARY KEY,
  dataset INTEGER NOT NULL,
  key TEXT NOT NULL,
  op TEXT NOT NULL,
  version INTEGER NOT NULL,
  source INTEGER NOT NULL,
  position TEXT NOT NULL,
  occurred_at TEXT,
  accepted_at TEXT NOT NULL,
  contract_version INTEGER NOT NULL,
  mapping_version INTEGER NOT NULL,
  row TEXT,
  extra TEXT
);

CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  dataset INTEGER NOT NULL,
  key TEXT,
  place TEXT NOT NULL,
  op TEXT NOT NULL,
  position TEXT NOT NULL,
  occurred_at TEXT,
  noticed_at TEXT NOT NULL,
  "column" TEXT,
  rule TEXT NOT NULL,
  value TEXT,
  payload TEXT NOT NULL,
  mapping TEXT NOT NULL,
  mapping_version INTEGER NOT NULL
);
-- One record a key (or a place, where no key could be read): a row that stays broken is one problem.
CREATE UNIQUE INDEX quarantine_by_subject ON quarantine (source, dataset, ifnull(key, place), key IS NULL);

-- Who was erased, as keyed hashes: a program that does not look here would bring them back.
CREATE TABLE erased (hash TEXT PRIMARY KEY) WITHOUT ROWID;
`;

/** By the schema that each begins with: what brings a ledger to the next. */
const upgrades: Readonly<Record<number, string>> = {
  1: 'CREATE TABLE erased (hash TEXT PRIMARY KEY) WITHOUT ROWID;',
};

const wayOut = 'Restore a backup with `aljibe restore`.';

/**
 * Opens the ledger's database and creates its tables when it is new.
 *
 * A commit is durable when it returns (`synchronous=FULL`). The write-ahead log is checkpointed rarely, since
 * every checkpoint writes each changed page once more.
 */
export function openLedgerDatabase(path: string, { readOnly = false } = {}): DatabaseSync {
  const db = openDatabase(path, { readOnly, wayOut });
  db.exec('PRAGMA busy_timeout = 10000');
  if (!readOnly) {
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 20000;
      PRAGMA temp_store = MEMORY;`);
  }
  // A writer finds each key by its row; a reader mostly walks along.
  db.exec(`PRAGMA cache_size = -${readOnly ? 8192 : 65536}`);
  const found = (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  if (found === schemaVersion) return db;
  const statements = found === 0 ? tables : upgradesFrom(found);
  if (statements !== null && !readOnly) {
    db.exec(`BEGIN IMMEDIATE; ${statements} PRAGMA user_version = ${schemaVersion}; COMMIT`);
    return db;
  }
  db.close();
  throw new UserError(`${path}: the ledger has schema ${found}, this program knows ${schemaVersion}`, {
    hint:
      statements === null
        ? 'Use the version of Aljibe that wrote this state directory, or a newer one.'
        : 'Any command that writes, such as `aljibe maintain`, upgrades it.',
  });
}

/** Null for a schema that this program has never written. */
function upgradesFrom(found: number): string | null {
  if (!Object.hasOwn(upgrades, found)) return null;
  return Object.entries(upgrades)
    .filter(([from]) => Number(from) >= found)
    .map(([, statements]) => statements)
    .join(' ');
}
