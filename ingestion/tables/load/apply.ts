import type { Ledger } from '../../ledger/ledger.ts';
import { parsePosition, positionText } from '../../ledger/position.ts';
import type { Source } from '../../ledger/sources.ts';
import type { DatasetResult } from '../../oneroster/load/apply.ts';
import type { OrphanCount } from '../../oneroster/load/orphans.ts';
import { type RejectNote, type RepairCount, rejectsShown } from '../../oneroster/load/tally.ts';
import { rememberMapping } from '../mapping/find.ts';
import { openIntake } from './intake.ts';
import { References } from './orphans.ts';
import { refuseRemovals, type TablePlan } from './plan.ts';
import { Repairs } from './repairs.ts';
import { isLast, type Keys } from './survey.ts';
import { walk } from './walk.ts';

export interface TableResult {
  readonly source: string;
  readonly mapping: string;
  readonly datasets: readonly DatasetResult[];
  /** Repairs, rejects (the first hundred) and orphans of each dataset. */
  readonly details: readonly {
    readonly dataset: string;
    readonly repairs: readonly RepairCount[];
    readonly rejects: readonly RejectNote[];
    readonly orphans: readonly OrphanCount[];
  }[];
  readonly notes: readonly string[];
}

export interface TableTools {
  readonly progress?: (step: { step: string; done: number }) => void;
  readonly signal?: AbortSignal;
}

const rowsBetweenProgress = 5_000;
/** Above every row of a load. */
const lastOrdinal = 0xffff_ffff;

/**
 * Carries out a plan, or refuses it before anything is written. Loads are numbered, and of two rows of a key the one
 * with the later load wins: a correction replaces what was there, a repeat changes nothing. The number is durable
 * before the first row, so that a load that was killed is completed by loading its files again.
 */
export async function applyTables(
  plan: TablePlan,
  ledger: Ledger,
  { progress, signal }: TableTools = {},
): Promise<TableResult> {
  refuseRemovals(plan);
  const { mapping, inputs, survey } = plan.work;
  const source = ledger.source(plan.source, 'table');
  const load = source.position === null ? 1n : parsePosition(source.position).lsn + 1n;
  const position = (ordinal: number) => positionText(source.epoch, load, ordinal);
  rememberMapping(ledger, mapping);
  ledger.accept(source, { changes: [], rejections: [], position: position(0) });
  const intake = openIntake(ledger, source);
  const references = new References();
  const repairs = new Repairs();
  const { keys, starts } = survey;
  let done = 0;
  for (const [index, input] of inputs.entries()) {
    for await (const offers of walk(input, starts[index] ?? 0, position)) {
      signal?.throwIfAborted();
      for (const offered of offers) {
        const { dataset, change, place } = offered;
        if (!isLast(keys.get(dataset) as Keys, offered)) continue;
        for (const repair of offered.repairs) repairs.add(dataset, repair, place);
        if (change) references.add(change);
        intake.take(dataset, offered);
      }
      done += 1;
      if (done % rowsBetweenProgress === 0) progress?.({ step: `loading ${input.file.name}`, done });
    }
    // The files behind it may look its rows up.
    intake.flush();
  }
  const removed = new Map<string, number>();
  for (const { dataset, removals } of plan.datasets) {
    if (removals) removed.set(dataset, ledger.sweep(source, dataset, position(0), position(lastOrdinal)));
  }
  releaseLines(ledger, source, plan.files, position(0));
  const repairsOf = (dataset: string) => [...survey.repairs.of(dataset), ...repairs.of(dataset)];
  return {
    source: plan.source,
    mapping: plan.mapping,
    datasets: plan.datasets.map(({ dataset }) => {
      const { added, accepted, unchanged, deleted, quarantined } = intake.sumOf(dataset);
      return {
        dataset,
        loaded: added,
        changed: accepted - deleted - added,
        unchanged,
        removed: deleted + (removed.get(dataset) ?? 0),
        repaired: repairsOf(dataset).reduce((sum, { count }) => sum + count, 0),
        quarantined,
      };
    }),
    details: plan.datasets.map(({ dataset }) => ({
      dataset,
      repairs: repairsOf(dataset),
      rejects: rejectsOf(ledger, source, dataset, position(0)),
      orphans: references.orphans(dataset, ledger),
    })),
    notes: plan.notes,
  };
}

/** What a file of the same name said before of rows without a key is no longer said, or was said again. */
function releaseLines(ledger: Ledger, { name }: Source, files: readonly string[], before: string): void {
  for (const { id, key, place, position } of ledger.quarantine.list({ source: name })) {
    const isOfLoad = files.some((file) => place.startsWith(`${file}:`));
    if (key === null && isOfLoad && position < before) ledger.releaseQuarantined(id);
  }
}

/** Rejects are read from quarantine: the ledger refuses rows of keys that another source owns. */
function rejectsOf(ledger: Ledger, { name }: Source, dataset: string, since: string): RejectNote[] {
  return ledger.quarantine
    .list({ dataset, source: name, since })
    .slice(0, rejectsShown)
    .map(({ place, column, rule, value }) => ({ place, column, rule, value }));
}
