import type { Clock } from '../../base/clock.ts';
import { failpoint } from '../../base/failpoints.ts';
import { commitMerge } from '../curation/commit.ts';
import { rowsOfFiles } from '../curation/scan.ts';
import { writeDataFiles } from '../curation/write.ts';
import { type LakeDirs, tombstonesDir } from '../dirs.ts';
import { ask, type Engine } from '../duckdb.ts';
import { governanceKey } from '../governance/keys.ts';
import { dataFiles } from '../iceberg/files.ts';
import { openTable } from '../iceberg/versions.ts';
import type { Trace } from './find.ts';
import { hiddenKeySql } from './hidden.ts';
import { loadTraces } from './traces.ts';

/**
 * Puts hashes in the place of the keys of tombstones that are of traces. They go on barring older versions, and tell
 * nobody of whom.
 * @returns how many
 */
export async function hideTombstones(
  dataset: string,
  traces: readonly Trace[],
  { dirs, engine, clock }: { readonly dirs: LakeDirs; readonly engine: Engine; readonly clock: Clock },
): Promise<number> {
  const dir = tombstonesDir(dirs, dataset);
  if (!(await openTable(dir))) return 0;
  const key = governanceKey(dirs.keys, 'erasure');
  const connection = await engine.connect();
  try {
    await loadTraces(connection, traces);
    let hidden = 0;
    await commitMerge(dir, { now: clock.now() }, async (table) => {
      const sources = await dataFiles(table);
      const from = await rowsOfFiles(table, sources);
      if (from === null) return null;
      const theirs = `EXISTS (SELECT 1 FROM traces x WHERE x."key" = t."key" AND x."version" = t."version")`;
      const [count] = await ask<{ rows: number }>(
        connection,
        `SELECT count(*) AS "rows" FROM ${from} t WHERE ${theirs}`,
      );
      hidden = count?.rows ?? 0;
      if (hidden === 0) return null;
      const rows = `SELECT CASE WHEN ${theirs} THEN ${hiddenKeySql(key, dataset, 't."key"')} ELSE t."key" END AS "key",
        t."version", t.deleted_at FROM ${from} t`;
      const add = await writeDataFiles(connection, table, rows, { key: 'key', outputs: sources.length });
      failpoint('before erase.tombstones');
      const remove = sources.map(({ path }) => path);
      return { merged: { add, remove, inserted: 0, updated: 0, deleted: 0 }, summary: {} };
    });
    failpoint('after erase.tombstones');
    return hidden;
  } finally {
    connection.closeSync();
  }
}
