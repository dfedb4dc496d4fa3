import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type Clock, instantText } from '../../base/clock.ts';
import { failpoint } from '../../base/failpoints.ts';
import { alone } from '../curation/alone.ts';
import { checkpointOf, checkpointSummary } from '../curation/checkpoint.ts';
import { commitMerge } from '../curation/commit.ts';
import { holdOf } from '../curation/hold.ts';
import { type FileLimits, fileLimits } from '../curation/layout.ts';
import type { Merged } from '../curation/merge.ts';
import { rowsOfFiles } from '../curation/scan.ts';
import { writeDataFiles } from '../curation/write.ts';
import { namingDamage } from '../damage.ts';
import { curatedDir, type LakeDirs, tombstonesDir } from '../dirs.ts';
import { ask, type Engine } from '../duckdb.ts';
import { quotedText } from '../iceberg/duckdb.ts';
import { expireSnapshots } from '../iceberg/expire.ts';
import { dataFiles } from '../iceberg/files.ts';
import { orphans } from '../iceberg/orphans.ts';
import { currentSchema } from '../iceberg/schema.ts';
import type { DataFile, Table } from '../iceberg/types.ts';
import { CommitConflict, openTable } from '../iceberg/versions.ts';
import { openRawFiles } from '../raw/files.ts';
import { removeRawFiles } from '../raw/orphans.ts';
import { writeRawFile } from '../raw/parquet.ts';
import { mayHoldDeletesBefore } from './gather.ts';
import type { MaintenanceTask, Zone } from './plan.ts';

export interface MaintenanceContext {
  readonly dirs: LakeDirs;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly limits?: FileLimits;
}

/** What a task did. A task whose files were changed by somebody else in the meantime does nothing. */
export interface MaintenanceResult {
  readonly task: MaintenanceTask;
  readonly filesWritten: number;
  /** Files that no longer count; those that old snapshots need stay until these expire. */
  readonly filesReplaced: number;
  readonly filesDeleted: number;
  readonly snapshotsExpired: number;
  readonly tombstonesTrimmed: number;
}

const nothing = {
  filesWritten: 0,
  filesReplaced: 0,
  filesDeleted: 0,
  snapshotsExpired: 0,
  tombstonesTrimmed: 0,
};

/** Does one task of a maintenance plan. Dying in the middle of it leaves the lake as it was, but for orphans. */
export async function runMaintenance(
  task: MaintenanceTask,
  context: MaintenanceContext,
): Promise<MaintenanceResult> {
  const connection = await context.engine.connect();
  try {
    const work = () => perform(task, context, connection);
    return {
      task,
      ...nothing,
      ...(await (task.dataset ? namingDamage(task.dataset, context, work) : work())),
    };
  } finally {
    connection.closeSync();
  }
}

function perform(
  task: MaintenanceTask,
  context: MaintenanceContext,
  connection: DuckDBConnection,
): Promise<Partial<MaintenanceResult>> {
  switch (task.kind) {
    case 'merge-raw':
      return mergeRaw(task, context, connection);
    case 'compact':
      return compact(task, context, connection);
    case 'trim-tombstones':
      return trimTombstones(task, context, connection);
    case 'expire':
      return expire(task, context);
    case 'remove':
      return remove(task, context);
  }
}

type Of<K extends MaintenanceTask['kind']> = Extract<MaintenanceTask, { kind: K }>;

const tableDir = (dirs: LakeDirs, zone: Zone, dataset: string) =>
  zone === 'curated' ? curatedDir(dirs, dataset) : tombstonesDir(dirs, dataset);

async function mergeRaw(
  { dataset, hour, files }: Of<'merge-raw'>,
  { dirs, clock }: MaintenanceContext,
  connection: DuckDBConnection,
) {
  const catalog = openRawFiles(dirs.raw);
  try {
    const listed = new Set(catalog.list({ dataset }).map(({ path }) => path));
    if (!files.every(({ path }) => listed.has(path))) return {};
    const paths = files.map(({ path }) => quotedText(join(dirs.raw, path)));
    const merged = {
      dataset,
      hour,
      firstSeq: Math.min(...files.map(({ firstSeq }) => firstSeq)),
      lastSeq: Math.max(...files.map(({ lastSeq }) => lastSeq)),
      rows: files.reduce((sum, { rows }) => sum + rows, 0),
    };
    const from = `(SELECT * FROM read_parquet([${paths.join(', ')}], hive_partitioning = false) ORDER BY seq)`;
    const written = await writeRawFile(connection, dirs.raw, merged, from);
    failpoint('before maintain.raw');
    catalog.replace(files, [written], instantText(clock.now()));
    failpoint('after maintain.raw');
    return { filesWritten: 1, filesReplaced: files.length };
  } finally {
    catalog.close();
  }
}

