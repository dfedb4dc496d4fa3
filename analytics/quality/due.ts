import type { Contract } from '../../datasets/contract.ts';

/** What a dataset's rules read: itself, and what its columns must be found in. */
export function readByRules({ name, columns, quality }: Contract): readonly string[] {
  const found = quality.flatMap((rule) => {
    const other = rule.kind === 'resolves' ? columns[rule.column]?.references : undefined;
    return other === undefined ? [] : [other];
  });
  return [...new Set([name, ...found])];
}

/** Present snapshot by dataset; none where nothing was curated yet. */
export type Snapshots = ReadonlyMap<string, string>;

/** Whether the rows of a dataset with rules, or the rows that these must be found in, are others than they were. */
export function isDue(contract: Contract, before: Snapshots | undefined, now: Snapshots): boolean {
  const { name, quality } = contract;
  if (quality.length === 0 || !now.has(name)) return false;
  return readByRules(contract).some((read) => now.get(read) !== before?.get(read));
}
