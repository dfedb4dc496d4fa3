import type { Contract } from '../../datasets/contract.ts';
import type { SearchedField } from '../text/searched.ts';
import type { Comparison, Literal } from './ast.ts';
import type { Field } from './fields.ts';
import type { Relation } from './relations.ts';

/** Folded words to find, and the fields to find them in. Without a word nothing is found. */
export interface BoundText {
  readonly words: readonly string[];
  readonly fields: readonly SearchedField[];
}

/** A filter that its contracts have approved: fields and relations are found, values are canonical. */
export type BoundFilter =
  | { readonly kind: 'and' | 'or'; readonly of: readonly BoundFilter[] }
  | { readonly kind: 'not'; readonly of: BoundFilter }
  | {
      readonly kind: 'compare';
      readonly field: Field;
      readonly operator: Comparison;
      readonly value: Literal;
    }
  | { readonly kind: 'in'; readonly field: Field; readonly values: readonly Literal[] }
  | { readonly kind: 'null'; readonly field: Field }
  /** `value` is folded where the field is compared by its words. */
  | { readonly kind: 'prefix'; readonly field: Field; readonly value: string }
  | { readonly kind: 'contains'; readonly field: Field; readonly value: Literal }
  | ({ readonly kind: 'text' } & BoundText)
  | { readonly kind: 'has'; readonly relation: Relation; readonly where: BoundFilter | null };

export interface BoundSort {
  readonly field: Field;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last';
}

export interface BoundFacet {
  readonly field: Field;
  readonly limit: number;
}

export interface BoundInclude {
  readonly relation: Relation;
  readonly where: BoundFilter | null;
  /** Ends with the key. */
  readonly sort: readonly BoundSort[];
  readonly limit: number;
  readonly include: readonly BoundInclude[];
}

/** A query ready for an engine. */
export interface BoundQuery {
  readonly contract: Contract;
  readonly text: BoundText | null;
  readonly where: BoundFilter | null;
  /** Rank by `text` before everything in `sort`. */
  readonly ranked: boolean;
  /** Ends with the key. */
  readonly sort: readonly BoundSort[];
  readonly facets: readonly BoundFacet[];
  readonly include: readonly BoundInclude[];
  readonly limit: number;
  /** Rank (if ranked) and sort values of the last row of the page before. */
  readonly after: readonly unknown[] | null;
  readonly total: boolean;
}
