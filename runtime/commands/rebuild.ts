import { catalog, contractOf } from '../../datasets/catalog.ts';
import type { Contract } from '../../datasets/contract.ts';
import { compileMapping } from '../../ingestion/mapping/compile.ts';
import { legacyMappings } from '../../ingestion/mapping/legacy/all.ts';
import { mappingsInto } from '../../ingestion/oneroster/rows.ts';
import { postgresReaders } from '../../ingestion/postgres/readers.ts';
import { rebuildTable } from '../../lake/curation/rebuild.ts';
import type { Tools, WriterCommand } from '../command.ts';
import type { Platform } from '../platform.ts';
import { type MappingsOf, recoverRows } from '../rebuild.ts';
import { inTurn } from '../turns.ts';

export interface RebuildArgs {
  /** All of the catalog, if it is empty. */
  readonly datasets: readonly string[];
  /** The index of the query cluster instead of the curated table. */
  readonly index: boolean;
}

export interface DatasetRebuilt {
  readonly dataset: string;
  /** Rows that gained columns or values from what was kept of their source. */
  readonly recovered: number;
  /** Rows of what was rebuilt. */
  readonly rows: number;
}

/** Makes curated tables anew out of the raw zone, or indexes out of the ledger, and swaps them for the live ones. */
export const rebuild: WriterCommand<RebuildArgs, readonly DatasetRebuilt[]> = (platform, args, tools) => {
  const names = args.datasets.length > 0 ? args.datasets : Object.keys(catalog);
  return inTurn(platform.stores, () => rebuildAll(platform, names.map(contractOf), args.index, tools));
};

async function rebuildAll(
  { stores, pipeline }: Platform,
  contracts: readonly Contract[],
  index: boolean,
  { progress, signal }: Tools,
): Promise<DatasetRebuilt[]> {
  const results: DatasetRebuilt[] = [];
  for (const [done, contract] of contracts.entries()) {
    const { name } = contract;
    signal.throwIfAborted();
    progress({ step: `rebuilding ${name}`, done, total: contracts.length });
    const recovered = await recoverRows(stores.ledger, contract, mappingsOf, signal);
    if (index) {
      await stores.query.rebuild([name]);
      results.push({ dataset: name, recovered, rows: stores.ledger.counts().get(name) ?? 0 });
    } else {
      // Only as far as the raw zone: a table that cannot be merged into is what a rebuild mends.
      await pipeline.stages.find((stage) => stage.name === 'raw')?.settle(stores.ledger.head());
      const { rows } = await rebuildTable(contract, stores);
      results.push({ dataset: name, recovered, rows });
    }
  }
  await pipeline.settle();
  return results;
}

const mappingsOf: MappingsOf = (kind, dataset) => {
  if (kind === 'postgres') {
    return legacyMappings
      .filter((mapping) => mapping.dataset === dataset)
      .map((mapping) => compileMapping(mapping, contractOf(dataset), postgresReaders));
  }
  return kind === 'oneroster' ? mappingsInto(dataset) : [];
};
