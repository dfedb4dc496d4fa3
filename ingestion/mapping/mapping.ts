/**
 * How a contract column is read from a source row. Data, not code: a mapping can be printed, compared and
 * checked against both sides. Every rule names at most the columns it needs, so that a change event that
 * leaves a column out (an unchanged TOAST value) is known to leave the contract column unchanged too.
 */
export type FieldRule =
  /** The source column of this name, read by the contract's type. */
  | string
  | {
      readonly column: string;
      /** Source code -> contract value, applied to each item of a list; what is not listed passes as it is. */
      readonly codes?: Readonly<Record<string, string | boolean | null>>;
      /** Separator of a list that travels in one cell. */
      readonly separator?: string;
      /** IANA zone of a source time that has none. */
      readonly zone?: string;
      /** Value where the source has null or an empty cell. */
      readonly otherwise?: string | boolean;
    }
  /** The same value in every row. */
  | { readonly constant: string | boolean | null }
  /** A text put together from key columns: `{clase_id}-{alumno_id}`. */
  | { readonly template: string };

/** One source table (or file) into one dataset. A table that feeds several has several mappings. */
export interface Mapping {
  readonly table: string;
  readonly dataset: string;
  /** Raised with every change of the mapping; travels with each change event. */
  readonly version: number;
  readonly fields: Readonly<Record<string, FieldRule>>;
  /** Only rows in which this column has one of these values; for the others the dataset has no row. */
  readonly when?: { readonly column: string; readonly in: readonly string[] };
  /** Rows in which this column has one of these values count as deleted (soft deletes, `tobedeleted`). */
  readonly deletedWhen?: { readonly column: string; readonly in: readonly string[] };
  /** Source column with the time of the write, where it has one. */
  readonly occurredAt?: string;
  /** Columns that never leave the source: not in rows, not in `extra`, not in quarantine. */
  readonly secret: readonly string[];
}

/**
 * One row as a source delivers it: every value as text, null for null. A column that is absent was not sent
 * (its value is unchanged).
 */
export type SourceRow = Readonly<Record<string, string | null>>;

/** A value that was mended on the way in, for the counts: `{ column: 'grade', repair: '9 -> 09' }`-like. */
export interface Repair {
  readonly column: string;
  /** What was done, without the value: `padded with a zero`, `unknown value kept as ext:`. */
  readonly repair: string;
}
