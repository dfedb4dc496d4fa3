import { join } from 'node:path';
import type { Contract } from '../../datasets/contract.ts';
import { erasedSubjects, type Identity } from '../../datasets/erasure.ts';
import type { LakeDirs } from '../dirs.ts';
import { ask, type Engine } from '../duckdb.ts';
import { quotedText } from '../iceberg/duckdb.ts';
import { openRawFiles, type RawFile } from '../raw/files.ts';
import { deleteText, openSubjectIndex, subjectText } from './subjects.ts';

/** One version of a row that names somebody, or the delete that followed on it. */
export interface Trace {
  readonly key: string;
  readonly version: number;
}

/** What the raw zone tells of some people, by dataset: no two versions are the same. */
export type Traces = ReadonlyMap<string, readonly Trace[]>;

interface FindOptions {
  readonly dirs: LakeDirs;
  readonly engine: Engine;
  readonly contracts: readonly Contract[];
  readonly signal?: AbortSignal;
}

/** Brings the index of subjects up to the listed files of the raw zone. */
export async function indexSubjects({ dirs, engine, contracts, signal }: FindOptions): Promise<number> {
  const index = openSubjectIndex(dirs);
  const connection = await engine.connect();
  try {
    const listed = listRaw(dirs);
    index.forget([], listed);
    const missing = index.missing(listed);
    for (const file of missing) {
      signal?.throwIfAborted();
      const contract = contracts.find(({ name }) => name === file.dataset);
      if (contract) await index.add(connection, contract, file);
    }
    return missing.length;
  } finally {
    connection.closeSync();
    index.close();
  }
}

/** Every version that names these people, with the deletes of their rows. Reads the files that hold them alone. */
export async function findTraces(
  identities: readonly Identity[],
  { dirs, engine, contracts }: FindOptions,
): Promise<Map<string, Trace[]>> {
  const index = openSubjectIndex(dirs);
  const connection = await engine.connect();
  const traces = new Map<string, Trace[]>();
  try {
    const listed = listRaw(dirs);
    const named = index.filesWith(identities.map(({ person, key }) => subjectText(person, key)));
    for (const contract of contracts) {
      const keys = keysByColumn(contract, identities);
      const files = listed.filter(({ dataset, path }) => dataset === contract.name && named.has(path));
      if (keys.length === 0 || files.length === 0) continue;
      const rows = await ask<Trace>(connection, tracesSql(scanOf(dirs, files), keys));
      const deletes = await deletesAfter(rows);
      traces.set(contract.name, [...rows, ...deletes]);

      async function deletesAfter(rows: readonly Trace[]): Promise<Trace[]> {
        const next = new Set(rows.map(({ key, version }) => `${version + 1} ${key}`));
        const paths = index.filesWith(new Set(rows.map(({ key }) => deleteText(contract.name, key))));
        const files = listed.filter(({ path }) => paths.has(path));
        if (files.length === 0) return [];
        const sql = `SELECT "key", "version" FROM ${scanOf(dirs, files)} WHERE op = 'delete'`;
        const found = await ask<Trace>(connection, sql);
        return found.filter(({ key, version }) => next.has(`${version} ${key}`));
      }
    }
    return traces;
  } finally {
    connection.closeSync();
    index.close();
  }
}

/** The same with what the row said. */
export interface TracedRow extends Trace {
  /** JSON in canonical form. */
  readonly row: string;
}

/** What every version that names these people said: of each row the newest first. */
export async function findRows(
  identities: readonly Identity[],
  { dirs, engine, contracts }: FindOptions,
): Promise<Map<string, TracedRow[]>> {
  const index = openSubjectIndex(dirs);
  const connection = await engine.connect();
  try {
    const named = index.filesWith(identities.map(({ person, key }) => subjectText(person, key)));
    const listed = listRaw(dirs);
    const found = new Map<string, TracedRow[]>();
    for (const contract of contracts) {
      const keys = keysByColumn(contract, identities);
      const files = listed.filter(({ dataset, path }) => dataset === contract.name && named.has(path));
      if (keys.length === 0 || files.length === 0) continue;
      const sql = `SELECT DISTINCT "key", "version", "row"
        FROM ${scanOf(dirs, files)} WHERE ${namesThem(keys)} ORDER BY "key", "version" DESC`;
      found.set(contract.name, await ask(connection, sql));
    }
    return found;
  } finally {
    connection.closeSync();
    index.close();
  }
}

export function listRaw({ raw }: Pick<LakeDirs, 'raw'>): RawFile[] {
  const catalog = openRawFiles(raw, { readOnly: true });
  try {
    return catalog.list();
  } finally {
    catalog.close();
  }
}

interface KeysOfColumn {
  readonly column: string;
  readonly keys: readonly string[];
}

/** The columns of a dataset that may name them, each with the keys that it would hold. */
export function keysByColumn(contract: Contract, identities: readonly Identity[]): KeysOfColumn[] {
  return erasedSubjects(contract).flatMap(({ person, column }) => {
    const keys = identities.filter((one) => one.person === person).map(({ key }) => key);
    return keys.length === 0 ? [] : [{ column, keys }];
  });
}

const scanOf = (dirs: LakeDirs, files: readonly RawFile[]) =>
  `read_parquet([${files.map(({ path }) => quotedText(join(dirs.raw, path))).join(', ')}], hive_partitioning = false)`;

const tracesSql = (scan: string, keys: readonly KeysOfColumn[]) =>
  `SELECT DISTINCT "key", "version" FROM ${scan} WHERE ${namesThem(keys)}`;

/** Looking for the letters first spares parsing almost every row. */
function namesThem(columns: readonly KeysOfColumn[]): string {
  const conditions = columns.flatMap(({ column, keys }) =>
    keys.map((key) => {
      const letters = JSON.stringify(key).slice(1, -1);
      return `(contains("row", ${quotedText(letters)}) AND json_extract_string("row", ${quotedText(`$.${column}`)}) = ${quotedText(key)})`;
    }),
  );
  return `op <> 'delete' AND (${conditions.join(' OR ')})`;
}
