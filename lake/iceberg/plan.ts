import type { Micros } from '../../base/clock.ts';
import { encodeManifest, isLive, type ManifestEntry } from './manifest.ts';
import { encodeManifestList, liveFiles, type ManifestFile } from './manifestList.ts';
import { currentSnapshot, momentAfter, nextMetadata, withCurrentSnapshot } from './metadata.ts';
import { totalsAfter } from './summary.ts';
import type { FileChange, Snapshot, SnapshotId, TableMetadata } from './types.ts';

/** What a commit is planned on: one version of a table and its manifests, read as far as the commit needs them. */
interface CommitBase {
  readonly metadata: TableMetadata;
  readonly version: number;
  readonly manifests: readonly ManifestFile[];
  /** By path of the manifest: of all manifests when files are removed or manifests written anew, otherwise of the `crowded` ones. */
  readonly entries: ReadonlyMap<string, readonly ManifestEntry[]>;
}

interface CommitIdentity {
  readonly snapshotId: SnapshotId;
  readonly commitUuid: string;
  readonly now: Micros;
}

/** Everything that a commit writes. Nothing in it is visible before the metadata is published. */
export interface CommitPlan {
  readonly files: readonly { readonly path: string; readonly bytes: Buffer }[];
  readonly metadata: TableMetadata;
}

/** Readers open every manifest, so there shall be few, but none so long that a small commit copies a lot. */
const mostManifests = 32;
const mostEntries = 4096;

/** The manifests that the next commit should merge into its own, so that thousands of commits stay quick to read. */
export function crowded(manifests: readonly ManifestFile[]): ManifestFile[] {
  return manifests.length < mostManifests ? [] : manifests.filter((one) => liveFiles(one) < mostEntries);
}

/**
 * Plans a commit. It writes one manifest (more when there are very many files) with what it adds, what it
 * removes, and what is left of the manifests that it had to touch; all others stay as they are.
 */
export function planCommit(base: CommitBase, change: FileChange, identity: CommitIdentity): CommitPlan {
  const { metadata } = base;
  const { snapshotId, commitUuid } = identity;
  const parent = currentSnapshot(metadata);
  const sequenceNumber = metadata['last-sequence-number'] + 1;
  const { kept, entries, removed } = sortOut(base, change, snapshotId);
  for (const file of change.add) {
    entries.push({ status: 'added', snapshotId, sequenceNumber, fileSequenceNumber: sequenceNumber, file });
  }
  const written = chunks(entries).map((chunk, index) => {
    const path = `metadata/${commitUuid}-m${index}.avro`;
    const bytes = encodeManifest(metadata, chunk);
    return { path, bytes, line: manifestLine(path, bytes.length, chunk, snapshotId, sequenceNumber) };
  });
  const timestampMs = momentAfter(metadata, identity.now);
  const manifestList = `metadata/snap-${snapshotId}-1-${commitUuid}.avro`;
  const snapshot: Snapshot = {
    'snapshot-id': snapshotId,
    ...(parent && { 'parent-snapshot-id': parent['snapshot-id'] }),
    'sequence-number': sequenceNumber,
    'timestamp-ms': timestampMs,
    'manifest-list': `${metadata.location}/${manifestList}`,
    summary: {
      operation: change.operation,
      ...change.summary,
      ...totalsAfter(parent, change.add, removed),
    },
    'schema-id': metadata['current-schema-id'],
  };
  const lines = [...written.map((manifest) => manifest.line), ...kept];
  const list = encodeManifestList(lines, snapshot, {
    location: metadata.location,
    specId: metadata['default-spec-id'],
  });
  return {
    files: [...written.map(({ path, bytes }) => ({ path, bytes })), { path: manifestList, bytes: list }],
    metadata: nextMetadata(
      metadata,
      base.version,
      {
        'last-sequence-number': sequenceNumber,
        snapshots: [...metadata.snapshots, snapshot],
        ...withCurrentSnapshot(metadata, snapshotId, timestampMs),
      },
      identity.now,
    ),
  };
}

/** Splits the manifests into those that stay and those whose entries the commit takes over. */
function sortOut(base: CommitBase, change: FileChange, snapshotId: SnapshotId) {
  const remove = new Set(change.remove);
  const merged = new Set(change.rewriteManifests ? base.manifests : crowded(base.manifests));
  const kept: ManifestFile[] = [];
  const entries: ManifestEntry[] = [];
  for (const manifest of base.manifests) {
    const live = base.entries.get(manifest.path)?.filter(isLive) ?? [];
    if (!merged.has(manifest) && !live.some((entry) => remove.has(entry.file.path))) {
      if (liveFiles(manifest) > 0) kept.push(manifest);
      continue;
    }
    for (const entry of live) {
      entries.push(
        remove.delete(entry.file.path)
          ? { ...entry, status: 'deleted', snapshotId }
          : { ...entry, status: 'existing' },
      );
    }
  }
  if (remove.size > 0) throw new Error(`no file of the table: ${[...remove].join(', ')}`);
  return { kept, entries, removed: entries.filter((entry) => !isLive(entry)).map((entry) => entry.file) };
}

function chunks(entries: readonly ManifestEntry[]): ManifestEntry[][] {
  const result: ManifestEntry[][] = [];
  for (let at = 0; at < entries.length; at += mostEntries) result.push(entries.slice(at, at + mostEntries));
  return result;
}

function manifestLine(
  path: string,
  length: number,
  entries: readonly ManifestEntry[],
  snapshotId: SnapshotId,
  sequenceNumber: number,
): ManifestFile {
  const of = (status: ManifestEntry['status']) => entries.filter((entry) => entry.status === status);
  const rows = (some: readonly ManifestEntry[]) => some.reduce((sum, entry) => sum + entry.file.rows, 0);
  const [added, existing, deleted] = [of('added'), of('existing'), of('deleted')];
  return {
    path,
    length,
    sequenceNumber,
    minSequenceNumber: Math.min(sequenceNumber, ...existing.map((entry) => entry.sequenceNumber)),
    addedSnapshotId: snapshotId,
    addedFiles: added.length,
    existingFiles: existing.length,
    deletedFiles: deleted.length,
    addedRows: rows(added),
    existingRows: rows(existing),
    deletedRows: rows(deleted),
  };
}