async function compact(
  { zone, dataset, files }: Of<'compact'>,
  context: MaintenanceContext,
  connection: DuckDBConnection,
) {
  const paths = new Set(files.map(({ path }) => path));
  const merged = await rewrite(tableDir(context.dirs, zone, dataset), context, connection, async (table) => {
    const sources = (await dataFiles(table)).filter(({ path }) => paths.has(path));
    return sources.length === files.length && !holdOf(table.metadata) ? { sources, where: '' } : null;
  });
  return fileCounts(merged);
}

async function trimTombstones(
  { dataset, before }: Of<'trim-tombstones'>,
  context: MaintenanceContext,
  connection: DuckDBConnection,
) {
  const merged = await rewrite(tombstonesDir(context.dirs, dataset), context, connection, async (table) => {
    const sources = (await dataFiles(table)).filter((file) => mayHoldDeletesBefore(table, file, before));
    return sources.length === 0
      ? null
      : { sources, where: `WHERE deleted_at >= TIMESTAMPTZ ${quotedText(before)}` };
  });
  return { ...fileCounts(merged), tombstonesTrimmed: merged?.deleted ?? 0 };
}

const fileCounts = (merged: Merged | null) => ({
  filesWritten: merged?.add.length ?? 0,
  filesReplaced: merged?.remove.length ?? 0,
});

interface Chosen {
  readonly sources: readonly DataFile[];
  /** Which rows stay; empty for all. */
  readonly where: string;
}

/** Writes the rows of some files of a table anew, in the order of their keys. */
async function rewrite(
  dir: string,
  { clock, limits = fileLimits }: MaintenanceContext,
  connection: DuckDBConnection,
  choose: (table: Table) => Promise<Chosen | null>,
): Promise<Merged | null> {
  const merged = await commitMerge(dir, { now: clock.now() }, async (table) => {
    const chosen = await choose(table);
    if (!chosen) return null;
    const { sources, where } = chosen;
    const rows = `SELECT * FROM ${await rowsOfFiles(table, sources)} ${where}`;
    const [kept] = await ask<{ rows: number }>(connection, `SELECT count(*) AS "rows" FROM (${rows})`);
    const count = kept?.rows ?? 0;
    const outputs = Math.ceil(count / limits.rows);
    const key = keyOf(table);
    const add = outputs === 0 ? [] : await writeDataFiles(connection, table, rows, { key, outputs });
    failpoint('before maintain.rewrite');
    const deleted = sources.reduce((sum, file) => sum + file.rows, 0) - count;
    const checkpoint = checkpointOf(table.metadata);
    return {
      merged: { add, remove: sources.map(({ path }) => path), inserted: 0, updated: 0, deleted },
      summary: checkpoint > 0 ? checkpointSummary(checkpoint) : {},
      ...(deleted === 0 ? { operation: 'replace' as const } : {}),
    };
  });
  failpoint('after maintain.rewrite');
  return merged;
}

function keyOf({ metadata }: Table): string {
  const schema = currentSchema(metadata);
  const key = schema.fields.find(({ id }) => id === schema['identifier-field-ids']?.[0]);
  if (!key) throw new Error(`${metadata.location}: the table has no key`);
  return key.name;
}

async function expire({ zone, dataset, before }: Of<'expire'>, { dirs, clock }: MaintenanceContext) {
  const olderThan = BigInt(Date.parse(before)) * 1000n;
  for (;;) {
    const table = await openTable(tableDir(dirs, zone, dataset));
    if (!table) return {};
    try {
      const { expired, deleted } = await expireSnapshots(
        table,
        { olderThan, keepLast: 1 },
        { now: clock.now() },
      );
      return { snapshotsExpired: expired.length, filesDeleted: deleted.length };
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error;
    }
  }
}

async function remove({ zone, dataset, paths }: Of<'remove'>, { dirs, clock }: MaintenanceContext) {
  failpoint('before maintain.remove');
  if (zone === 'raw' || dataset === null) {
    const catalog = openRawFiles(dirs.raw);
    removeRawFiles(dirs.raw, paths);
    failpoint('after maintain.remove');
    catalog.drop(paths);
    catalog.close();
    return { filesDeleted: paths.length };
  }
  // Behind whatever is merged into the table now. Where a clock jumps, a file of a commit under way looks old, and it
  // is an orphan only until that commit.
  return alone(curatedDir(dirs, dataset), async () => {
    const table = await openTable(tableDir(dirs, zone, dataset));
    const present = new Set(table ? await orphans(table, clock.now()) : []);
    const removed = paths.filter((path) => present.has(path));
    for (const path of removed) rmSync(join(tableDir(dirs, zone, dataset), path), { force: true });
    failpoint('after maintain.remove');
    return { filesDeleted: removed.length };
  });
}
