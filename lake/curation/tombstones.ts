import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { failpoint } from '../../base/failpoints.ts';
import { isDamage } from '../damage.ts';
import { type LakeDirs, tombstonesDir } from '../dirs.ts';
import { ask } from '../duckdb.ts';
import { scanSql } from '../iceberg/scan.ts';
import type { Table } from '../iceberg/types.ts';
import { type Moment, openTable, recreateTable } from '../iceberg/versions.ts';
import type { RawFile } from '../raw/files.ts';
import { commitMerge } from './commit.ts';
import type { FileLimits } from './layout.ts';
import { mergeChanges } from './merge.ts';
import { tombstoneRowsSql } from './render/duckdb.ts';
import { deletesSql } from './render/rebuild.ts';
import { tombstoneDefinition, tombstoneTable } from './tables.ts';

export interface Burial {
  readonly dataset: string;
  readonly dirs: LakeDirs;
  readonly moment: Moment;
  readonly limits: FileLimits;
}

/** Commits the deletes in the temporary table `buried(key, version, gone, changed_at)` to a dataset's tombstones. */
export async function bury(
  connection: DuckDBConnection,
  { dataset, dirs, moment, limits }: Burial,
): Promise<void> {
  const [count] = await ask<{ rows: number }>(connection, 'SELECT count(*) AS rows FROM buried');
  if (count?.rows === 0) return;
  const { dir } = await tombstoneTable(dirs, dataset, moment);
  const merge = {
    key: 'key',
    version: 'version',
    incoming: 'buried',
    barred: null,
    rowsOf: tombstoneRowsSql,
    limits,
  };
  await commitMerge(dir, moment, async (table) => {
    const merged = await mergeChanges(connection, { ...merge, table });
    failpoint('before tombstones.commit');
    return merged.add.length === 0 ? null : { merged, summary: {} };
  });
  failpoint('after tombstones.commit');
}

/** The tombstones of a dataset, null where it has none; damaged ones are made anew from the deletes in the raw zone. */
export async function mendedTombstones(
  connection: DuckDBConnection,
  burial: Burial,
  rawFiles: readonly RawFile[],
): Promise<Table | null> {
  const dir = tombstonesDir(burial.dirs, burial.dataset);
  try {
    const table = await openTable(dir);
    if (table) await connection.run(`SELECT count(COLUMNS(*)) FROM ${await scanSql(table)}`);
    return table;
  } catch (error) {
    if (!isDamage(error)) throw error;
    // Read first: where the raw zone is damaged too, nothing is given up.
    await connection.run(deletesSql(rawFiles.map(({ path }) => join(burial.dirs.raw, path))));
    await recreateTable(dir, tombstoneDefinition, burial.moment);
    await bury(connection, burial);
    return openTable(dir);
  }
}
