import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { DamagedFile } from './damage.ts';
import { UserError } from './errors.ts';

export interface DatabaseOptions {
  readonly readOnly?: boolean;
  /** What a person does when the file is damaged. */
  readonly wayOut: string;
}

/** Opens a SQLite database whose errors name its file, which SQLite itself does not: damage, and a full disk. */
export function openDatabase(path: string, { readOnly = false, wayOut }: DatabaseOptions): DatabaseSync {
  const explained = (error: unknown) => explain(path, wayOut, error);
  return attempt(() => new NamedDatabase(path, readOnly, explained), explained);
}

/** Runs work that is all durable when it returns, or none of it. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Writes a database anew, so that no page of it or of its log holds what was removed. Takes as much room again while it
 * works.
 * @throws UserError when somebody who reads keeps the log from being emptied
 */
export function compactDatabase(db: DatabaseSync, path: string): void {
  db.exec('VACUUM');
  const { busy } = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
  if (busy === 0) return;
  throw new UserError(`${path}: somebody reads it, and so its log still holds what was removed`, {
    hint: 'End what reads there: the next command that writes tries again.',
  });
}

type Explain = (error: unknown) => unknown;

class NamedDatabase extends DatabaseSync {
  readonly #explained: Explain;

  constructor(path: string, readOnly: boolean, explained: Explain) {
    super(path, { readOnly });
    this.#explained = explained;
  }

  override exec(sql: string): void {
    attempt(() => super.exec(sql), this.#explained);
  }

  override prepare(sql: string): StatementSync {
    return named(
      attempt(() => super.prepare(sql), this.#explained),
      this.#explained,
    );
  }
}

function named(statement: StatementSync, explained: Explain): StatementSync {
  const { run, get, all, iterate } = statement;
  const guarded = <A extends unknown[], R>(method: (...args: A) => R) =>
    function call(...args: A): R {
      try {
        return method.apply(statement, args);
      } catch (error) {
        throw explained(error);
      }
    };
  return Object.assign(statement, {
    run: guarded(run as (...args: unknown[]) => ReturnType<typeof run>),
    get: guarded(get as (...args: unknown[]) => ReturnType<typeof get>),
    all: guarded(all as (...args: unknown[]) => ReturnType<typeof all>),
    *iterate(...args: Parameters<typeof iterate>) {
      try {
        yield* iterate.apply(statement, args);
      } catch (error) {
        throw explained(error);
      }
    },
  });
}

function attempt<T>(work: () => T, explained: Explain): T {
  try {
    return work();
  } catch (error) {
    throw explained(error);
  }
}

/** By the primary result code: https://www.sqlite.org/rescode.html */
function explain(path: string, wayOut: string, error: unknown): unknown {
  const { errcode, message } = error as { errcode?: number; message: string };
  if (errcode === undefined) return error;
  if (damage.has(errcode & 0xff) || errcode === shortRead) {
    return new DamagedFile(path, `the database is damaged (${message})`, { hint: wayOut, cause: error });
  }
  if ((errcode & 0xff) === full) {
    return new UserError(`${path}: ${message}`, {
      hint: 'Make room there. Nothing that was confirmed is lost.',
      cause: error,
    });
  }
  return error;
}

/** SQLITE_CORRUPT and SQLITE_NOTADB */
const damage: ReadonlySet<number> = new Set([11, 26]);
/** SQLITE_IOERR_SHORT_READ */
const shortRead = 522;
/** SQLITE_FULL */
const full = 13;
