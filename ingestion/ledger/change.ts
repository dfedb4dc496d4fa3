import type { Op } from '../../datasets/change.ts';
import type { AnyRow } from '../../datasets/contract.ts';
import type { SourceRow } from '../mapping/mapping.ts';

/** A mapped and valid change, as a source offers it to the ledger. */
export interface SourceChange {
  readonly dataset: string;
  readonly key: string;
  readonly op: Op;
  /** The contract row in canonical form and contract order; null for a delete. */
  readonly row: AnyRow | null;
  /** Columns of `row` that the source did not send: the ledger keeps what it has. */
  readonly unchanged: readonly string[];
  /** The source left columns out (unchanged TOAST values): `extra` is merged into what the ledger has. */
  readonly partial: boolean;
  /** Source columns outside the contract, as texts; a column not sent is absent. */
  readonly extra: SourceRow | null;
  readonly position: string;
  readonly occurredAt: string | null;
  /** Where a person finds it: `users.csv:12`, `alumnos 7`. */
  readonly place: string;
  /** The source row without secrets: what quarantine keeps if another source owns the key. */
  readonly payload: SourceRow;
  /** Source table or file of the mapping. */
  readonly mapping: string;
  readonly mappingVersion: number;
}

/** A row that broke its contract: what quarantine keeps of it. */
export interface Rejection {
  readonly dataset: string;
  /** Null when the row has no readable key; `place` then identifies it. */
  readonly key: string | null;
  readonly op: Op;
  readonly position: string;
  readonly occurredAt: string | null;
  readonly place: string;
  readonly column: string | null;
  readonly rule: string;
  /** The value that broke the rule; null when its column is classified. */
  readonly value: string | null;
  /** The source row without secrets, so that it can be mapped and tried again. */
  readonly payload: SourceRow;
  /** Source table or file of the mapping. */
  readonly mapping: string;
  readonly mappingVersion: number;
}

/** What became of a batch. */
export interface Outcome {
  accepted: number;
  /** Offered again with the same content. */
  unchanged: number;
  /** At or below the position that the key already has. */
  stale: number;
  deleted: number;
  quarantined: number;
}

/** What one source offers in one transaction. */
export interface Batch {
  readonly changes: readonly SourceChange[];
  readonly rejections: readonly Rejection[];
  /** How far the source is read when this batch is durable. */
  readonly position?: string;
}
