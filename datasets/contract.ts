import type { Column, Person, ValueOf } from './columns.ts';
import type { ruleSeverities } from './vocabularies.ts';

/** Entities and relations change; facts are measured; events and documents only arrive. */
export type DatasetKind = 'entity' | 'relation' | 'fact' | 'event' | 'document';

/**
 * How a row belongs to a school. Row access here and in Lake Formation can only compare a column with a
 * constant, so a row either carries its school, belongs to all of them, or reaches it over one bridge dataset
 * (`through` holds `school_id` and `on`, a column that names the same person or thing in both).
 */
export type Scope =
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'bridge'; readonly through: string; readonly on: string }
  | { readonly kind: 'shared' };

/**
 * What becomes of a broken rule. `warning`: it is told. `error`: it is told, and the data owner must act on it.
 * `quarantine`: the row is refused before the ledger. `hold`: the curated table stays as it was before its next
 * commit would break the rule, until it would not or somebody accepts it.
 */
export type Severity = (typeof ruleSeverities)[number];

/** A rule that rows should keep. What is missing breaks none but `complete`. */
export type QualityRule = { readonly name: string; readonly severity: Severity } & (
  | { readonly kind: 'between'; readonly column: string; readonly min?: string; readonly max?: string }
  | { readonly kind: 'ordered'; readonly first: string; readonly second: string }
  | { readonly kind: 'unique'; readonly columns: readonly string[] }
  | { readonly kind: 'complete'; readonly column: string; readonly share: number }
  | { readonly kind: 'resolves'; readonly column: string }
  /** A query for what breaks the rule, over datasets by their names, in SQL that Athena and Spark both know. */
  | { readonly kind: 'sql'; readonly meaning: string; readonly es: string; readonly query: string }
);

/** How long rows are kept: an ISO 8601 period counted from a date or timestamp column, or from the deletion. */
export interface Retention {
  readonly period: string;
  readonly from: string | 'deletion';
}

export interface DatasetDefinition {
  readonly name: string;
  readonly kind: DatasetKind;
  /** Raised with every change of meaning or shape; travels with each change event. */
  readonly version: number;
  /** One English sentence: what one row is. */
  readonly meaning: string;
  /** Spanish label. */
  readonly es: string;
  /** Name of the one text column that identifies a row. */
  readonly key: string;
  readonly columns: Readonly<Record<string, Column>>;
  /** Columns that name the person a row is about, by kind of person. */
  readonly subjects: Partial<Readonly<Record<Person, string>>>;
  /** What erasing one of them does to the row, where that is not to delete it. */
  readonly erasure?: Partial<Readonly<Record<Person, 'anonymise' | 'keep'>>>;
  readonly scope: Scope;
  readonly quality: readonly QualityRule[];
  /** ISO 8601 duration within which a write should be searchable. */
  readonly freshness: string;
  readonly retention: Retention;
}

/** The description of one dataset: the only place where it is described. */
export interface Contract<C extends Readonly<Record<string, Column>> = Readonly<Record<string, Column>>>
  extends DatasetDefinition {
  readonly columns: C;
}

type Cell<C> =
  C extends Column<infer T>
    ? C extends { vocabulary: readonly (infer V extends string)[] }
      ? T extends { kind: 'text' }
        ? V | `ext:${string}`
        : ValueOf<T>
      : ValueOf<T>
    : never;

/** The row type of a contract: `Row<typeof students>`. */
export type Row<D extends { readonly columns: Readonly<Record<string, Column>> }> = {
  readonly [K in keyof D['columns']]: D['columns'][K] extends { readonly optional: true }
    ? Cell<D['columns'][K]> | null
    : Cell<D['columns'][K]>;
};

/** A row whose contract is only known at run time. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** States a contract. The definition is only typed here; `checkContracts` refuses what contradicts itself. */
export function defineDataset<const D extends DatasetDefinition>(
  definition: D & { readonly key: keyof D['columns'] },
): D {
  return definition;
}
