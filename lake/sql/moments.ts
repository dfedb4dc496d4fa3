import { instantText, type Micros } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import { brokenRule } from '../../datasets/values.ts';
import { currentSnapshot } from '../iceberg/metadata.ts';
import { snapshotAt } from '../iceberg/snapshots.ts';
import type { Snapshot, SnapshotId, Table, TableMetadata } from '../iceberg/types.ts';

/** A moment in the life of a table, as people name it. */
export type Moment =
  | { readonly kind: 'snapshot'; readonly id: SnapshotId }
  | { readonly kind: 'instant'; readonly at: Micros }
  | { readonly kind: 'latest' }
  | { readonly kind: 'previous' };

const snapshotForm = /^\d{1,19}$/;
const instantForm =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Reads a snapshot id, `latest`, `previous`, or a time: `2026-03-01`, `2026-03-01T10:30`, `2026-03-01 10:30:05.25`,
 * each also with `Z` or an offset behind the hours. A time without an offset is UTC; a date is its first instant.
 * @throws UserError (exit code 2)
 */
export function parseMoment(text: string): Moment {
  if (text === 'latest' || text === 'previous') return { kind: text };
  if (snapshotForm.test(text)) return { kind: 'snapshot', id: BigInt(text) };
  const [, day = '', hour = '00', minute = '00', second = '00', fraction = '', offset = 'Z'] =
    instantForm.exec(text) ?? [];
  const zone = offset.toUpperCase().replace(/^(...):?(..)$/, '$1:$2');
  const millis = Date.parse(`${day}T${hour}:${minute}:${second}${zone}`);
  if (brokenRule({ kind: 'date' }, day) !== null || Number.isNaN(millis)) {
    throw new UserError(`"${text}" is neither a snapshot nor a time`, {
      hint: 'Give the id of a snapshot, a time such as 2026-03-01T10:30:00Z, a date, latest, or previous.',
      exitCode: 2,
    });
  }
  return { kind: 'instant', at: BigInt(millis) * 1000n + BigInt(fraction.padEnd(6, '0')) };
}

/**
 * The snapshot of a dataset's table that a moment means; `previous` is the one that the current one was made from.
 * @throws UserError when there is none, or when it is forgotten
 */
export function resolveSnapshot({ metadata }: Table, dataset: string, moment: Moment): Snapshot {
  const snapshot = snapshotIn(metadata, dataset, moment);
  if (snapshot) return snapshot;
  const what = {
    snapshot: () => `has no snapshot ${(moment as { id: SnapshotId }).id}`,
    instant: () => `did not exist at ${instantText((moment as { at: Micros }).at)}`,
    latest: () => 'has no snapshot yet',
    previous: () => 'has no snapshot before the current one',
  };
  throw new UserError(`${dataset} ${what[moment.kind]()}`, { hint: historyHint(dataset) });
}

function snapshotIn(metadata: TableMetadata, dataset: string, moment: Moment): Snapshot | null {
  switch (moment.kind) {
    case 'snapshot':
      return snapshotById(metadata, moment.id);
    case 'instant':
      return snapshotAtInstant(metadata, dataset, moment.at);
    case 'latest':
      return currentSnapshot(metadata);
    case 'previous': {
      const parent = currentSnapshot(metadata)?.['parent-snapshot-id'];
      return parent === undefined ? null : snapshotById(metadata, parent);
    }
  }
}

/** Null when the table has no such snapshot (any more). */
export function snapshotById(metadata: TableMetadata, id: SnapshotId): Snapshot | null {
  return metadata.snapshots.find((snapshot) => snapshot['snapshot-id'] === id) ?? null;
}

/**
 * The snapshot that was current at an instant, or null when the table had no rows yet.
 * @throws UserError when the table had rows then, but that part of its history has expired
 */
export function snapshotAtInstant(metadata: TableMetadata, dataset: string, at: Micros): Snapshot | null {
  const found = snapshotAt(metadata, at);
  if (found) return found;
  const first = metadata['snapshot-log'][0];
  // Only the first commit of a table has no parent: a log that begins with another one was cut.
  if (!first || snapshotById(metadata, first['snapshot-id'])?.['parent-snapshot-id'] === undefined)
    return null;
  const since = instantText(BigInt(first['timestamp-ms']) * 1000n);
  throw new UserError(`${dataset}: what it was at ${instantText(at)} has expired`, {
    hint: `Its history reaches back to ${since}. ${historyHint(dataset)}`,
  });
}

const historyHint = (dataset: string) => `"aljibe dataset history ${dataset}" lists its snapshots.`;
