import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Engine } from '../../../lake/duckdb.ts';
import type { StateDir } from '../../state.ts';
import { avroHits } from './avro.ts';
import { bytesHits } from './bytes.ts';
import type { Hit, Needles } from './needles.ts';
import { parquetHits } from './parquet.ts';
import { sqliteHits } from './sqlite.ts';

/** What is no copy of the data: the monolith's own database, keys, the lock, and the journal that says whom to erase. */
const left: readonly RegExp[] = [/^postgres\//, /^keys\//, /^lock\.db/, /\.sock$/, /\.unfinished\.json$/];

/**
 * Looks through every file of a state directory, decoded as what it is: Parquet with its statistics, Avro, SQLite with
 * the words of full text, free pages and logs, and everything else as bytes.
 */
export async function scanState(
  { dir }: StateDir,
  engine: Engine,
  needles: Needles,
  progress: (done: number, total: number) => void,
): Promise<Hit[]> {
  const paths = await filesIn(dir);
  const connection = await engine.connect();
  const hits: Hit[] = [];
  try {
    for (const [done, path] of paths.entries()) {
      progress(done, paths.length);
      try {
        hits.push(...(await fileHits(connection, dir, path, needles)));
      } catch (error) {
        // What others remove meanwhile holds nothing any more.
        if (existsSync(join(dir, path))) throw error;
      }
    }
  } finally {
    connection.closeSync();
  }
  return hits;
}

async function fileHits(
  connection: DuckDBConnection,
  dir: string,
  path: string,
  needles: Needles,
): Promise<Hit[]> {
  const file = join(dir, path);
  if (path.endsWith('.parquet')) return parquetHits(connection, file, path, needles);
  if (path.endsWith('.avro')) return avroHits(file, path, needles);
  const inBytes = await bytesHits(file, path, needles);
  return path.endsWith('.db') ? [...inBytes, ...sqliteHits(file, path, needles)] : inBytes;
}

async function filesIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .filter((path) => !left.some((pattern) => pattern.test(path)))
    .sort();
}
