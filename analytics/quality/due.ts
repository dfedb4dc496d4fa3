import type { Measurement } from './plan.ts';

/** Present snapshot by dataset; none where nothing was curated yet. */
export type Snapshots = ReadonlyMap<string, string>;

/** Whether the rows of a dataset with rules, or others that these read, are others than they were. */
export function isDue(
  dataset: string,
  rules: readonly Pick<Measurement, 'reads'>[],
  before: Snapshots | undefined,
  now: Snapshots,
): boolean {
  if (rules.length === 0 || !now.has(dataset)) return false;
  return [dataset, ...rules.flatMap(({ reads }) => reads)].some(
    (read) => now.get(read) !== before?.get(read),
  );
}
