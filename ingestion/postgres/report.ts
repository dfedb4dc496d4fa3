import type { Drift } from './drift.ts';

/** What a feeder tells while it runs; nothing of it contains a value. */
export type FeederEvent =
  | Drift
  /** A table that was copied before no longer exists; its rows stay as they were. */
  | { readonly kind: 'table gone'; readonly table: string; readonly todo: string }
  /** A table is in the ledger as it was at the copy's moment. */
  | { readonly kind: 'copied'; readonly table: string; readonly rows: number }
  /** Rows that the copy did not see any more were deleted. */
  | { readonly kind: 'swept'; readonly dataset: string; readonly removed: number }
  /** The server cannot be reached; tried again after the wait. */
  | { readonly kind: 'disconnected'; readonly reason: string; readonly waitMs: number }
  | { readonly kind: 'following' };

export type Report = (event: FeederEvent) => void;
