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

/** The datasets with rules whose rows, or the rows that these must be found in, are others than they were. */
export function dueDatasets(contracts: readonly Contract[], before: Snapshots, now: Snapshots): Contract[] {
  return contracts.filter(
    (contract) =>
      contract.quality.length > 0 &&
      now.has(contract.name) &&
      readByRules(contract).some((name) => now.get(name) !== before.get(name)),
  );
}
