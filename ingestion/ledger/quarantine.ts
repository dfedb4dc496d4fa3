import type { DatabaseSync } from 'node:sqlite';
import { failpoint } from '../../base/failpoints.ts';
import type { Op } from '../../datasets/change.ts';
import type { SourceRow } from '../mapping/mapping.ts';
import type { Rejection } from './change.ts';
import type { Names } from './names.ts';
import type { Source, Sources } from './sources.ts';

/** A rejected row as it lies in quarantine. */
export interface QuarantineRecord extends Rejection {
  readonly id: number;
  readonly source: string;
  readonly noticedAt: string;
}

export interface QuarantineFilter {
  readonly dataset?: string;
  readonly source?: string;
  /** Only what was rejected at this position or later. */
  readonly since?: string;
}

export interface Quarantine {
  list(filter?: QuarantineFilter): QuarantineRecord[];
  get(id: number): QuarantineRecord | null;
  /** Rows in quarantine by dataset. */
  counts(filter?: QuarantineFilter): Map<string, number>;
  /** Keys in quarantine for a dataset. */
  keys(dataset: string, filter?: QuarantineFilter): Set<string>;
}

/** What the ledger itself needs inside its transactions. */
export interface QuarantineWriter extends Quarantine {
  /** Puts a row into quarantine, in the place of an older record of the same row. */
  put(source: Source, rejection: Rejection, noticedAt: string): void;
  /** A good row or a delete of the same key has arrived. */
  release(source: Source, dataset: string, key: string): void;
  releaseById(id: number): void;
  /** The source no longer holds what was rejected before this position. */
  releaseBefore(source: Source, dataset: string, position: string): number;
}

interface Stored {
  id: number;
  source: number;
  dataset: number;
  key: string | null;
  place: string;
  op: Op;
  position: string;
  occurred_at: string | null;
  noticed_at: string;
  column: string | null;
  rule: string;
  value: string | null;
  payload: string;
  mapping: string;
  mapping_version: number;
}

export function openQuarantine(db: DatabaseSync, names: Names, sources: Sources): QuarantineWriter {
  const put = db.prepare(`
    INSERT INTO quarantine (source, dataset, key, place, op, position, occurred_at, noticed_at, "column", rule,
      value, payload, mapping, mapping_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (source, dataset, ifnull(key, place), key IS NULL) DO UPDATE SET place = excluded.place,
      op = excluded.op, position = excluded.position, occurred_at = excluded.occurred_at,
      "column" = excluded."column", rule = excluded.rule, value = excluded.value, payload = excluded.payload,
      mapping = excluded.mapping, mapping_version = excluded.mapping_version
      WHERE excluded.position >= position`);
  const release = db.prepare(
    'DELETE FROM quarantine WHERE source = ? AND dataset = ? AND ifnull(key, place) = ? AND (key IS NULL) = 0',
  );
  const records = db.prepare(`
    SELECT q.* FROM quarantine q JOIN datasets d ON d.id = q.dataset JOIN sources s ON s.id = q.source
    WHERE (:dataset IS NULL OR d.name = :dataset) AND (:source IS NULL OR s.name = :source)
      AND (:since IS NULL OR q.position >= :since) ORDER BY q.id`);
  const present = (stored: Stored): QuarantineRecord => ({
    id: stored.id,
    source: sources.nameOf(stored.source),
    dataset: names.name(stored.dataset),
    key: stored.key,
    op: stored.op,
    position: stored.position,
    occurredAt: stored.occurred_at,
    noticedAt: stored.noticed_at,
    place: stored.place,
    column: stored.column,
    rule: stored.rule,
    value: stored.value,
    payload: JSON.parse(stored.payload) as SourceRow,
    mapping: stored.mapping,
    mappingVersion: stored.mapping_version,
  });
  // Almost always there is nothing to release: that spares a look-up for every accepted row.
  let used = db.prepare('SELECT 1 FROM quarantine LIMIT 1').get() !== undefined;

  function list(filter: QuarantineFilter = {}): QuarantineRecord[] {
    const found = records.all({
      ':dataset': filter.dataset ?? null,
      ':source': filter.source ?? null,
      ':since': filter.since ?? null,
    });
    return (found as unknown as Stored[]).map(present);
  }

  return {
    list,
    get(id) {
      const stored = db.prepare('SELECT * FROM quarantine WHERE id = ?').get(id) as Stored | undefined;
      return stored ? present(stored) : null;
    },
    counts(filter) {
      const counts = new Map<string, number>();
      for (const { dataset } of list(filter)) counts.set(dataset, (counts.get(dataset) ?? 0) + 1);
      return counts;
    },
    keys(dataset, filter) {
      return new Set(list({ ...filter, dataset }).flatMap(({ key }) => (key === null ? [] : [key])));
    },
    put(source, rejection, noticedAt) {
      failpoint('before ledger.quarantine');
      put.run(
        source.id,
        names.id(rejection.dataset),
        rejection.key,
        rejection.place,
        rejection.op,
        rejection.position,
        rejection.occurredAt,
        noticedAt,
        rejection.column,
        rejection.rule,
        rejection.value,
        JSON.stringify(rejection.payload),
        rejection.mapping,
        rejection.mappingVersion,
      );
      failpoint('after ledger.quarantine');
      used = true;
    },
    release(source, dataset, key) {
      if (used) release.run(source.id, names.id(dataset), key);
    },
    releaseById(id) {
      db.prepare('DELETE FROM quarantine WHERE id = ?').run(id);
    },
    releaseBefore(source, dataset, position) {
      const { changes } = db
        .prepare('DELETE FROM quarantine WHERE source = ? AND dataset = ? AND position < ?')
        .run(source.id, names.id(dataset), position);
      return Number(changes);
    },
  };
}
