import { contractOf } from '../../datasets/catalog.ts';
import { discardUndone, resumeDataset } from '../../lake/curation/hold.ts';
import { countUndone } from '../../lake/curation/undone.ts';
import { curatedDir } from '../../lake/dirs.ts';
import { currentSnapshot } from '../../lake/iceberg/metadata.ts';
import { factsOf, type SnapshotFacts } from '../../lake/sql/history.ts';
import { tableOf } from '../../lake/sql/tables.ts';
import type { WriterCommand } from '../command.ts';

export interface ResumeArgs {
  readonly dataset: string;
  /** Go on behind the changes that the rollback undid, instead of applying them. */
  readonly discard: boolean;
}

export interface Resumed {
  readonly dataset: string;
  readonly discarded: boolean;
  /** Keys of the changes that the rollback undid: applied again, or discarded. */
  readonly undone: number;
  /** While it was held. */
  readonly from: SnapshotFacts | null;
  /** With everything that waited. */
  readonly to: SnapshotFacts | null;
}

/** Lets a dataset that was rolled back follow its changes again, and waits until it has caught up. */
export const resume: WriterCommand<ResumeArgs, Resumed> = async (
  { stores, pipeline },
  { dataset, discard },
  { progress },
) => {
  const { dirs, engine, clock } = stores;
  const from = await factsNow();
  const undone = await countUndone(contractOf(dataset), dirs, engine);
  const go = discard ? discardUndone : resumeDataset;
  await go(curatedDir(dirs, dataset), { now: clock.now() });
  progress({ step: `bringing ${dataset} up to date` });
  await pipeline.settle();
  return { dataset, discarded: discard, undone, from, to: await factsNow() };

  async function factsNow(): Promise<SnapshotFacts | null> {
    const snapshot = currentSnapshot((await tableOf(dirs, dataset)).metadata);
    return snapshot && factsOf(snapshot);
  }
};
