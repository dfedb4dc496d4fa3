import type { GivenFile } from '../../ingestion/tables/file/tableFile.ts';
import { applyTables, type TableResult } from '../../ingestion/tables/load/apply.ts';
import { planTables, type TableOptions } from '../../ingestion/tables/load/plan.ts';
import { findMapping } from '../../ingestion/tables/mapping/find.ts';
import type { WriterCommand } from '../command.ts';

export interface LoadTableArgs extends TableOptions {
  readonly files: readonly GivenFile[];
  /** Name of a mapping that comes with Aljibe, or the absolute path of one in JSON. */
  readonly mapping: string;
}

/** Loads files of rows and waits until the rows are in the lake and the query cluster. */
export const loadTable: WriterCommand<LoadTableArgs, TableResult> = async (
  { stores, pipeline },
  { files, mapping, ...options },
  { progress, signal },
) => {
  progress({ step: 'reading the files' });
  const plan = await planTables(files, findMapping(mapping), stores.ledger, options);
  const result = await applyTables(plan, stores.ledger, { progress, signal });
  progress({ step: 'bringing the rows into the lake and the query cluster' });
  await pipeline.settle();
  return result;
};
