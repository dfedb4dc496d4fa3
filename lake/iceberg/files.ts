import { readFile } from 'node:fs/promises';
import { intact } from './damage.ts';
import { filePath } from './locations.ts';
import { decodeManifest, isLive, type ManifestEntry } from './manifest.ts';
import { decodeManifestList, liveFiles, type ManifestFile } from './manifestList.ts';
import { currentSnapshot } from './metadata.ts';
import { snapshotOf } from './snapshots.ts';
import type { DataFile, Snapshot, SnapshotId, Table } from './types.ts';

/** The way from a snapshot to its files: a manifest list names manifests, a manifest names data files. */
export async function readManifestList(table: Table, snapshot: Snapshot): Promise<ManifestFile[]> {
  const path = filePath(table, snapshot['manifest-list']);
  return intact(path, async () =>
    decodeManifestList(await readFile(path), table.metadata.location, table.dir),
  );
}

export async function readManifest(table: Table, manifest: ManifestFile): Promise<ManifestEntry[]> {
  const path = filePath(table, manifest.path);
  return intact(path, async () => decodeManifest(await readFile(path), manifest, table.metadata, table.dir));
}

/** The data files of a snapshot, by default the current one; none when the table has no snapshot yet. */
export async function dataFiles(table: Table, snapshotId?: SnapshotId): Promise<DataFile[]> {
  const snapshot =
    snapshotId === undefined ? currentSnapshot(table.metadata) : snapshotOf(table.metadata, snapshotId);
  if (!snapshot) return [];
  const files: DataFile[] = [];
  for (const manifest of await readManifestList(table, snapshot)) {
    if (liveFiles(manifest) === 0) continue;
    for (const entry of await readManifest(table, manifest)) if (isLive(entry)) files.push(entry.file);
  }
  return files;
}

/** What happened to the files between two snapshots, in either direction of time. */
export async function changedFiles(
  table: Table,
  from: SnapshotId,
  to: SnapshotId,
): Promise<{ added: DataFile[]; removed: DataFile[] }> {
  const [before, after] = [await dataFiles(table, from), await dataFiles(table, to)];
  const without = (files: DataFile[], others: DataFile[]) => {
    const known = new Set(others.map((file) => file.path));
    return files.filter((file) => !known.has(file.path));
  };
  return { added: without(after, before), removed: without(before, after) };
}
