import type { AnyRow } from '../../datasets/contract.ts';
import type { LedgerParts } from './parts.ts';
import type { Source } from './sources.ts';

/** Whether a row lies in the part of a dataset that a snapshot or bulk load speaks for. */
export type Covered = (row: AnyRow) => boolean;

export interface Removable {
  /** Live rows of the source that are covered. */
  readonly present: number;
  /** Those of them that were not offered. */
  readonly missing: number;
}

interface Candidate {
  rowid: number;
  key: string;
  version: number;
  position: string;
  row: string | null;
}

/**
 * Deletes that nobody reported: after a snapshot every key of its source has a position at or above the
 * snapshot's beginning, but for those that are gone. A key in quarantine is still there, only unreadable.
 */
export function openSweep({ db, names, quarantine, bus, contracts, live }: LedgerParts) {
  const counts = db.prepare(`
    SELECT count(*) AS present, count(*) FILTER (WHERE position < :before AND NOT EXISTS (
      SELECT 1 FROM quarantine q WHERE q.source = e.source AND q.dataset = e.dataset
        AND ifnull(q.key, q.place) = e.key AND (q.key IS NULL) = 0 AND q.position >= :before)) AS missing
    FROM entries e WHERE dataset = :dataset AND source = :source AND deleted = 0`);
  const candidates = db.prepare(`
    SELECT rowid, key, version, position, row FROM entries
    WHERE dataset = :dataset AND source = :source AND deleted = 0 AND (:all OR position < :before) ORDER BY key`);
  const bury = db.prepare(
    'UPDATE entries SET version = version + 1, position = ?, deleted = 1, row = NULL, extra = NULL WHERE rowid = ?',
  );

  function* covered(source: Source, dataset: string, before: string, all: boolean, isCovered?: Covered) {
    const quarantined = quarantine.keys(dataset, { source: source.name, since: before });
    const found = candidates.iterate({
      ':dataset': names.id(dataset),
      ':source': source.id,
      ':before': before,
      ':all': all ? 1 : 0,
    }) as Iterable<unknown> as Iterable<Candidate>;
    for (const entry of found) {
      if (isCovered && !isCovered(JSON.parse(entry.row ?? '{}') as AnyRow)) continue;
      yield { ...entry, missing: entry.position < before && !quarantined.has(entry.key) };
    }
  }

  function removable(source: Source, dataset: string, before: string, isCovered?: Covered): Removable {
    if (!isCovered) {
      const found = counts.get({ ':dataset': names.id(dataset), ':source': source.id, ':before': before });
      return { ...(found as unknown as Removable) };
    }
    const result = { present: 0, missing: 0 };
    for (const entry of covered(source, dataset, before, true, isCovered)) {
      result.present += 1;
      if (entry.missing) result.missing += 1;
    }
    return result;
  }

  function run(
    source: Source,
    dataset: string,
    before: string,
    at: string,
    now: string,
    isCovered?: Covered,
  ): number {
    const gone = [...covered(source, dataset, before, false, isCovered)].filter(({ missing }) => missing);
    for (const { rowid, key, version } of gone) {
      bury.run(at, rowid);
      live.change(names.id(dataset), -1);
      bus.append({
        dataset: names.id(dataset),
        key,
        op: 'delete',
        version: version + 1,
        source: source.id,
        position: at,
        occurredAt: null,
        acceptedAt: now,
        contractVersion: contracts[dataset]?.version ?? 0,
        mappingVersion: 0,
        row: null,
        extra: null,
      });
    }
    quarantine.releaseBefore(source, dataset, before);
    return gone.length;
  }

  return { reader: { removable }, run };
}
