import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openDatabase } from '../base/sqlite.ts';

/** Held by the one process that writes a state directory. */
export interface Lock {
  release(): void;
}

/**
 * Takes the writer's lock, or answers null when another process has it. It is SQLite's lock on a file that holds
 * nothing: the operating system lets go of it however the holder ends, so a killed process leaves no stale lock.
 */
export function takeLock(path: string): Lock | null {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const db = openDatabase(path, { wayOut: 'Remove the file: it holds nothing.' });
  try {
    db.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if ((error as { errcode?: number }).errcode === sqliteBusy) return null;
    throw error;
  }
  return {
    release() {
      db.exec('ROLLBACK');
      db.close();
    },
  };
}

/** https://www.sqlite.org/rescode.html#busy */
const sqliteBusy = 5;
