import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Micros } from '../../base/clock.ts';
import { failpoint } from '../../base/failpoints.ts';
import { readManifest, readManifestList } from './files.ts';
import { filePath, pathBelow } from './locations.ts';
import { isLive } from './manifest.ts';
import { millisOf, nextMetadata } from './metadata.ts';
import type { Snapshot, SnapshotId, Table, TableMetadata } from './types.ts';
import { type Moment, publish, versionOf } from './versions.ts';

interface Expiry {
  /** Snapshots that were committed at this instant or later stay. */
  readonly olderThan: Micros;
  /** How many of the newest snapshots stay whatever their age; at least 1, the current one. */
  readonly keepLast: number;
}

/**
 * The metadata without its old snapshots, or null when none is old. What every branch or tag points to stays.
 * The snapshot log is cut after its last expired line: a log with holes would answer a question about the past
 * with the wrong snapshot.
 */
function withoutExpired(metadata: TableMetadata, expiry: Expiry): Partial<TableMetadata> | null {
  const kept = keptSnapshots(metadata, expiry);
  if (kept.size === metadata.snapshots.length) return null;
  const log = metadata['snapshot-log'];
  const lastHole = log.findLastIndex((line) => !kept.has(line['snapshot-id']));
  return {
    snapshots: metadata.snapshots.filter((snapshot) => kept.has(snapshot['snapshot-id'])),
    'snapshot-log': log.slice(lastHole + 1),
  };
}

function keptSnapshots(metadata: TableMetadata, expiry: Expiry): Set<SnapshotId> {
  const byId = new Map(metadata.snapshots.map((snapshot) => [snapshot['snapshot-id'], snapshot]));
  const kept = new Set(Object.values(metadata.refs).map((ref) => ref['snapshot-id']));
  const oldest = millisOf(expiry.olderThan);
  for (const [id, snapshot] of byId) if (snapshot['timestamp-ms'] >= oldest) kept.add(id);
  let ancestor: Snapshot | undefined = byId.get(metadata['current-snapshot-id'] ?? -1n);
  for (let count = 0; ancestor && count < expiry.keepLast; count++) {
    kept.add(ancestor['snapshot-id']);
    ancestor = byId.get(ancestor['parent-snapshot-id'] ?? -1n);
  }
  return kept;
}

/**
 * Forgets old snapshots, and only when that is committed deletes what nothing refers to any more: their
 * manifest lists, manifests and data files, and metadata files that have left the metadata log. Whatever a
 * crash leaves behind, `orphans` finds.
 * @throws CommitConflict
 */
export async function expireSnapshots(
  table: Table,
  expiry: Expiry,
  moment: Moment,
): Promise<{ table: Table; expired: SnapshotId[]; deleted: string[] }> {
  const { metadata } = table;
  const changes = withoutExpired(metadata, expiry);
  if (!changes)
    return { table, expired: [], deleted: await deleteFiles(table, await forgottenMetadata(table)) };
  const gone = metadata.snapshots.filter((snapshot) => !changes.snapshots?.includes(snapshot));
  const next = { ...table, metadata: { ...metadata, ...changes } };
  const reachable = await filesOf(next, next.metadata.snapshots, new Set());
  const unreachable = await filesOf(table, gone, reachable);
  failpoint('before maintain.expire');
  const published = await publish(table, nextMetadata(metadata, table.version, changes, moment.now), moment);
  failpoint('after maintain.expire');
  return {
    table: published,
    expired: gone.map((snapshot) => snapshot['snapshot-id']),
    deleted: await deleteFiles(published, [...unreachable, ...(await forgottenMetadata(published))]),
  };
}

/** Paths below the location of all that snapshots refer to, except what is in `known`; a manifest in there is not opened again. */
export async function filesOf(
  table: Table,
  snapshots: readonly Snapshot[],
  known: Set<string>,
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const snapshot of snapshots) {
    found.add(pathBelow(table.metadata.location, snapshot['manifest-list']));
    for (const manifest of await readManifestList(table, snapshot)) {
      if (known.has(manifest.path) || found.has(manifest.path)) continue;
      found.add(manifest.path);
      for (const entry of await readManifest(table, manifest)) {
        if (isLive(entry) && !known.has(entry.file.path)) found.add(entry.file.path);
      }
    }
  }
  return found;
}

/** Metadata files that the metadata log has dropped. */
async function forgottenMetadata(table: Table): Promise<string[]> {
  const logged = table.metadata['metadata-log'].map((line) =>
    versionOf(line['metadata-file'].split('/').at(-1) ?? ''),
  );
  const oldest = Math.min(table.version, ...logged.filter((version) => version > 0));
  const names = await readdir(join(table.dir, 'metadata'));
  return names
    .filter((name) => versionOf(name) > 0 && versionOf(name) < oldest)
    .map((name) => `metadata/${name}`);
}

async function deleteFiles(table: Table, paths: readonly string[]): Promise<string[]> {
  for (const path of paths) await rm(filePath(table, path), { force: true });
  return [...paths];
}
