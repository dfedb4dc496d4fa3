import { RecordBatchReader, Table } from 'apache-arrow';
import type { StatementState } from '../../../api.ts';
import { ask, askJson } from './api.ts';
import { isAbort, ProblemError } from './problem.ts';

export interface SqlOptions {
  readonly signal?: AbortSignal;
  /** Rows after which the statement is stopped; all without it. */
  readonly limit?: number;
  readonly onRows?: (rows: number) => void;
}

export interface SqlResult {
  readonly table: Table;
  /** There are more rows than the limit. */
  readonly isCut: boolean;
}

/**
 * Runs a statement and reads its rows as they come.
 * @throws ProblemError of the statement
 */
export async function runSql(
  sql: string,
  { signal, limit = Number.POSITIVE_INFINITY, onRows }: SqlOptions = {},
): Promise<SqlResult> {
  const id = crypto.randomUUID();
  const enough = new AbortController();
  const stop = signal ? AbortSignal.any([signal, enough.signal]) : enough.signal;
  const response = await ask('/api/sql', { method: 'POST', body: { sql, id }, signal: stop });
  try {
    const reader = await RecordBatchReader.from(response);
    await reader.open();
    const batches = [];
    let rows = 0;
    for await (const batch of reader) {
      batches.push(batch);
      rows += batch.numRows;
      onRows?.(rows);
      if (rows > limit) break;
    }
    const table = batches.length > 0 ? new Table(batches) : new Table(reader.schema);
    return rows > limit ? { table: table.slice(0, limit), isCut: true } : { table, isCut: false };
  } catch (error) {
    if (isAbort(error) || signal?.aborted) throw new DOMException('cancelled', 'AbortError');
    // A stream of bytes cannot say why it broke off.
    const { failure } = await askJson<StatementState>(`/api/sql/${id}`);
    throw failure ? new ProblemError(failure) : error;
  } finally {
    enough.abort();
  }
}
