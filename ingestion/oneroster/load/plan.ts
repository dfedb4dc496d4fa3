import { UserError } from '../../../base/errors.ts';
import { catalog } from '../../../datasets/catalog.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Covered } from '../../ledger/sweep.ts';
import type { Bundle, UnmappedFile } from '../bundle/bundle.ts';
import type { Mode } from '../bundle/manifest.ts';
import type { Version } from '../bundle/names.ts';
import { type Knowledge, learn } from '../prepare/knowledge.ts';
import { feedsOf } from './feeds.ts';
import { type OrphanCount, orphansOf } from './orphans.ts';
import { sourceNameOf } from './sourceName.ts';
import { type Survey, survey } from './survey.ts';
import { type RejectNote, type RepairCount, Tally } from './tally.ts';
import { type Withdrawal, withdrawals } from './withdrawals.ts';

export interface LoadOptions {
  /** Name of the source; by default the bundle tells (see `sourceNameOf`). */
  readonly source?: string;
  /** Share of a dataset's rows, 0 to 1, that a bulk load may remove unasked. */
  readonly maxRemovals?: number;
  /** Datasets of which this load may remove any share. */
  readonly acceptRemovals?: readonly string[];
}

const defaultMaxRemovals = 0.2;

/** What a bulk load would remove from a dataset: rows of its source and school years that the bundle lacks. */
export interface Removals {
  readonly present: number;
  readonly missing: number;
  readonly verdict: 'within bounds' | 'accepted' | 'refused';
}

export interface DatasetPlan {
  readonly dataset: string;
  readonly mode: Mode;
  /** Rows with a key and a good value in every required column. */
  readonly rows: number;
  /** Rows that the bundle says are gone. */
  readonly deletes: number;
  readonly rejected: number;
  readonly repairs: readonly RepairCount[];
  readonly rejects: readonly RejectNote[];
  readonly orphans: readonly OrphanCount[];
  /** Null for a delta. */
  readonly removals: Removals | null;
}

/** What loading a bundle would do, before anything is written. */
export interface LoadPlan {
  readonly source: string;
  readonly version: Version;
  /** In the order of the catalog; a dataset that no file of the bundle feeds is not here. */
  readonly datasets: readonly DatasetPlan[];
  readonly notes: readonly string[];
  /** What no dataset has a place for. */
  readonly notMapped: readonly { readonly what: string; readonly rows: number }[];
  /** What carrying it out needs besides. */
  readonly work: Work;
}

export interface Work {
  readonly knowledge: Knowledge;
  readonly tallies: ReadonlyMap<string, Tally>;
  /** Tests of what a bulk load speaks for, by dataset; datasets of deltas are not here. */
  readonly swept: ReadonlyMap<string, Covered>;
  readonly withdrawals: readonly Withdrawal[];
}

/**
 * Reads a whole bundle and decides what loading it means; writes nothing. A plan whose removals exceed the bounds
 * says so per dataset; `applyLoad` refuses it.
 */
export async function planLoad(bundle: Bundle, ledger: Ledger, options: LoadOptions = {}): Promise<LoadPlan> {
  const knowledge = await learn(bundle, (dataset, key) => ledger.get(dataset, key)?.row ?? null);
  const feeds = feedsOf(knowledge);
  const found = await survey(bundle, knowledge, feeds);
  const source = sourceNameOf(bundle, knowledge, found.tallies, ledger, options.source);
  const modeOf = (dataset: string): Mode =>
    feeds.get(dataset)?.every((file) => !knowledge.isDelta(file)) ? 'bulk' : 'delta';
  const ended = withdrawals(ledger, source, knowledge, found);
  const touched = new Set([...feeds.keys(), ...ended.map(({ dataset }) => dataset)]);
  const datasets = Object.keys(catalog).filter((dataset) => touched.has(dataset));
  const swept = new Map(
    datasets
      .filter((dataset) => modeOf(dataset) === 'bulk')
      .map((dataset) => [dataset, found.covered(dataset)]),
  );
  const orphans = orphansOf(found.tallies, ledger, (dataset, entry) =>
    Boolean(entry.source === source && swept.get(dataset)?.(entry.row)),
  );
  const plans = datasets.map((dataset): DatasetPlan => {
    const tally = found.tallies.get(dataset) ?? new Tally(dataset);
    const { row, delete: deletes, reject } = tally.counts();
    const covered = swept.get(dataset);
    return {
      dataset,
      mode: modeOf(dataset),
      rows: row,
      deletes,
      rejected: reject,
      repairs: tally.repairs,
      rejects: tally.rejects,
      orphans: orphans.get(dataset) ?? [],
      removals: covered ? removalsOf(ledger, source, tally, covered, options) : null,
    };
  });
  return {
    source,
    version: bundle.version,
    datasets: plans,
    notes: bundle.notes,
    notMapped: notMapped(bundle.unmapped, found),
    work: {
      knowledge,
      tallies: found.tallies,
      swept,
      withdrawals: ended,
    },
  };
}

function removalsOf(
  ledger: Ledger,
  source: string,
  tally: Tally,
  covered: Covered,
  { maxRemovals = defaultMaxRemovals, acceptRemovals = [] }: LoadOptions,
): Removals {
  let present = 0;
  let missing = 0;
  for (const entry of ledger.rows(tally.dataset)) {
    if (entry.source !== source || !covered(entry.row)) continue;
    present += 1;
    if (!tally.has(entry.key)) missing += 1;
  }
  const verdict =
    missing <= present * maxRemovals
      ? 'within bounds'
      : acceptRemovals.includes(tally.dataset)
        ? 'accepted'
        : 'refused';
  return { present, missing, verdict };
}

function notMapped(files: readonly UnmappedFile[], { unmapped }: Survey): LoadPlan['notMapped'] {
  return [
    ...files.map(({ path, rows }) => ({ what: path, rows })),
    ...[...unmapped].map(([what, rows]) => ({ what, rows })),
  ];
}

/** Refuses a plan that would remove too much, with the counts. */
export function refuseRemovals({ datasets }: LoadPlan): void {
  const refused = datasets.filter(({ removals }) => removals?.verdict === 'refused');
  if (refused.length === 0) return;
  const counts = refused.map(({ dataset, removals }) => {
    const { present, missing } = removals as Removals;
    return `${missing} of ${present} ${dataset} (${Math.round((100 * missing) / present)} %)`;
  });
  const options = refused.map(({ dataset }) => `--accept-removals ${dataset}`);
  throw new UserError(`the load would remove ${counts.join(', ')}: nothing was loaded`, {
    hint: `If the source really no longer has them, load again with ${options.join(' ')}.`,
  });
}
