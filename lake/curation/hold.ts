import { basename } from 'node:path';
import { instantText } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import { commit } from '../iceberg/commit.ts';
import { currentSnapshot, momentAfter, nextMetadata, withCurrentSnapshot } from '../iceberg/metadata.ts';
import { snapshotOf } from '../iceberg/snapshots.ts';
import type { SnapshotId, Table, TableMetadata } from '../iceberg/types.ts';
import { type Moment, publish } from '../iceberg/versions.ts';
import { checkpointOf, checkpointSummary } from './checkpoint.ts';
import { retrying } from './retrying.ts';

/**
 * A rollback keeps curation from doing at once again what was undone: it holds the dataset, in the properties of
 * its table, until somebody resumes it.
 */
export interface Hold {
  /** Canonical instant of the rollback. */
  readonly since: string;
  /** Snapshot that the dataset was taken back to. */
  readonly to: SnapshotId;
  /** Place on the bus up to which changes had been merged before the rollback. */
  readonly undoneThrough: number;
}

const property = 'aljibe.hold';

export function holdOf(metadata: TableMetadata): Hold | null {
  const text = metadata.properties[property];
  if (text === undefined) return null;
  const { since, to, undoneThrough } = JSON.parse(text) as Omit<Hold, 'to'> & { to: string };
  return { since, to: BigInt(to), undoneThrough };
}

/**
 * Takes a dataset back to an earlier snapshot, or after a rollback to a later one, and holds it there: changes
 * are still kept in the raw zone, but not merged. One commit; no data file changes.
 * @throws UserError when the dataset has no such snapshot, or is there already
 */
export function rollbackDataset(dir: string, to: SnapshotId, moment: Moment): Promise<Table> {
  return retrying(dir, async (table) => {
    const { metadata } = table;
    snapshotOf(metadata, to);
    if (currentSnapshot(metadata)?.['snapshot-id'] === to) {
      throw new UserError(`${basename(dir)}: snapshot ${to} is the current one already`);
    }
    const undoneThrough = Math.max(holdOf(metadata)?.undoneThrough ?? 0, checkpointOf(metadata));
    const hold = { since: instantText(moment.now), to: String(to), undoneThrough };
    const changes = {
      ...withCurrentSnapshot(metadata, to, momentAfter(metadata, moment.now)),
      properties: { ...metadata.properties, [property]: JSON.stringify(hold) },
    };
    return publish(table, nextMetadata(metadata, table.version, changes, moment.now), moment);
  });
}

/**
 * Lets curation go on after a rollback. It continues at the place on the bus that the snapshot stands for, so
 * every change that the rollback undid is merged again.
 * @throws UserError when the dataset is not held
 */
export function resumeDataset(dir: string, moment: Moment): Promise<Table> {
  return retrying(dir, (table) => {
    requireHold(table);
    const { [property]: _, ...properties } = table.metadata.properties;
    return publish(table, nextMetadata(table.metadata, table.version, { properties }, moment.now), moment);
  });
}

/**
 * Lets curation go on after a rollback without the changes that the rollback undid: it continues behind them,
 * with what has been accepted since. From then on the lake knowingly differs from the source in the keys of
 * those changes, each until its next change brings its whole row; parity lists them.
 * @throws UserError when the dataset is not held
 */
export async function discardUndone(dir: string, moment: Moment): Promise<Table> {
  await retrying(dir, (table) => {
    const { undoneThrough } = requireHold(table);
    const checkpoint = Math.max(undoneThrough, checkpointOf(table.metadata));
    const change = {
      operation: 'replace',
      add: [],
      remove: [],
      summary: checkpointSummary(checkpoint),
    } as const;
    return commit(table, change, moment);
  });
  return resumeDataset(dir, moment);
}

function requireHold({ dir, metadata }: Table): Hold {
  const hold = holdOf(metadata);
  if (hold) return hold;
  throw new UserError(`${basename(dir)} is not held: there is nothing to resume`);
}
