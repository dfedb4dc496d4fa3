import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DamagedFile } from '../base/damage.ts';
import { curatedDir, type LakeDirs, tombstonesDir } from './dirs.ts';
import type { Engine } from './duckdb.ts';
import { quotedText } from './iceberg/duckdb.ts';
import { dataFiles } from './iceberg/files.ts';
import { filePath } from './iceberg/locations.ts';
import { openTable } from './iceberg/versions.ts';
import { openRawFiles } from './raw/files.ts';

/**
 * Runs work on the files of a dataset. When it fails and one of them cannot be read, that is the reason.
 * @throws DamagedFile with the file and the way out, in the place of what DuckDB says, which often does not name it
 */
export async function namingDamage<T>(
  dataset: string,
  { dirs, engine }: { readonly dirs: LakeDirs; readonly engine: Engine },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isOfReading(error)) throw error;
    const connection = await engine.connect();
    try {
      throw (await damageIn(connection, await filesOf(dirs, dataset), error)) ?? error;
    } finally {
      connection.closeSync();
    }
  }
}

/** A file that was read may be damaged. */
export const isDamage = (error: unknown): boolean => error instanceof DamagedFile || isOfReading(error);

/** What DuckDB says of bytes that are not what they should be, and not of a full disk or memory. */
function isOfReading(error: unknown): error is Error {
  return (
    error instanceof Error &&
    /^(Invalid|Invalid Input|IO|Serialization|INTERNAL|Out of Range|Conversion) Error/i.test(error.message) &&
    !/no space left/i.test(error.message)
  );
}

interface Candidate {
  readonly path: string;
  readonly hint: string;
}

async function filesOf(dirs: LakeDirs, dataset: string): Promise<Candidate[]> {
  const anew = `Make the table anew from the raw zone with \`aljibe rebuild ${dataset}\`.`;
  const found: Candidate[] = [];
  for (const dir of [curatedDir(dirs, dataset), tombstonesDir(dirs, dataset)]) {
    const table = await openTable(dir);
    if (!table) continue;
    const files = await dataFiles(table);
    found.push(...files.map(({ path }) => ({ path: filePath(table, path), hint: anew })));
  }
  const catalog = openRawFiles(dirs.raw, { readOnly: true });
  const raw = catalog.list({ dataset });
  catalog.close();
  const restore = 'Restore the file from a backup: nothing else holds these changes.';
  return [...found, ...raw.map(({ path }) => ({ path: join(dirs.raw, path), hint: restore }))];
}

async function damageIn(
  connection: DuckDBConnection,
  files: readonly Candidate[],
  cause: Error,
): Promise<DamagedFile | null> {
  const named = files.filter(({ path }) => cause.message.includes(path));
  for (const { path, hint } of named.length > 0 ? named : files) {
    try {
      await connection.run(
        `SELECT count(COLUMNS(*)) FROM read_parquet(${quotedText(path)}, hive_partitioning = false)`,
      );
    } catch {
      return new DamagedFile(path, 'the file is missing or damaged', { hint, cause });
    }
  }
  return null;
}
