import type { Micros } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import { millisOf, momentAfter, nextMetadata, withCurrentSnapshot } from './metadata.ts';
import type { Snapshot, SnapshotId, Table, TableMetadata } from './types.ts';
import { type Moment, publish } from './versions.ts';

/** @throws UserError when the table has no such snapshot (any more). */
export function snapshotOf(metadata: TableMetadata, snapshotId: SnapshotId): Snapshot {
  const snapshot = metadata.snapshots.find((candidate) => candidate['snapshot-id'] === snapshotId);
  if (snapshot) return snapshot;
  throw new UserError(`${metadata.location}: there is no snapshot ${snapshotId}`, {
    hint: 'snapshots expire by age; its history lists the ones that are left',
  });
}

/** The snapshot that was current at an instant: also after a rollback, what people saw then. Null before the first. */
export function snapshotAt(metadata: TableMetadata, instant: Micros): Snapshot | null {
  const entry = metadata['snapshot-log'].findLast((line) => line['timestamp-ms'] <= millisOf(instant));
  return entry ? snapshotOf(metadata, entry['snapshot-id']) : null;
}

/** Makes an earlier (or, after a rollback, a later) snapshot the current one. No file changes. */
export async function rollback(table: Table, snapshotId: SnapshotId, moment: Moment): Promise<Table> {
  const { metadata } = table;
  snapshotOf(metadata, snapshotId);
  const changes = withCurrentSnapshot(metadata, snapshotId, momentAfter(metadata, moment.now));
  return publish(table, nextMetadata(metadata, table.version, changes, moment.now), moment);
}
