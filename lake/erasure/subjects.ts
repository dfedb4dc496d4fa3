import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { openDatabase, transaction } from '../../base/sqlite.ts';
import type { Contract } from '../../datasets/contract.ts';
import { erasedSubjects } from '../../datasets/erasure.ts';
import { ask } from '../duckdb.ts';
import { governanceKey, hmac } from '../governance/keys.ts';
import { quotedText } from '../iceberg/duckdb.ts';
import type { RawFile } from '../raw/files.ts';

/**
 * Which files of the raw zone tell of whom, so that an erasure reads these alone. People stand in it as keyed hashes.
 * All of it can be told from the files: it is made anew whenever it is gone.
 */
export interface SubjectIndex {
  /** Files that are not in it yet. */
  missing(files: readonly RawFile[]): RawFile[];
  /** Reads files and adds them. */
  add(connection: DuckDBConnection, contract: Contract, file: RawFile): Promise<void>;
  /** Paths of the files that hold one of these texts. */
  filesWith(texts: Iterable<string>): Set<string>;
  /** Forgets texts, and files that are not listed any more. */
  forget(texts: Iterable<string>, listed: readonly RawFile[]): void;
  close(): void;
}

/** A person, as the index knows them. */
export const subjectText = (person: string, key: string): string => `${person}:${key}`;
/** A delete tells only the key of its row. */
export const deleteText = (dataset: string, key: string): string => `deleted ${dataset}:${key}`;

const schema = `
CREATE TABLE IF NOT EXISTS files (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS subjects (hash BLOB, file INTEGER, PRIMARY KEY (hash, file)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS subjects_by_file ON subjects (file);
`;

/** Enough that two of a hundred million texts share a hash once in hundred times: a file is then read in vain. */
const hashBytes = 10;

export function openSubjectIndex(dirs: { readonly raw: string; readonly keys: string }): SubjectIndex {
  const path = join(dirs.raw, 'subjects.db');
  const db = openDatabase(path, { wayOut: 'Remove the file: it is made anew.' });
  db.exec(`PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; ${schema}`);
  const key = governanceKey(dirs.keys, 'erasure');
  const hashOf = (text: string) => Buffer.from(hmac(key, text), 'hex').subarray(0, hashBytes);
  const fileId = db.prepare('SELECT id FROM files WHERE path = ?');
  const newFile = db.prepare('INSERT INTO files (path) VALUES (?) RETURNING id');
  const put = db.prepare('INSERT OR IGNORE INTO subjects VALUES (?, ?)');
  const filesOf = db.prepare('SELECT f.path FROM subjects s JOIN files f ON f.id = s.file WHERE s.hash = ?');
  const removeHash = db.prepare('DELETE FROM subjects WHERE hash = ?');

  return {
    missing: (files) => files.filter((file) => !fileId.get(file.path)),
    async add(connection, contract, file) {
      const texts = await ask<{ text: string }>(connection, textsSql(contract, join(dirs.raw, file.path)));
      transaction(db, () => {
        const { id } = newFile.get(file.path) as { id: number };
        for (const { text } of texts) put.run(hashOf(text), id);
      });
    },
    filesWith(texts) {
      const found = new Set<string>();
      for (const text of texts) for (const row of filesOf.all(hashOf(text))) found.add(String(row.path));
      return found;
    },
    forget(texts, listed) {
      const paths = new Set(listed.map((file) => file.path));
      const gone = (db.prepare('SELECT id, path FROM files').all() as { id: number; path: string }[]).filter(
        (file) => !paths.has(file.path),
      );
      transaction(db, () => {
        for (const text of texts) removeHash.run(hashOf(text));
        for (const { id } of gone) {
          db.prepare('DELETE FROM subjects WHERE file = ?').run(id);
          db.prepare('DELETE FROM files WHERE id = ?').run(id);
        }
      });
    },
    close: () => db.close(),
  };
}

/** The texts of a raw file: whom its rows name, and the keys of its deletes. */
function textsSql(contract: Contract, path: string): string {
  const from = `FROM read_parquet(${quotedText(path)}, hive_partitioning = false)`;
  const subjects = erasedSubjects(contract).map(
    ({ person, column }) =>
      `SELECT DISTINCT ${quotedText(subjectText(person, ''))} || json_extract_string("row", ${quotedText(`$.${column}`)}) AS text ${from} WHERE op <> 'delete'`,
  );
  const deletes = `SELECT ${quotedText(deleteText(contract.name, ''))} || "key" AS text ${from} WHERE op = 'delete'`;
  return `SELECT text FROM (${[...subjects, deletes].join(' UNION ALL ')}) WHERE text IS NOT NULL`;
}
