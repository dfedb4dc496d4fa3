import { openBundle } from '../../ingestion/oneroster/bundle/bundle.ts';
import { applyLoad, type LoadResult } from '../../ingestion/oneroster/load/apply.ts';
import { type LoadOptions, planLoad } from '../../ingestion/oneroster/load/plan.ts';
import type { WriterCommand } from '../command.ts';

export interface LoadOnerosterArgs extends LoadOptions {
  /** Absolute, since the command may run in another process. */
  readonly path: string;
}

/** Loads a bundle and waits until its rows are in the lake and the query cluster. */
export const loadOneroster: WriterCommand<LoadOnerosterArgs, LoadResult> = async (
  { stores, pipeline },
  { path, ...options },
  { progress, signal },
) => {
  progress({ step: 'reading the bundle' });
  const bundle = await openBundle(path);
  let result: LoadResult;
  try {
    const plan = await planLoad(bundle, stores.ledger, options);
    result = await applyLoad(plan, bundle, stores.ledger, { progress, signal });
  } finally {
    bundle.close();
  }
  progress({ step: 'bringing the rows into the lake and the query cluster' });
  await pipeline.settle();
  return result;
};
