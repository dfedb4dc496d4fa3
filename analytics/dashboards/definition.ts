import type { ColumnOf, NumberOf, ViewName } from './columns.ts';

/** What people read, in both languages of the portal. */
export interface Words {
  readonly en: string;
  readonly es: string;
}

/**
 * How a value is written. `percent` takes a share from 0 to 1; `weekday` ISO's 1 to 7; `school year` the calendar
 * year in which it ends; `tenth` 0 to 9 of a scale of a hundred; `band` a range of percent, `80-90`;
 * `word` a term of a vocabulary, which has its translation in words.ts.
 */
export type Format =
  | 'text'
  | 'word'
  | 'school year'
  | 'tenth'
  | 'band'
  | 'weekday'
  | 'date'
  | 'month'
  | 'instant'
  | 'count'
  | 'decimal'
  | 'percent';

type Constant = string | number | boolean;

/** Rows in which each of these columns has the value, or one of the values. */
export type Where<V extends ViewName = ViewName> = {
  readonly [C in ColumnOf<V>]?: Constant | readonly Constant[];
};

/** What is computed of the rows that one mark stands for. */
export type Aggregate<V extends ViewName = ViewName> = { readonly where?: Where<V> } & (
  | { readonly fn: 'count' | 'distinct' | 'min' | 'max'; readonly column: ColumnOf<V> }
  | { readonly fn: 'sum' | 'average'; readonly column: NumberOf<V> }
);

export type Measure<V extends ViewName = ViewName> =
  | Aggregate<V>
  /** `ratio`: part / whole; `rest`: 1 - part / whole; `difference`: whole - part. */
  | {
      readonly fn: 'ratio' | 'rest' | 'difference';
      readonly part: Aggregate<V>;
      readonly whole: Aggregate<V>;
    };

export interface Value<V extends ViewName = ViewName> {
  /** Default: that of the visual. */
  readonly title?: Words;
  readonly format: Format;
  readonly measure: Measure<V>;
}

/** A column by which rows are told apart. `label` is another column, which people read in its place. */
export interface Dimension<V extends ViewName = ViewName> {
  readonly column: ColumnOf<V>;
  readonly label?: ColumnOf<V>;
  readonly title: Words;
  readonly format: Format;
  /** Dates are taken together by the first day of their week or month. */
  readonly bucket?: 'week' | 'month';
}

interface Shown<V extends ViewName> {
  /** Unlike that of every other visual of the dashboard; plain, since it stands in addresses. */
  readonly id: string;
  readonly title: Words;
  /** How the figures came about, for whoever asks. */
  readonly note?: Words;
  readonly view: V;
  readonly where?: Where<V>;
}

/** What a click on a mark or row opens: a page, with the filters set whose columns the visual shows. */
interface Drill {
  readonly drill?: string;
}

/** One figure. */
export interface Kpi<V extends ViewName = ViewName> extends Shown<V>, Value<V> {
  readonly kind: 'kpi';
  readonly title: Words;
}

export interface Bar<V extends ViewName = ViewName> extends Shown<V>, Drill {
  readonly kind: 'bar' | 'stacked bar';
  readonly by: Dimension<V>;
  /** Several values, or one of them split by a second dimension. */
  readonly values: readonly Value<V>[];
  readonly split?: Dimension<V>;
  /** In the order of the categories, or the largest first. */
  readonly sort?: 'value';
  /** At most so many categories. */
  readonly limit?: number;
}

export interface Line<V extends ViewName = ViewName> extends Shown<V> {
  readonly kind: 'line';
  readonly by: Dimension<V>;
  readonly values: readonly Value<V>[];
  readonly split?: Dimension<V>;
}

export interface HeatMap<V extends ViewName = ViewName> extends Shown<V>, Value<V>, Drill {
  readonly kind: 'heat map';
  readonly title: Words;
  readonly rows: Dimension<V>;
  readonly columns: Dimension<V>;
}

export interface Table<V extends ViewName = ViewName> extends Shown<V>, Drill {
  readonly kind: 'table';
  /** Rows of the view as they are. */
  readonly fields: readonly Dimension<V>[];
  readonly sort: readonly { readonly column: ColumnOf<V>; readonly descending?: boolean }[];
  readonly limit: number;
}

export type Visual<V extends ViewName = ViewName> = Kpi<V> | Bar<V> | Line<V> | HeatMap<V> | Table<V>;

/**
 * A choice that holds for every visual of a page whose view has the column. A `subject` is set by a drill only:
 * there are too many students to choose from.
 */
export interface Filter<V extends ViewName = ViewName> {
  readonly id: string;
  readonly title: Words;
  readonly kind: 'choice' | 'subject';
  /** View that lists what can be chosen. */
  readonly view: V;
  readonly column: ColumnOf<V>;
  readonly label?: ColumnOf<V>;
  readonly format: Format;
  /** Where nothing is chosen the largest value holds; else all of them. */
  readonly initially?: 'latest';
}

export interface Page {
  readonly id: string;
  readonly title: Words;
  /** Ids of the filters that hold on it. */
  readonly filters: readonly string[];
  readonly visuals: readonly Visual[];
}

export interface Dashboard {
  readonly id: string;
  readonly title: Words;
  /** One sentence: what question it answers, and for whom. */
  readonly meaning: Words;
  readonly filters: readonly Filter[];
  /** The first one is where people begin; the others are reached by drills. */
  readonly pages: readonly Page[];
}

/** What is chosen: values by the id of their filter. Nothing is chosen where there is no value. */
export type Chosen = Readonly<Record<string, readonly string[]>>;
