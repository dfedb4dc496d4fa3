import { commitWithRetry } from '../iceberg/commit.ts';
import type { FileChange, Operation, Table } from '../iceberg/types.ts';
import type { Moment } from '../iceberg/versions.ts';
import type { Merged } from './merge.ts';
import { discardDataFiles } from './write.ts';

/** A merge that is ready to be committed, and what its snapshot says about itself. */
export interface Prepared {
  readonly merged: Merged;
  readonly summary: Readonly<Record<string, string>>;
  /** Default: what the files say. */
  readonly operation?: Operation;
}

/**
 * Commits a merge. When another commit comes first, the files of the beaten one are removed and the merge is
 * prepared again on the table as it is then.
 * @param prepare answers null when there is nothing to commit (any more)
 */
export async function commitMerge(
  dir: string,
  moment: Moment,
  prepare: (table: Table) => Promise<Prepared | null>,
): Promise<Merged | null> {
  let prepared: Prepared | null = null;
  const plan = async (table: Table): Promise<FileChange | null> => {
    if (prepared) discardDataFiles(table, prepared.merged.add);
    prepared = await prepare(table);
    return prepared && changeOf(prepared);
  };
  await commitWithRetry(dir, plan, moment);
  return (prepared as Prepared | null)?.merged ?? null;
}

function changeOf({ merged: { add, remove }, summary, operation }: Prepared): FileChange {
  return { operation: operation ?? operationOf(add.length, remove.length), add, remove, summary };
}

function operationOf(added: number, removed: number): Operation {
  if (removed === 0) return 'append';
  return added === 0 ? 'delete' : 'overwrite';
}
