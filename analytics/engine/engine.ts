import type { Cell } from '../../lake/exact.ts';
import type { Moment } from '../../lake/sql/moments.ts';
import type { SqlType } from '../sql/types.ts';

/** What runs statements in Athena's SQL: DuckDB here, Athena there. */
export interface SqlEngine {
  readonly name: 'duckdb' | 'athena';
  /**
   * Starts one statement that reads. Whoever asks closes the answer.
   * @throws UserError for what is wrong with the statement, with line and column where they are known
   */
  run(sql: string, options?: RunOptions): Promise<Answer>;
}

export interface RunOptions {
  /** Moment that all tables are read at, besides those whose moment the statement says; the present without. */
  readonly at?: Moment | undefined;
  /** Stops the statement where it is; whoever waits for it gets the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The rows of a statement, while it is running. They are read once, by `batches` or by `arrow`. */
export interface Answer {
  readonly columns: readonly AnswerColumn[];
  /** Rows in exact values (lake/exact.ts), in batches, as they are computed. */
  batches(): AsyncGenerator<Cell[][]>;
  /** The same in Arrow's IPC format, piece by piece. */
  arrow(form: 'file' | 'stream'): AsyncGenerator<Uint8Array>;
  /** What it cost so far, where the engine tells. */
  cost(): Cost | null;
  /** Gives everything back that the statement uses; at any time. */
  close(): Promise<void>;
}

export interface AnswerColumn {
  /** Unlike every other one: a second `n` is `n:1`. */
  readonly name: string;
  readonly type: SqlType;
}

export interface Cost {
  readonly scannedBytes: number;
  readonly millis: number;
  /** The answer of an earlier run was given again. */
  readonly reused: boolean;
}
