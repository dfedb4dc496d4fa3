import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { UserError } from '../../base/errors.ts';
import { openDatabase } from '../../base/sqlite.ts';

/** Raised with every change of the tables below; the tables of the datasets have a definition each. */
const schemaVersion = 1;

// A dataset has one live generation of tables and, while it is indexed anew, another that is not live yet.
const tables = `
CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE generations (
  dataset TEXT NOT NULL,
  generation INTEGER NOT NULL,
  definition TEXT NOT NULL,
  live INTEGER NOT NULL,
  PRIMARY KEY (dataset, generation)
) STRICT, WITHOUT ROWID;
CREATE TABLE tombstones (
  dataset TEXT NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (dataset, key)
) STRICT, WITHOUT ROWID;
`;

const wayOut = 'Make the index anew from the ledger with `aljibe rebuild --index`.';

/**
 * Opens the database of the index, and creates it when it is new and may be written.
 *
 * `synchronous=FULL`: what a commit returned from survives, so the checkpoint that lies in the same commit is
 * never ahead of the rows, and the bus may be trimmed behind it. Checkpoints of the write-ahead log come every 16 MB:
 * as rare as pays, since each writes every changed page once more, and not so rare that one is felt as a delay.
 */
export function openIndexDatabase(path: string, { readOnly = false } = {}): DatabaseSync {
  if (readOnly && !existsSync(path)) {
    throw new UserError(`${path}: there is no index`, {
      hint: 'Start Aljibe with `aljibe up`, or load something.',
    });
  }
  const db = openDatabase(path, { readOnly, wayOut });
  db.exec('PRAGMA busy_timeout = 10000');
  if (!readOnly) {
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096;
      PRAGMA secure_delete = FAST`);
  }
  db.exec('PRAGMA cache_size = -131072; PRAGMA temp_store = MEMORY');
  const found = (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  if (found === 0 && !readOnly) {
    db.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version = ${schemaVersion}; COMMIT`);
  } else if (found !== schemaVersion) {
    db.close();
    throw new UserError(`${path}: the index has schema ${found}, this program knows ${schemaVersion}`, {
      hint: 'Use the version of Aljibe that wrote this state directory, or a newer one.',
    });
  }
  return db;
}

/** Runs reads that all see the same moment. */
export function snapshot<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN');
  try {
    return work();
  } finally {
    db.exec('COMMIT');
  }
}

/** Place on the bus up to which everything is indexed. */
export function readCheckpoint(db: DatabaseSync): number {
  const stored = db.prepare("SELECT value FROM facts WHERE name = 'checkpoint'").get();
  return (stored as { value: number } | undefined)?.value ?? 0;
}
