import { contractOf } from '../../datasets/catalog.ts';
import { rollbackDataset } from '../../lake/curation/hold.ts';
import { countUndone } from '../../lake/curation/undone.ts';
import { curatedDir } from '../../lake/dirs.ts';
import { currentSnapshot } from '../../lake/iceberg/metadata.ts';
import { factsOf, type SnapshotFacts } from '../../lake/sql/history.ts';
import { parseMoment, resolveSnapshot } from '../../lake/sql/moments.ts';
import { tableOf } from '../../lake/sql/tables.ts';
import type { WriterCommand } from '../command.ts';

export interface RollbackArgs {
  readonly dataset: string;
  /** Moment of the dataset, as a person names it. */
  readonly to: string;
}

export interface RolledBack {
  readonly dataset: string;
  readonly from: SnapshotFacts;
  readonly to: SnapshotFacts;
  /** Keys in which the dataset differs from its source now, at most. */
  readonly undone: number;
}

/** Takes a curated dataset back and holds it there. */
export const rollback: WriterCommand<RollbackArgs, RolledBack> = async ({ stores }, { dataset, to }) => {
  const { dirs, engine, clock } = stores;
  const table = await tableOf(dirs, dataset);
  const target = resolveSnapshot(table, dataset, parseMoment(to));
  await rollbackDataset(curatedDir(dirs, dataset), target['snapshot-id'], { now: clock.now() });
  return {
    dataset,
    from: factsOf(currentSnapshot(table.metadata) ?? target),
    to: factsOf(target),
    undone: await countUndone(contractOf(dataset), dirs, engine),
  };
};
