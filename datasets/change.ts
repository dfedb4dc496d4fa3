/** `append` is the arrival of an event or document that is not expected to change again. */
export type Op = 'upsert' | 'delete' | 'append';

/**
 * One accepted change of one row: what the bus carries and the raw zone keeps.
 * `row` and `extra` are JSON texts, so that passing them on costs nothing and loses nothing.
 */
export interface ChangeEvent {
  /** Place on the bus: rises by one with every accepted change, never reused. */
  readonly seq: number;
  readonly dataset: string;
  readonly key: string;
  readonly op: Op;
  /** Per-key counter. Everything downstream orders by (key, version) and by nothing else. */
  readonly version: number;
  readonly source: string;
  /** Fixed-width hex `<epoch>.<LSN>.<ordinal>`; compared within one source only. */
  readonly position: string;
  /** Canonical instant of the write at its source, where the source tells. */
  readonly occurredAt: string | null;
  /** Canonical instant at which the ledger took it. */
  readonly acceptedAt: string;
  readonly contractVersion: number;
  readonly mappingVersion: number;
  /** JSON object of the whole contract row after the change; null for a delete. */
  readonly row: string | null;
  /** JSON object of every other source column, as texts; null where there is none. */
  readonly extra: string | null;
}

/** What a sink sees of the bus. */
export interface Bus {
  /** Events after `seq` in order, at most `limit`. */
  read(afterSeq: number, limit: number): ChangeEvent[];
  /** The last place on the bus; 0 when nothing was ever accepted. */
  head(): number;
}

/** An independent reader of the bus. */
export interface Sink {
  readonly name: string;
  /** Everything up to and including this place is durable in the sink. */
  checkpoint(): number;
  /** Takes what the bus has next, at most `limit` events, and answers how many it took. */
  pull(limit: number): Promise<number>;
}
