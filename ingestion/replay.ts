import type { Rejection, SourceChange } from './ledger/change.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { QuarantineRecord } from './ledger/quarantine.ts';
import type { Source, SourceKind } from './ledger/sources.ts';
import type { SourceRow } from './mapping/mapping.ts';
import type { Found, Offer } from './mapping/offer.ts';

/** Maps a payload of quarantine once more. */
export type Replayer = (payload: SourceRow, found: Found) => Offer;

/** How rows of a kind of source are mapped; null for rows that only their source can correct. */
export type ReplayerOf = (kind: SourceKind, mapping: string, dataset: string) => Replayer | null;

export interface ReplayFilter {
  /** Only these records. */
  readonly ids?: readonly number[];
  readonly dataset?: string;
}

export interface ReplayResult {
  readonly replayed: number;
  /** Rows that are in the ledger now, or whose key has a newer row there. */
  readonly accepted: number;
  /** Rows that stay in quarantine, with the present reason. */
  readonly kept: readonly { readonly id: number; readonly place: string; readonly rule: string }[];
}

/** Rows in one transaction of the ledger. */
const batchSize = 1_000;

/**
 * Offers quarantined rows again, mapped and checked by what mappings and contracts say now, at the position that
 * they had: a newer row of the same key wins. Killed in between, the next replay goes on.
 */
export function replayQuarantine(
  ledger: Ledger,
  replayerOf: ReplayerOf,
  { ids, dataset }: ReplayFilter = {},
): ReplayResult {
  const sources = new Map(ledger.list().map((source) => [source.name, source]));
  const records = ledger.quarantine
    .list(dataset === undefined ? {} : { dataset })
    .filter(({ id }) => ids?.includes(id) ?? true);
  for (const [name, own] of Map.groupBy(records, ({ source }) => source)) {
    const source = sources.get(name);
    for (let start = 0; source && start < own.length; start += batchSize) {
      offerAgain(ledger, source, own.slice(start, start + batchSize), replayerOf);
    }
  }
  const kept = records.flatMap(({ id }) => ledger.quarantine.get(id) ?? []);
  return {
    replayed: records.length,
    accepted: records.length - kept.length,
    kept: kept.map(({ id, place, rule }) => ({ id, place, rule })),
  };
}

function offerAgain(
  ledger: Ledger,
  source: Source,
  records: readonly QuarantineRecord[],
  replayerOf: ReplayerOf,
): void {
  const changes: SourceChange[] = [];
  const rejections: Rejection[] = [];
  const settled: QuarantineRecord[] = [];
  for (const record of records) {
    const { dataset, mapping, payload, position, place, occurredAt } = record;
    const replay = replayerOf(source.kind, mapping, dataset);
    if (!replay) continue;
    const { change, rejection } = replay(payload, {
      position,
      place,
      ...(occurredAt === null ? {} : { occurredAt }),
    });
    if (rejection) rejections.push(rejection);
    if (change) changes.push(change);
    if (!rejection) settled.push(record);
  }
  ledger.accept(source, { changes, rejections });
  // The ledger lets go of what it accepted, by key. What is left is keyless, or older than the live row of its key.
  for (const { id, key, dataset } of settled) {
    const entry = key === null ? null : ledger.get(dataset, key);
    const isOver = key === null || (entry?.source === source.name && !entry.deleted);
    if (isOver) ledger.releaseQuarantined(id);
  }
}
