/** A column of a table. */
export interface Column {
  readonly name: string;
  /** As PostgreSQL writes it: `numeric(5,2)`. */
  readonly type: string;
  /** Number and modifier of the type, which stay when the type is renamed. */
  readonly typeId: string;
}

/** How a table of the monolith has changed its shape, and what that means here. */
export interface Drift {
  readonly kind: 'drift';
  readonly table: string;
  readonly column: string;
  readonly change: 'added' | 'dropped' | 'retyped';
  /** Types before and after; null where there is none. */
  readonly before: string | null;
  readonly after: string | null;
  /** A mapped column is one that a dataset is made of. */
  readonly mapped: boolean;
  /** What a person should do about it. */
  readonly todo: string;
}

/** The differences between two shapes of a table, in the order of their columns. */
export function driftBetween(
  table: string,
  before: readonly Column[],
  after: readonly Column[],
  isMapped: (column: string) => boolean,
): Drift[] {
  const earlier = new Set(before.map(({ name }) => name));
  const later = new Map(after.map((column) => [column.name, column]));
  const drift = (column: string, change: Drift['change'], was: string | null, is: string | null): Drift => {
    const mapped = isMapped(column);
    return {
      kind: 'drift',
      table,
      column,
      change,
      before: was,
      after: is,
      mapped,
      todo: todo(change, mapped),
    };
  };
  const changed = before.flatMap(({ name, type, typeId }) => {
    const now = later.get(name);
    if (!now) return [drift(name, 'dropped', type, null)];
    return now.typeId === typeId || now.type === type ? [] : [drift(name, 'retyped', type, now.type)];
  });
  const added = after.filter(({ name }) => !earlier.has(name));
  return [...changed, ...added.map(({ name, type }) => drift(name, 'added', null, type))];
}

function todo(change: Drift['change'], mapped: boolean): string {
  if (change === 'added') {
    return mapped
      ? 'Nothing: the mapping knows it. Rows that are not written again keep what they have; a new snapshot reads them.'
      : 'It is kept in `extra`. Mark it `secret` in the mapping if it must not be; map it if a dataset should have it.';
  }
  if (change === 'retyped') {
    return 'Values are read by the contract as before. Rows that the change rewrote are not sent again: check with `aljibe parity`.';
  }
  return mapped
    ? 'Known rows keep their value and new rows have none. Map its new name, or map it no more, and start with --resnapshot.'
    : 'Nothing: no dataset is made of it.';
}
