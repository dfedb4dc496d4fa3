import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedFile } from '../../base/damage.ts';
import { openDatabase, transaction } from '../../base/sqlite.ts';

/** One Parquet file of the raw zone: changes of one dataset that were accepted within one hour. */
export interface RawFile {
  /** Below the raw zone's folder: `changes/dataset=X/hour=YYYY-MM-DDTHH/<firstSeq>-<lastSeq>.parquet`. */
  readonly path: string;
  readonly dataset: string;
  /** `YYYY-MM-DDTHH`, UTC. */
  readonly hour: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly rows: number;
  readonly bytes: number;
}

/**
 * The catalog of the raw zone: which files count. It makes a flush of several files one event, and a file that
 * it does not list never happened.
 */
export interface RawFiles {
  /** Everything on the bus up to and including this place lies in listed files. */
  checkpoint(): number;
  /** Listed files in the order of their last change, of one dataset or of all. */
  list(filter?: { readonly dataset?: string; readonly afterSeq?: number }): RawFile[];
  /** Lists new files and moves the checkpoint, in one transaction. */
  add(files: readonly RawFile[], checkpoint: number): void;
  /** Lists `merged` in the place of `old`, whose files stay readable until they are dropped. */
  replace(old: readonly RawFile[], merged: readonly RawFile[], at: string): void;
  /** States anew how many rows and bytes a listed file has. */
  update(file: RawFile): void;
  /** Paths that were replaced before this instant. */
  replaced(before: string): string[];
  /** Forgets replaced files, after they were deleted. */
  drop(paths: readonly string[]): void;
  close(): void;
}

const schema = `
CREATE TABLE IF NOT EXISTS files (
  path TEXT PRIMARY KEY,
  dataset TEXT NOT NULL,
  hour TEXT NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  bytes INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_by_place ON files (dataset, last_seq);
CREATE TABLE IF NOT EXISTS replaced (path TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS checkpoint (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL);
INSERT INTO checkpoint VALUES (1, 0) ON CONFLICT DO NOTHING;
`;

const wayOut = 'Restore a backup with `aljibe restore`.';

/** Opens the catalog of the raw zone in `dir`. A reader of a zone that nobody has written yet finds it empty. */
export function openRawFiles(dir: string, { readOnly = false } = {}): RawFiles {
  const path = join(dir, 'files.db');
  const isMissing = !existsSync(path);
  if (isMissing && existsSync(join(dir, 'changes'))) {
    throw new DamagedFile(path, 'the catalog of the raw zone is missing', { hint: wayOut });
  }
  const absent = readOnly && isMissing;
  const db = openDatabase(absent ? ':memory:' : path, { readOnly: readOnly && !absent, wayOut });
  db.exec('PRAGMA busy_timeout = 10000');
  if (!readOnly) db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  if (!readOnly || absent) db.exec(schema);

  const insert = db.prepare(
    `INSERT INTO files VALUES (:path, :dataset, :hour, :firstSeq, :lastSeq, :rows, :bytes)`,
  );
  const remove = db.prepare('DELETE FROM files WHERE path = ?');
  const select = db.prepare(`
    SELECT path, dataset, hour, first_seq AS firstSeq, last_seq AS lastSeq, rows, bytes FROM files
    WHERE (:dataset IS NULL OR dataset = :dataset) AND last_seq > :afterSeq ORDER BY last_seq, path`);

  return {
    checkpoint: () => (db.prepare('SELECT seq FROM checkpoint').get() as { seq: number }).seq,
    list: ({ dataset = null, afterSeq = 0 } = {}) =>
      select.all({ ':dataset': dataset, ':afterSeq': afterSeq }).map((row) => ({ ...row })) as never,
    add(files, checkpoint) {
      transaction(db, () => {
        for (const file of files) insert.run({ ...file });
        db.prepare('UPDATE checkpoint SET seq = ?').run(checkpoint);
      });
    },
    replace(old, merged, at) {
      transaction(db, () => {
        for (const file of old) {
          remove.run(file.path);
          db.prepare('INSERT INTO replaced VALUES (?, ?)').run(file.path, at);
        }
        for (const file of merged) insert.run({ ...file });
      });
    },
    update({ path, rows, bytes }) {
      db.prepare('UPDATE files SET rows = ?, bytes = ? WHERE path = ?').run(rows, bytes, path);
    },
    replaced: (before) =>
      db
        .prepare('SELECT path FROM replaced WHERE at < ? ORDER BY path')
        .all(before)
        .map((row) => row.path as string),
    drop(paths) {
      transaction(db, () => {
        for (const path of paths) db.prepare('DELETE FROM replaced WHERE path = ?').run(path);
      });
    },
    close: () => db.close(),
  };
}
