import { instantText } from '../../base/clock.ts';
import { type Hold, holdOf } from '../curation/hold.ts';
import { type Objection, objectionOf } from '../curation/objection.ts';
import { currentSnapshot } from '../iceberg/metadata.ts';
import type { Snapshot, Table, TableMetadata } from '../iceberg/types.ts';
import { snapshotById } from './moments.ts';

/** What a person may know of a snapshot. Counts are null where whoever committed it did not tell. */
export interface SnapshotFacts {
  /** A 64-bit integer. */
  readonly id: string;
  /** Canonical instant. */
  readonly committedAt: string;
  /** `append`, `overwrite`, `delete`, or `replace`, which changes files and no row. */
  readonly operation: string;
  /** Rows of the table. */
  readonly rows: number | null;
  readonly inserted: number | null;
  readonly updated: number | null;
  readonly deleted: number | null;
  readonly files: { readonly added: number; readonly removed: number; readonly total: number | null };
}

export interface History {
  readonly dataset: string;
  /** The hold of a rollback, while it lasts. */
  readonly held: { readonly since: string; readonly to: string } | null;
  /** The rules that its next commit would break, while they keep it back. */
  readonly objection: Pick<Objection, 'since' | 'broken'> | null;
  /** Newest first. `undone`: a rollback went back behind it. */
  readonly snapshots: readonly (SnapshotFacts & { readonly place: 'current' | 'before' | 'undone' })[];
}

/** The snapshots of a dataset that are left; expiry forgets the old ones. */
export function historyOf({ metadata }: Table, dataset: string): History {
  const present = currentSnapshot(metadata);
  const ancestors = new Set(ancestorsOf(metadata, present));
  const snapshots = [...metadata.snapshots].sort((a, b) => b['sequence-number'] - a['sequence-number']);
  return {
    dataset,
    held: heldOf(holdOf(metadata)),
    objection: toldOf(objectionOf(metadata)),
    snapshots: snapshots.map((snapshot) => ({
      ...factsOf(snapshot),
      place: snapshot === present ? 'current' : ancestors.has(snapshot) ? 'before' : 'undone',
    })),
  };
}

const toldOf = (objection: Objection | null) =>
  objection && { since: objection.since, broken: objection.broken };
const heldOf = (hold: Hold | null) => hold && { since: hold.since, to: String(hold.to) };

function* ancestorsOf(metadata: TableMetadata, from: Snapshot | null): Generator<Snapshot> {
  let snapshot = from;
  while (snapshot) {
    yield snapshot;
    const parent: bigint | undefined = snapshot['parent-snapshot-id'];
    snapshot = parent === undefined ? null : snapshotById(metadata, parent);
  }
}

export function factsOf(snapshot: Snapshot): SnapshotFacts {
  const { operation, ...summary } = snapshot.summary;
  const count = (name: string) => (summary[name] === undefined ? null : Number(summary[name]));
  return {
    id: String(snapshot['snapshot-id']),
    committedAt: instantText(BigInt(snapshot['timestamp-ms']) * 1000n),
    operation,
    rows: count('total-records'),
    inserted: count('aljibe.inserted'),
    updated: count('aljibe.updated'),
    deleted: count('aljibe.deleted'),
    files: {
      added: count('added-data-files') ?? 0,
      removed: count('deleted-data-files') ?? 0,
      total: count('total-data-files'),
    },
  };
}
