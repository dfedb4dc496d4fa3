import type { GoneKeys } from '../../query/sqlite/erase.ts';
import type { CarriedError } from '../carried.ts';
import type { Progress } from '../handover.ts';

/** What the thread of the query cluster is started with. */
export interface Setup {
  /** Paths of the ledger, the index and the folder of documents. */
  readonly ledger: string;
  readonly index: string;
  readonly documents: string;
}

/** What the thread is told. Each order but `wake` is answered by `done` with its number. */
export type Order =
  | { readonly kind: 'wake' }
  | { readonly kind: 'rebuild'; readonly id: number; readonly datasets: readonly string[] }
  | { readonly kind: 'erase'; readonly id: number; readonly keys: GoneKeys }
  | { readonly kind: 'settle'; readonly id: number; readonly through: number }
  | { readonly kind: 'start' | 'stop' | 'close'; readonly id: number };

/** What the thread tells. */
export type Word =
  | { readonly kind: 'progress'; readonly step: Progress }
  /** The index is open, and complete up to this place. */
  | { readonly kind: 'opened'; readonly checkpoint: number }
  /** Everything up to this place can be searched. */
  | { readonly kind: 'reached'; readonly checkpoint: number }
  | { readonly kind: 'failed'; readonly error: CarriedError }
  | { readonly kind: 'done'; readonly id: number; readonly error: CarriedError | null };
