import { UserError } from '../../base/errors.ts';
import { contractOf } from '../../datasets/catalog.ts';
import { heldBy } from '../../lake/curation/held.ts';
import { discardUndone, resumeDataset } from '../../lake/curation/hold.ts';
import { acceptObjection } from '../../lake/curation/objection.ts';
import { countUndone } from '../../lake/curation/undone.ts';
import { curatedDir } from '../../lake/dirs.ts';
import { currentSnapshot } from '../../lake/iceberg/metadata.ts';
import { type Moment, openTable } from '../../lake/iceberg/versions.ts';
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

/** Lets a dataset that is held follow its changes again, and waits until it has caught up. */
export const resume: WriterCommand<ResumeArgs, Resumed> = async (
  { stores, pipeline },
  { dataset, discard },
  { progress },
) => {
  const { dirs, engine, clock } = stores;
  const from = await factsNow();
  const undone = await countUndone(contractOf(dataset), dirs, engine);
  await letGo(curatedDir(dirs, dataset), dataset, discard, { now: clock.now() });
  progress({ step: `bringing ${dataset} up to date` });
  await pipeline.settle();
  return { dataset, discarded: discard, undone, from, to: await factsNow() };

  async function factsNow(): Promise<SnapshotFacts | null> {
    const snapshot = currentSnapshot((await tableOf(dirs, dataset)).metadata);
    return snapshot && factsOf(snapshot);
  }
};

/** A rollback is undone or confirmed; what a rule keeps back is taken as it is. */
async function letGo(dir: string, dataset: string, discard: boolean, moment: Moment): Promise<void> {
  const table = await openTable(dir);
  if (!table || heldBy(table.metadata) !== 'rule') {
    await (discard ? discardUndone : resumeDataset)(dir, moment);
    return;
  }
  if (discard) {
    throw new UserError(
      `${dataset} is held by a rule: there is no rollback whose changes could be discarded`,
      {
        hint: `Mend the rows at their source, or take them as they are: aljibe dataset resume ${dataset}.`,
      },
    );
  }
  await acceptObjection(dir, dataset, moment);
}
