import type { DatabaseSync } from 'node:sqlite';
import type { Names } from './names.ts';

/** Live rows by dataset. Counting them reads the whole ledger, so its writer counts once and keeps the score. */
export function openCounts(db: DatabaseSync, names: Names) {
  let score: Map<number, number> | null = null;

  function count(): Map<number, number> {
    const rows = db
      .prepare('SELECT dataset, count(*) AS n FROM entries WHERE deleted = 0 GROUP BY dataset')
      .all();
    return new Map((rows as { dataset: number; n: number }[]).map(({ dataset, n }) => [dataset, n]));
  }

  return {
    /** `afresh` is for readers: somebody else writes. */
    counts(afresh: boolean): Map<string, number> {
      if (afresh || !score) score = count();
      return new Map([...score].filter(([, n]) => n > 0).map(([dataset, n]) => [names.name(dataset), n]));
    },
    /** Called within the transaction that changes a row. */
    change(dataset: number, by: number): void {
      if (by !== 0) score?.set(dataset, (score.get(dataset) ?? 0) + by);
    },
    /** After a rolled back transaction. */
    forget(): void {
      score = null;
    },
  };
}
