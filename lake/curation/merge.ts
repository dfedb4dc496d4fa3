import type { DuckDBConnection } from '@duckdb/node-api';
import { ask } from '../duckdb.ts';
import { quotedText } from '../iceberg/duckdb.ts';
import { dataFiles } from '../iceberg/files.ts';
import { filePath } from '../iceberg/locations.ts';
import { currentSchema } from '../iceberg/schema.ts';
import type { DataFile, Table } from '../iceberg/types.ts';
import { type FileLayout, type FileLimits, type PieceCount, planHomes, planPieces } from './layout.ts';
import { effectiveSql, type MergeColumns, pieceSql, placedSql } from './render/duckdb.ts';
import { rowsOfFiles } from './scan.ts';
import { discardDataFiles, writeDataFiles } from './write.ts';

/** Changes that are to be merged. All relations are temporary tables of the connection. */
export interface Incoming extends MergeColumns {
  /** `(key, version, gone, changed_at, ...)`, one row a key. */
  readonly incoming: string;
  /** `(key, version)`: versions that a row must be above; null for none. */
  readonly barred: string | null;
  /** A query for the table's rows out of changes that are not gone. */
  readonly rowsOf: (changes: string) => string;
}

/** Where they are merged into. */
export interface Merge extends Incoming {
  readonly table: Table;
  readonly limits: FileLimits;
}

export interface Merged {
  readonly add: readonly DataFile[];
  /** Paths of the files whose rows the new ones hold. */
  readonly remove: readonly string[];
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/**
 * Merges changes into new data files: newer versions in, gone rows out, everything else as it was. Only files
 * that may hold an incoming key are read, and only those that do, or that are small, are written anew. The same
 * changes again, in any order or mixture, merge into nothing.
 */
export async function mergeChanges(connection: DuckDBConnection, merge: Merge): Promise<Merged> {
  const files = await dataFiles(merge.table);
  const layouts = layoutsOf(merge.table, files);
  await findEffective(connection, merge, files, layouts);
  const touched = await touchedFiles(connection);
  const { own, homes } = planHomes(layouts, touched, merge.limits);
  await connection.run(placedSql(own, homes));
  const counts = await ask<PieceCount & { updated: number }>(connection, countSql);
  const add: DataFile[] = [];
  const remove: string[] = [];
  try {
    for (const piece of planPieces(layouts, touched, counts, merge.limits)) {
      const sources = piece.sources.map((index) => files[index] as DataFile);
      remove.push(...sources.map(({ path }) => path));
      if (piece.outputs === 0) continue;
      const rows = pieceSql(piece.piece, merge, await rowsOfFiles(merge.table, sources));
      add.push(...(await writeDataFiles(connection, merge.table, rows, { ...merge, ...piece })));
    }
  } catch (error) {
    discardDataFiles(merge.table, add);
    throw error;
  }
  const total = (what: 'inserted' | 'updated' | 'deleted') =>
    counts.reduce((sum, count) => sum + count[what], 0);
  return { add, remove, inserted: total('inserted'), updated: total('updated'), deleted: total('deleted') };
}

const countSql = `SELECT piece, count(*) FILTER (file IS NULL) AS inserted,
count(*) FILTER (file IS NOT NULL AND NOT gone) AS updated, count(*) FILTER (gone) AS deleted
FROM placed GROUP BY piece ORDER BY piece`;

/** The files of a table as far as their layout goes, by their place in `files`. */
export function layoutsOf({ metadata }: Table, files: readonly DataFile[]): FileLayout[] {
  const key = currentSchema(metadata)['identifier-field-ids']?.[0] ?? 0;
  return files.map(({ rows, bytes, lowerBounds, upperBounds }, file) => ({
    file,
    rows,
    bytes,
    lower: (lowerBounds.get(key) as string | undefined) ?? null,
    upper: (upperBounds.get(key) as string | undefined) ?? null,
  }));
}

/** How many rows of a table the changes would change. */
export async function countEffective(
  connection: DuckDBConnection,
  merge: Incoming & Pick<Merge, 'table'>,
): Promise<number> {
  const files = await dataFiles(merge.table);
  await findEffective(connection, merge, files, layoutsOf(merge.table, files));
  const [count] = await ask<{ rows: number }>(connection, 'SELECT count(*) AS "rows" FROM effective');
  return count?.rows ?? 0;
}

/** Fills `effective`, out of the files that may hold an incoming key. */
async function findEffective(
  connection: DuckDBConnection,
  { table, incoming, barred, ...columns }: Incoming & Pick<Merge, 'table'>,
  files: readonly DataFile[],
  layouts: readonly FileLayout[],
): Promise<void> {
  const found = await candidateFiles(connection, incoming, layouts);
  const candidates = found.map((index) => [index, files[index] as DataFile] as const);
  const paths = new Map(candidates.map(([index, { path }]) => [index, filePath(table, path)]));
  const scan = await rowsOfFiles(
    table,
    candidates.map(([, file]) => file),
  );
  await connection.run(effectiveSql(columns, incoming, scan === null ? null : { scan, paths }, barred));
}

/** Files whose key range an incoming key lies in. */
async function candidateFiles(
  connection: DuckDBConnection,
  incoming: string,
  layouts: readonly FileLayout[],
): Promise<number[]> {
  const unbounded = layouts.filter(({ lower, upper }) => lower === null || upper === null);
  const bounded = layouts.flatMap(({ file, lower, upper }) =>
    lower === null || upper === null ? [] : [`(${file}, ${quotedText(lower)}, ${quotedText(upper)})`],
  );
  if (bounded.length === 0) return unbounded.map(({ file }) => file);
  const found = await ask<{ file: number }>(
    connection,
    `SELECT file FROM (VALUES ${bounded.join(', ')}) AS f(file, lower, upper)
ASOF JOIN ${incoming} i ON f.lower <= i."key" WHERE i."key" <= f.upper`,
  );
  return [...unbounded, ...found].map(({ file }) => file).sort((a, b) => a - b);
}

async function touchedFiles(connection: DuckDBConnection): Promise<Set<number>> {
  const found = await ask<{ file: number }>(
    connection,
    'SELECT DISTINCT file FROM effective WHERE file IS NOT NULL',
  );
  return new Set(found.map(({ file }) => file));
}
