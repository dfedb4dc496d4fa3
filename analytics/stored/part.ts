import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { syncFile, syncFolder } from '../../base/files.ts';
import { rowGroup } from '../../lake/curation/layout.ts';
import { quotedName, quotedText } from '../../lake/iceberg/duckdb.ts';
import type { TranslatedView } from '../translatedViews.ts';
import type { Stored } from '../views.ts';
import { type Part, storedDir } from './manifest.ts';
import { inMonth, nearMonth } from './months.ts';
import { typeOf } from './touched.ts';

/** Computes one part and writes it, if it has rows. */
export async function computePart(
  connection: DuckDBConnection,
  view: TranslatedView,
  month: string | null,
  zone: string,
): Promise<Part[]> {
  const dir = storedDir(zone, view.name);
  mkdirSync(dir, { recursive: true });
  const aside = join(dir, 'part.new');
  const stored = view.stored as Stored;
  let sql = view.translated.duckdb;
  if (stored.kind === 'by month' && month !== null) {
    // What is not of the month is taken out of the inputs, so that nothing is computed in vain.
    for (const [input, column] of Object.entries(stored.inputs)) {
      const near = `refreshing.main.${quotedName(input)}`;
      await connection.run(`CREATE OR REPLACE VIEW ${near} AS
        SELECT * FROM ${input} WHERE ${nearMonth(column, typeOf(input, column), month)}`);
      sql = sql.replaceAll(input.split('.').map(quotedName).join('.'), near);
    }
    sql = `SELECT * FROM (${sql}) WHERE ${inMonth(stored.column, month)}`;
  }
  const result =
    await connection.runAndReadAll(`COPY (SELECT * FROM (${sql}) ORDER BY ALL) TO ${quotedText(aside)}
(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroup})`);
  if (month !== null && Number(result.getRows()[0]?.[0]) === 0) {
    rmSync(aside);
    return [];
  }
  const file = `${await contentHash(aside)}.parquet`;
  syncFile(aside);
  renameSync(aside, join(dir, file));
  syncFolder(dir);
  return [{ month, file }];
}

async function contentHash(path: string): Promise<string> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(path), digest);
  return digest.digest('hex').slice(0, 32);
}
