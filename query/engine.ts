import { UserError } from '../base/errors.ts';
import type { ChangeEvent } from '../datasets/change.ts';
import type { AnyRow } from '../datasets/contract.ts';
import type { Include, Query } from './language/ast.ts';

/** A row that was found. */
export interface Item {
  readonly row: AnyRow;
  readonly version: number;
  /** Related rows by the name of the relation, as the query asked for them. */
  readonly included: Readonly<Record<string, Related>>;
}

export interface Related {
  readonly items: readonly Item[];
  /** There are more than the limit. */
  readonly more: boolean;
}

export interface FacetCounts {
  readonly path: string;
  /** The most frequent first, equals by value. */
  readonly values: readonly { readonly value: unknown; readonly count: number }[];
  /** Rows without a value. */
  readonly missing: number;
  /** There are more values than the limit. */
  readonly more: boolean;
}

export interface Page {
  readonly items: readonly Item[];
  readonly facets: readonly FacetCounts[];
  /** Rows that are found in all; null unless asked for. */
  readonly total: number | null;
  /** Cursor of the page behind this one; null on the last. */
  readonly next: string | null;
}

/** What asks. Both methods refuse with a UserError what the contracts do not know. */
export interface SearchEngine {
  search(query: Query): Promise<Page>;
  get(dataset: string, key: string, include?: readonly Include[]): Promise<Item | null>;
  close(): Promise<void>;
}

/** What indexes. */
export interface Indexer {
  /** Place on the bus up to which everything is durable here. */
  checkpoint(): number;
  /**
   * Takes the next events of the bus and their last place with them. A change that is not newer than what is
   * there, or than the delete of its key, changes nothing: events may come again.
   */
  apply(events: readonly ChangeEvent[]): Promise<void>;
}

/** A row as a store upstream holds it. */
export interface LiveRow {
  readonly key: string;
  readonly version: number;
  readonly row: AnyRow;
}

/** Fetches the text that was extracted from a document, by its hash; null where there is none. */
export type TextOf = (sha256: string) => Promise<string | null>;

/** These datasets must be indexed anew before they can be searched. */
export class RebuildNeeded extends UserError {
  readonly datasets: readonly string[];

  constructor(reason: string, datasets: readonly string[]) {
    super(`${reason}: ${datasets.join(', ')} must be indexed anew`, {
      hint: 'Any command that writes, such as `aljibe maintain`, does it.',
    });
    this.name = 'RebuildNeeded';
    this.datasets = datasets;
  }
}
