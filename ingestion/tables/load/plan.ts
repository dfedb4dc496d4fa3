import { UserError } from '../../../base/errors.ts';
import { catalog } from '../../../datasets/catalog.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { TableMapping } from '../../mapping/tables/tableMapping.ts';
import type { Removals } from '../../oneroster/load/plan.ts';
import type { GivenFile } from '../file/tableFile.ts';
import type { LookUp } from '../rows/fields.ts';
import { type Input, openInputs } from './inputs.ts';
import { type Keys, type Survey, survey } from './survey.ts';

export interface TableOptions {
  /** Name of the source behind `table:`; the mapping's own without. */
  readonly source?: string;
  /** Share of a dataset's rows, 0 to 1, that a snapshot may remove unasked. */
  readonly maxRemovals?: number;
  /** Datasets of which this load may remove any share. */
  readonly acceptRemovals?: readonly string[];
}

const defaultMaxRemovals = 0.2;

export interface TableDatasetPlan {
  readonly dataset: string;
  /** Keys with a good row, or that the files say are gone. */
  readonly keys: number;
  /** Rejected rows, each key once. */
  readonly rejected: number;
  /** Null for all but snapshots. */
  readonly removals: Removals | null;
}

/** What loading files would do, before anything is written. */
export interface TablePlan {
  readonly source: string;
  readonly mapping: string;
  /** In the order in which they are loaded. */
  readonly files: readonly string[];
  /** In the order of the catalog. */
  readonly datasets: readonly TableDatasetPlan[];
  /** What a person should know, in sentences. */
  readonly notes: readonly string[];
  /** What carrying it out needs besides. */
  readonly work: {
    readonly mapping: TableMapping;
    readonly inputs: readonly Input[];
    readonly survey: Survey;
  };
}

/** Where looked up rows come from: the ledger as it is at that moment. */
export function lookUpIn(ledger: Ledger): LookUp {
  return (dataset, key) => ledger.get(dataset, key)?.row ?? null;
}

/**
 * Reads files whole and decides what loading them means; writes nothing. The files of one load are one statement of
 * their source: of several rows of a key the last counts, whatever file it is in. A plan whose removals exceed the
 * bounds says so per dataset; `applyTables` refuses it.
 */
export async function planTables(
  given: readonly GivenFile[],
  mapping: TableMapping,
  ledger: Ledger,
  options: TableOptions = {},
): Promise<TablePlan> {
  const inputs = await openInputs(given, mapping, lookUpIn(ledger));
  const found = await survey(inputs);
  const source = `table:${options.source ?? mapping.name}`;
  const notes = inputs.flatMap(({ naming }) => naming.notes);
  const snapshots = new Set(
    inputs.flatMap(({ compiled }) =>
      compiled.feeds.filter(({ feed }) => feed.snapshot).map(({ feed }) => feed.dataset),
    ),
  );
  const datasets = Object.keys(catalog).flatMap((dataset): TableDatasetPlan[] => {
    const keys = found.keys.get(dataset);
    if (!keys) return [];
    const isSpokenFor = snapshots.has(dataset) && keys.keyless === 0;
    if (snapshots.has(dataset) && !isSpokenFor) {
      notes.push(`${dataset}: nothing is removed, since some rows have no readable key`);
    }
    return [
      {
        dataset,
        keys: keys.changes.size,
        rejected: keys.rejections.size + keys.keyless,
        removals: isSpokenFor ? removalsOf(ledger, source, dataset, keys, options) : null,
      },
    ];
  });
  const files = inputs.map(({ file }) => file.name);
  return { source, mapping: mapping.name, files, datasets, notes, work: { mapping, inputs, survey: found } };
}

function removalsOf(
  ledger: Ledger,
  source: string,
  dataset: string,
  keys: Keys,
  { maxRemovals = defaultMaxRemovals, acceptRemovals = [] }: TableOptions,
): Removals {
  let present = 0;
  let missing = 0;
  for (const { key, source: owner } of ledger.rows(dataset)) {
    if (owner !== source) continue;
    present += 1;
    if (!keys.changes.has(key) && !keys.rejections.has(key)) missing += 1;
  }
  if (missing <= present * maxRemovals) return { present, missing, verdict: 'within bounds' };
  return { present, missing, verdict: acceptRemovals.includes(dataset) ? 'accepted' : 'refused' };
}

/** Refuses a plan that would remove too much, with the counts. */
export function refuseRemovals({ datasets }: TablePlan): void {
  const refused = datasets.flatMap(({ dataset, removals }) =>
    removals?.verdict === 'refused' ? [{ dataset, ...removals }] : [],
  );
  if (refused.length === 0) return;
  const counts = refused.map(
    ({ dataset, present, missing }) =>
      `${missing} of ${present} ${dataset} (${Math.round((100 * missing) / present)} %)`,
  );
  const options = refused.map(({ dataset }) => `--accept-removals ${dataset}`);
  throw new UserError(`the load would remove ${counts.join(', ')}: nothing was loaded`, {
    hint: `If the source really no longer has them, load again with ${options.join(' ')}.`,
  });
}
