import { createHash, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failpoint } from '../../base/failpoints.ts';
import { sync, writeDurably } from './durable.ts';
import { readManifest, readManifestList } from './files.ts';
import { filePath } from './locations.ts';
import type { ManifestEntry } from './manifest.ts';
import { currentSnapshot } from './metadata.ts';
import { type CommitPlan, crowded, planCommit } from './plan.ts';
import type { DataFile, FileChange, SnapshotId, Table } from './types.ts';
import { CommitConflict, type Moment, openTable, publish } from './versions.ts';

/**
 * Commits a change of files as the version that follows on `table`. When it returns, the change, the files
 * that it adds included, is on the disk.
 * @throws CommitConflict when another commit came first; what this one wrote, except data files, is gone again.
 */
export async function commit(table: Table, change: FileChange, moment: Moment): Promise<Table> {
  const snapshot = currentSnapshot(table.metadata);
  const manifests = snapshot ? await readManifestList(table, snapshot) : [];
  const entries = new Map<string, ManifestEntry[]>();
  const needsAll = change.remove.length > 0 || change.rewriteManifests;
  for (const manifest of needsAll ? manifests : crowded(manifests)) {
    entries.set(manifest.path, await readManifest(table, manifest));
  }
  const commitUuid = (moment.newUuid ?? randomUUID)();
  const plan = planCommit({ metadata: table.metadata, version: table.version, manifests, entries }, change, {
    snapshotId: newSnapshotId(table, commitUuid),
    commitUuid,
    now: moment.now,
  });
  await syncAdded(table, change.add);
  return writeCommit(table, plan, moment);
}

async function writeCommit(table: Table, plan: CommitPlan, moment: Moment): Promise<Table> {
  const paths = plan.files.map((file) => join(table.dir, file.path));
  failpoint('before iceberg.manifests');
  for (const [index, file] of plan.files.entries()) await writeDurably(paths[index] as string, file.bytes);
  failpoint('after iceberg.manifests');
  try {
    return await publish(table, plan.metadata, moment);
  } catch (error) {
    if (error instanceof CommitConflict) await Promise.all(paths.map((path) => rm(path)));
    throw error;
  }
}

/** DuckDB does not sync what it writes. */
async function syncAdded(table: Table, added: readonly DataFile[]): Promise<void> {
  const paths = added.map((file) => filePath(table, file.path));
  await Promise.all([...paths, ...new Set(paths.map(dirname))].map(sync));
}

/** Below 2^53, so that it survives every reader of JSON; from the commit's own UUID, so that a race has two. */
function newSnapshotId(table: Table, commitUuid: string): SnapshotId {
  const digest = createHash('sha256').update(`${table.metadata['table-uuid']} ${commitUuid}`).digest();
  return digest.readBigUInt64BE() >> 11n || 1n;
}

/** How often a commit that keeps losing is planned again. */
const attempts = 10;

/**
 * Plans on the newest version of a table and commits; after a conflict, again from the start.
 * @param plan what to change, or null for nothing; it runs once per attempt
 * @returns the table as it is then
 */
export async function commitWithRetry(
  dir: string,
  plan: (table: Table) => Promise<FileChange | null>,
  moment: Moment,
): Promise<Table> {
  for (let attempt = 1; ; attempt++) {
    const table = await openTable(dir);
    if (!table) throw new Error(`${dir}: there is no table`);
    const change = await plan(table);
    if (!change) return table;
    try {
      return await commit(table, change, moment);
    } catch (error) {
      if (!(error instanceof CommitConflict) || attempt === attempts) throw error;
    }
  }
}
