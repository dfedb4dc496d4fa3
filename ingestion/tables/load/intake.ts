import type { Outcome, Rejection, SourceChange } from '../../ledger/change.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Source } from '../../ledger/sources.ts';

/** What became of the rows of a dataset; `added` are those whose keys were not there. */
export type Sum = Outcome & { added: number };

const none: Sum = { added: 0, accepted: 0, unchanged: 0, stale: 0, deleted: 0, quarantined: 0 };

/** Rows in one transaction of the ledger. */
const batchSize = 5_000;

/** Gathers what is offered into transactions, and adds up what became of it. */
export function openIntake(ledger: Ledger, source: Source) {
  const pending = new Map<string, { changes: SourceChange[]; rejections: Rejection[] }>();
  const sums = new Map<string, Sum>();
  const liveRows = (dataset: string) => ledger.counts().get(dataset) ?? 0;

  function flush(dataset: string): void {
    const batch = pending.get(dataset);
    if (!batch) return;
    pending.delete(dataset);
    // Counted around each batch: other sources may write between two of them.
    const before = liveRows(dataset);
    const outcome = ledger.accept(source, batch);
    const became: Sum = { ...outcome, added: liveRows(dataset) - before + outcome.deleted };
    const sum = { ...(sums.get(dataset) ?? none) };
    for (const name of Object.keys(sum) as (keyof Sum)[]) sum[name] += became[name];
    sums.set(dataset, sum);
  }

  return {
    sumOf: (dataset: string): Sum => sums.get(dataset) ?? none,
    take(dataset: string, { change, rejection }: { change?: SourceChange; rejection?: Rejection }): void {
      const batch = pending.get(dataset) ?? { changes: [], rejections: [] };
      pending.set(dataset, batch);
      if (change) batch.changes.push(change);
      if (rejection) batch.rejections.push(rejection);
      if (batch.changes.length + batch.rejections.length >= batchSize) flush(dataset);
    },
    flush(): void {
      for (const dataset of [...pending.keys()]) flush(dataset);
    },
  };
}
