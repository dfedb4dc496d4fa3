import { currentSnapshot } from '../iceberg/metadata.ts';
import type { Snapshot, TableMetadata } from '../iceberg/types.ts';

const property = 'aljibe.checkpoint';

/**
 * The place on the bus up to which a table holds every change: stated by the snapshot itself, so that it moves
 * with the data, forth at a merge and back at a rollback. A snapshot by another engine says nothing; its
 * ancestors do. 0 when none does: then everything is merged again, which changes nothing.
 */
export function checkpointOf(metadata: TableMetadata): number {
  let snapshot: Snapshot | null | undefined = currentSnapshot(metadata);
  while (snapshot && snapshot.summary[property] === undefined) {
    const parent: unknown = snapshot['parent-snapshot-id'];
    snapshot = metadata.snapshots.find((candidate) => candidate['snapshot-id'] === parent);
  }
  return Number(snapshot?.summary[property] ?? 0);
}

export function checkpointSummary(seq: number): Record<string, string> {
  return { [property]: String(seq) };
}
