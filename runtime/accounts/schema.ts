import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../base/sqlite.ts';

/** Instants are microseconds since 1970. Links and sessions go with their account. */
const schema = `
  CREATE TABLE IF NOT EXISTS accounts (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, schools TEXT NOT NULL, created_at INTEGER NOT NULL, seen_at INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS links (
    hash TEXT PRIMARY KEY, account TEXT NOT NULL UNIQUE REFERENCES accounts ON DELETE CASCADE, expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS sessions (
    hash TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    began_at INTEGER NOT NULL, seen_at INTEGER NOT NULL
  ) STRICT;
`;

/** Opens the accounts of a state directory, which several processes may have open: each statement is its own. */
export function openAccountsDatabase(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const db = openDatabase(path, {
    wayOut: 'Restore it from a backup, or remove it and add the accounts anew.',
  });
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; ${schema}`);
  return db;
}
