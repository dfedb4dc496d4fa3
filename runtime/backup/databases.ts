import { backup, DatabaseSync } from 'node:sqlite';

/** A database as it was at one moment, however much is written to it afterwards. */
export interface Pinned {
  /** Writes it as a database file. */
  copyTo(path: string): Promise<void>;
  release(): void;
}

/** Pages of one step of a copy: they are read outside this thread, 64 MB at most. */
const pagesAStep = 16_384;

/**
 * Pins what is committed now. In WAL mode a reader keeps its moment while others write; the copy made within the
 * reader's transaction therefore never starts again, however busy the writer is.
 */
export function pin(path: string): Pinned {
  const db = new DatabaseSync(path, { readOnly: true });
  db.exec('PRAGMA busy_timeout = 10000; BEGIN');
  // The transaction takes its moment with the first read.
  db.prepare('SELECT count(*) FROM sqlite_schema').get();
  return {
    async copyTo(to) {
      await backup(db, to, { rate: pagesAStep });
    },
    release() {
      if (db.isOpen) db.close();
    },
  };
}
