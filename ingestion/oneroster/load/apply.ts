import type { Outcome, Rejection, SourceChange } from '../../ledger/change.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { parsePosition, positionText } from '../../ledger/position.ts';
import type { Source } from '../../ledger/sources.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { type DatasetPlan, type LoadPlan, refuseRemovals } from './plan.ts';
import { rejectsShown } from './tally.ts';
import { walk } from './walk.ts';

/** What a load did to one dataset, in rows. */
export interface DatasetResult {
  readonly dataset: string;
  /** Rows that were not there before. */
  readonly loaded: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Repairs that were made; one row may need several. */
  readonly repaired: number;
  readonly quarantined: number;
}

export interface LoadResult {
  readonly source: string;
  readonly version: string;
  readonly datasets: readonly DatasetResult[];
  /** Repairs, rejects (the first hundred) and orphans of each dataset. */
  readonly details: readonly Pick<DatasetPlan, 'dataset' | 'repairs' | 'rejects' | 'orphans'>[];
  readonly notes: readonly string[];
  readonly notMapped: LoadPlan['notMapped'];
}

export interface LoadTools {
  /** Told after every batch. */
  readonly progress?: (step: { step: string; done: number }) => void;
  readonly signal?: AbortSignal;
}

/** Rows in one transaction of the ledger. */
const batchSize = 5_000;
/** Above every row of a load. */
const lastOrdinal = 0xffff_ffff;

/**
 * Carries out a plan, or refuses it before anything is written. The number of the load is durable before its first
 * row, and rows are removed after the last one came in: a load that was killed removes nothing, and the next load
 * of whatever bundle goes before it.
 */
export async function applyLoad(
  plan: LoadPlan,
  bundle: Bundle,
  ledger: Ledger,
  { progress, signal }: LoadTools = {},
): Promise<LoadResult> {
  refuseRemovals(plan);
  const source = ledger.source(plan.source, 'oneroster');
  const load = source.position === null ? 1n : parsePosition(source.position).lsn + 1n;
  const position = (ordinal: number) => positionText(source.epoch, load, ordinal);
  ledger.accept(source, { changes: [], rejections: [], position: position(0) });
  const intake = openIntake(ledger, source);
  const { knowledge, tallies, swept, withdrawals } = plan.work;
  let done = 0;
  for await (const { line, offers } of walk(bundle, knowledge, position)) {
    signal?.throwIfAborted();
    for (const offered of offers) {
      if (tallies.get(offered.dataset)?.isLast(offered)) intake.take(offered);
    }
    done += 1;
    if (done % batchSize === 0) progress?.({ step: `loading ${line.file}`, done });
  }
  for (const { dataset, key } of withdrawals) {
    intake.take({ change: withdrawn(dataset, key, position(lastOrdinal)) });
  }
  intake.flush();
  const removed = new Map<string, number>();
  // Children first: what covers an enrollment is told by its class.
  for (const [dataset, covered] of [...swept].reverse()) {
    removed.set(dataset, ledger.sweep(source, dataset, position(0), position(lastOrdinal), covered));
  }
  const results = plan.datasets.map((planned) => {
    const { dataset } = planned;
    const { added, accepted, unchanged, deleted, quarantined } = intake.outcomeOf(dataset);
    return {
      dataset,
      loaded: added,
      changed: accepted - deleted - added,
      unchanged,
      removed: deleted + (removed.get(dataset) ?? 0),
      repaired: planned.repairs.reduce((sum, { count }) => sum + count, 0),
      quarantined,
    };
  });
  return {
    source: plan.source,
    version: plan.version,
    datasets: results,
    details: plan.datasets.map((planned) => detailsOf(planned, ledger, source, position(0))),
    notes: plan.notes,
    notMapped: plan.notMapped,
  };
}

/** What became of a dataset's rows; `added` are those whose keys were not there. */
type Sum = Outcome & { added: number };
const none: Sum = { added: 0, accepted: 0, unchanged: 0, stale: 0, deleted: 0, quarantined: 0 };

/** Gathers what is offered into transactions, and adds up what became of it. */
function openIntake(ledger: Ledger, source: Source) {
  const pending = new Map<string, { changes: SourceChange[]; rejections: Rejection[] }>();
  const outcomes = new Map<string, Sum>();
  const outcomeOf = (dataset: string) => outcomes.get(dataset) ?? none;
  const liveRows = (dataset: string) => ledger.counts().get(dataset) ?? 0;

  function flush(dataset: string): void {
    const batch = pending.get(dataset);
    if (!batch) return;
    pending.delete(dataset);
    // Counted around each batch: other sources may write between two of them.
    const before = liveRows(dataset);
    const outcome = ledger.accept(source, batch);
    const became: Sum = { ...outcome, added: liveRows(dataset) - before + outcome.deleted };
    const sum = { ...outcomeOf(dataset) };
    for (const name of Object.keys(sum) as (keyof Sum)[]) sum[name] += became[name];
    outcomes.set(dataset, sum);
  }

  return {
    outcomeOf,
    take({ change, rejection }: { change?: SourceChange; rejection?: Rejection }): void {
      const dataset = (change ?? rejection)?.dataset;
      if (dataset === undefined) return;
      const batch = pending.get(dataset) ?? { changes: [], rejections: [] };
      pending.set(dataset, batch);
      if (change) batch.changes.push(change);
      if (rejection) batch.rejections.push(rejection);
      if (batch.changes.length + batch.rejections.length >= batchSize) flush(dataset);
    },
    flush(): void {
      for (const dataset of [...pending.keys()]) flush(dataset);
    },
  };
}

function withdrawn(dataset: string, key: string, position: string): SourceChange {
  return {
    dataset,
    key,
    op: 'delete',
    row: null,
    unchanged: [],
    partial: false,
    extra: null,
    position,
    occurredAt: null,
    place: 'users.csv',
    payload: {},
    mapping: 'users',
    mappingVersion: 0,
  };
}

/** Rejects are read from quarantine: the ledger refuses rows of keys that another source owns. */
function detailsOf(
  { dataset, repairs, orphans }: DatasetPlan,
  ledger: Ledger,
  source: Source,
  since: string,
) {
  const rejects = ledger.quarantine
    .list({ dataset, source: source.name, since })
    .slice(0, rejectsShown)
    .map(({ place, column, rule, value }) => ({ place, column, rule, value }));
  return { dataset, repairs, rejects, orphans };
}
