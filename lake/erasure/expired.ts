import { join } from 'node:path';
import type { Contract } from '../../datasets/contract.ts';
import type { LakeDirs } from '../dirs.ts';
import { ask, type Engine } from '../duckdb.ts';
import { quotedText } from '../iceberg/duckdb.ts';
import { listRaw, type Trace } from './find.ts';
import { loadTraces } from './traces.ts';

interface Lake {
  readonly dirs: LakeDirs;
  readonly engine: Engine;
}

/**
 * Every version in the raw zone that a dataset does not keep any longer: of rows before the cutoff, with the deletes
 * that followed on them; or of rows that were deleted before it.
 */
export async function findExpired(
  { name, retention }: Contract,
  cutoff: string,
  lake: Lake,
): Promise<Trace[]> {
  const scan = scanOf(name, lake);
  if (scan === null) return [];
  const connection = await lake.engine.connect();
  try {
    return await ask<Trace>(
      connection,
      retention.from === 'deletion' ? deletedSql(scan, cutoff) : olderSql(scan, retention.from, cutoff),
    );
  } finally {
    connection.closeSync();
  }
}

/** What these versions said, as JSON. */
export async function rowsOfTraces(
  dataset: string,
  traces: readonly Trace[],
  lake: Lake,
): Promise<{ row: string }[]> {
  const scan = scanOf(dataset, lake);
  if (scan === null) return [];
  const connection = await lake.engine.connect();
  try {
    await loadTraces(connection, traces);
    return await ask(
      connection,
      `SELECT "row" FROM ${scan} r SEMI JOIN traces t ON t."key" = r."key" AND t."version" = r."version"
       WHERE "row" IS NOT NULL`,
    );
  } finally {
    connection.closeSync();
  }
}

function scanOf(dataset: string, { dirs }: Lake): string | null {
  const paths = listRaw(dirs)
    .filter((file) => file.dataset === dataset)
    .map(({ path }) => quotedText(join(dirs.raw, path)));
  return paths.length === 0 ? null : `read_parquet([${paths.join(', ')}], hive_partitioning = false)`;
}

const olderSql = (scan: string, column: string, cutoff: string) => `WITH old AS (
  SELECT DISTINCT "key", "version" FROM ${scan}
  WHERE op <> 'delete' AND json_extract_string("row", ${quotedText(`$.${column}`)}) < ${quotedText(cutoff)})
SELECT "key", "version" FROM old
UNION SELECT r."key", r."version" FROM ${scan} r JOIN old o ON o."key" = r."key" AND r."version" = o."version" + 1
WHERE r.op = 'delete' ORDER BY ALL`;

const deletedSql = (scan: string, cutoff: string) => `WITH gone AS (
  SELECT "key", max("version") AS through FROM ${scan}
  WHERE op = 'delete' AND accepted_at < TIMESTAMPTZ ${quotedText(cutoff)} GROUP BY "key")
SELECT DISTINCT r."key", r."version" FROM ${scan} r JOIN gone g ON g."key" = r."key" AND r."version" <= g.through
ORDER BY ALL`;
