/**
 * What a change means for whoever uses what it changes, the mildest first. `wording`: texts that people read.
 * `additive`: what was there stays as it is. `widening`: values or rows may come that could not before.
 * `privacy`: other people may see other things, or something is kept longer or otherwise. `breaking`: something that
 * worked does no longer.
 */
export const changeKinds = ['wording', 'additive', 'widening', 'privacy', 'breaking'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface Change {
  /** `students`, `students.birth_date`, `marts.stays.grade`, `dashboards.usage`, `roles.analyst`. */
  readonly place: string;
  /** In words that fit behind the place. */
  readonly what: string;
  readonly kind: ChangeKind;
  /** Why it cannot be applied, and what to do instead. */
  readonly problem?: string;
  /** Which rows it concerns. */
  readonly concerns?: Concerned;
}

/** Rows of a dataset as it was: all of them, or those of a condition in Athena's SQL. */
export interface Concerned {
  readonly dataset: string;
  readonly where?: string;
}

/** Kinds that nobody has to be asked about: nothing is lost, and nobody sees anything else. */
export const isHarmless = ({ kind, problem }: Change): boolean =>
  problem === undefined && (kind === 'wording' || kind === 'additive' || kind === 'widening');

/** Equal as data, whether or not one of them was written to a file and read again. */
export const isSame = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

const canonical = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, item) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );

/** The members of two records by name: those that went, that came, and that are in both. */
export function paired<T>(before: Readonly<Record<string, T>>, after: Readonly<Record<string, T>>) {
  const has = (record: Readonly<Record<string, T>>, name: string) => Object.hasOwn(record, name);
  return {
    gone: Object.keys(before).filter((name) => !has(after, name)),
    come: Object.keys(after).filter((name) => !has(before, name)),
    both: Object.keys(after)
      .filter((name) => has(before, name))
      .map((name) => ({ name, before: before[name] as T, after: after[name] as T })),
  };
}

/** The same of lists whose members have names. */
export const byName = <T>(list: readonly T[], nameOf: (item: T) => string): Record<string, T> =>
  Object.fromEntries(list.map((item) => [nameOf(item), item]));
