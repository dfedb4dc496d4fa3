/** A value as written. Numbers, dates and instants are their text: their column says how to read them. */
export type Literal = string | boolean;

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/**
 * A condition on one row. Logic has two values: a comparison with a missing value does not hold (not even `!=`),
 * and `not` is the plain complement, so `not (grade = '09')` also takes the rows without a grade.
 * A `path` is a column, or a column and the fields of its struct, joined by dots.
 */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  | {
      readonly kind: 'compare';
      readonly path: string;
      readonly operator: Comparison;
      readonly value: Literal;
    }
  | { readonly kind: 'in'; readonly path: string; readonly values: readonly Literal[] }
  | { readonly kind: 'null'; readonly path: string }
  /** The value begins so; accents and case do not count where full text reads the column. */
  | { readonly kind: 'prefix'; readonly path: string; readonly value: string }
  /** Some item of the list is this value. */
  | { readonly kind: 'contains'; readonly path: string; readonly value: Literal }
  /** Every word begins a word of these columns (or of all that full text reads), or has its stem in long text. */
  | { readonly kind: 'text'; readonly words: string; readonly columns?: readonly string[] }
  /** Some related row satisfies the condition; without one, some related row is there. */
  | { readonly kind: 'has'; readonly relation: string; readonly where?: Filter };

export interface Sort {
  readonly path: string;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last';
}

/** How often each value occurs among all rows that are found; the most frequent first. */
export interface Facet {
  readonly path: string;
  readonly limit?: number;
}

/** Related rows to attach to each row that is found. */
export interface Include {
  readonly relation: string;
  readonly where?: Filter;
  readonly sort?: readonly Sort[];
  readonly limit?: number;
  readonly include?: readonly Include[];
}

export interface Query {
  readonly dataset: string;
  /** What somebody typed into the search box; rows are ranked by it unless `sort` says otherwise. */
  readonly text?: string;
  readonly where?: Filter;
  /** The key breaks ties, and is the order when nothing else is asked. */
  readonly sort?: readonly Sort[];
  readonly facets?: readonly Facet[];
  readonly include?: readonly Include[];
  readonly limit?: number;
  /** The cursor of the page before. */
  readonly after?: string;
  /** Also count all rows that are found. */
  readonly total?: boolean;
}
