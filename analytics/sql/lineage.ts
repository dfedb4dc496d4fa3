/** A column that a value comes from, or that decides whether its row is there. */
export interface ColumnSource {
  /** Qualified: `curated.students`. */
  readonly table: string;
  readonly column: string;
  /** `identity`: as it is; `derived`: through an expression; `aggregated`: over many rows. */
  readonly how: 'identity' | 'derived' | 'aggregated';
}

export type Sources = readonly ColumnSource[];

const strength = { identity: 0, derived: 1, aggregated: 2 } as const;

/** Each column once, as what it is at most. */
export function mergeSources(...lists: readonly Sources[]): Sources {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length <= 1) return filled[0] ?? [];
  const merged = new Map<string, ColumnSource>();
  for (const source of filled.flat()) {
    const key = `${source.table}.${source.column}`;
    const known = merged.get(key);
    if (!known || strength[known.how] < strength[source.how]) merged.set(key, source);
  }
  return [...merged.values()];
}

export const sourcesAs = (how: ColumnSource['how'], sources: Sources): Sources =>
  sources.map((source) => (strength[source.how] < strength[how] ? { ...source, how } : source));
