import { catalog } from '../datasets/catalog.ts';
import type { Progress } from './handover.ts';
import { type Comparison, compareDatasets } from './parity/compare.ts';
import { openSourceSide } from './parity/source.ts';
import { lakeSide, querySide } from './parity/stores.ts';
import type { Platform } from './platform.ts';

export interface DatasetParity extends Comparison {
  /** Rows at the sources, those in quarantine and those of people who were erased included. */
  readonly source: number;
  readonly quarantined: number;
  /** Rows at the sources of people who were erased here. */
  readonly erased: number;
  readonly equal: boolean;
}

export interface ParityReport {
  readonly equal: boolean;
  readonly datasets: readonly DatasetParity[];
}

/**
 * Compares every dataset between its sources, the lake and the query cluster, while all of them go on working:
 * the sources at one moment, the stores when they have passed it, and again the keys that moved meanwhile.
 */
export async function checkParity(
  platform: Platform,
  { progress, signal }: { readonly progress?: (step: Progress) => void; readonly signal: AbortSignal },
): Promise<ParityReport> {
  const { stores, pipeline, source } = platform;
  progress?.({ step: 'waiting for the source' });
  const expected = await openSourceSide(stores.ledger, source);
  try {
    await pipeline.settle();
    const contracts = Object.values(catalog);
    const { quarantine } = stores.ledger;
    const comparisons = await compareDatasets(contracts, {
      expected,
      stores: [lakeSide(stores.dirs, stores.engine), querySide(stores.state.index)],
      excluded: ({ name }) => quarantine.keys(name),
      begin(contract) {
        signal.throwIfAborted();
        const done = contracts.indexOf(contract);
        progress?.({ step: `comparing ${contract.name}`, done, total: contracts.length });
      },
      async refresh() {
        signal.throwIfAborted();
        progress?.({ step: 'comparing again what moved' });
        await expected.refresh();
        await pipeline.settle();
      },
    });
    const datasets = comparisons.map((comparison): DatasetParity => {
      const quarantined = quarantine.list({ dataset: comparison.dataset }).length;
      const erased = expected.erased(comparison.dataset);
      return {
        ...comparison,
        source: comparison.expected + quarantined + erased,
        quarantined,
        erased,
        equal: comparison.differences.length === 0,
      };
    });
    return { equal: datasets.every(({ equal }) => equal), datasets };
  } finally {
    await expected.close();
  }
}
