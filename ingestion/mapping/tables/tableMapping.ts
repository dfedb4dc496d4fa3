import type { FieldRule, Mapping } from '../mapping.ts';

type ColumnRule = Extract<FieldRule, { readonly column: string }>;
export type Codes = NonNullable<ColumnRule['codes']>;

/**
 * How a contract column is read from a row of a table: as from any source, or by what only tables need. The columns
 * that a template names may have any name without braces; a template is null where one of them is empty.
 */
export type TableRule =
  | FieldRule
  /** Several columns that only together have a meaning. */
  | { readonly template: string; readonly codes: Codes }
  /** Column `take` of the present row of another dataset whose key the template `key` makes; null without one. */
  | { readonly lookup: string; readonly key: string; readonly take: string };

/** One dataset that a file fills. */
export interface Feed extends Pick<Mapping, 'dataset' | 'when' | 'deletedWhen' | 'occurredAt'> {
  readonly fields: Readonly<Record<string, TableRule>>;
  /**
   * Many rows tell of one thing, such as the section of many marks: repeats are expected, a row without its key tells
   * of none, and what else stands in a row is not about it.
   */
  readonly derived?: boolean;
  /** What the file lacks is gone. Without it a load only adds and corrects. */
  readonly snapshot?: boolean;
}

/** One kind of file, and what becomes of its rows. */
export interface FileMapping {
  /** Name without folder and ending, in any case; `*` stands for any characters. */
  readonly file: string;
  /**
   * Forms of dates and times beside ISO 8601, put together from YYYY, MMM (English), MM, M, DD, D, HH, H, mm, ss, S
   * (fraction), A (AM or PM) and Z (offset), tried in order.
   */
  readonly dates?: readonly string[];
  /** IANA zone of times that name none. */
  readonly zone?: string;
  /** What stands before the fraction of a number; a point without. */
  readonly decimalMark?: '.' | ',';
  /** Texts that stand for nothing, as an empty cell does: `NULL`, `N/A`. */
  readonly nulls?: readonly string[];
  /** Columns that never leave the file. Columns that are called like a password never do. */
  readonly secret?: readonly string[];
  readonly feeds: readonly Feed[];
}

/**
 * What becomes of the files that one system exports. Data, so that it can be written in JSON as well. Files are loaded
 * in this order, each kind after those that it looks rows up from.
 */
export interface TableMapping {
  /** Also the name of the source, behind `table:`. */
  readonly name: string;
  /** Raised with every change of the mapping; travels with each change event. */
  readonly version: number;
  readonly files: readonly FileMapping[];
}
