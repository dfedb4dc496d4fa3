import {
  DuckDBArrayType,
  type DuckDBDataChunk,
  DuckDBListType,
  DuckDBMapType,
  type DuckDBResult,
  DuckDBStructType,
  type DuckDBType,
  ResultReturnType,
} from '@duckdb/node-api';
import { UserError } from '../../base/errors.ts';
import { type Cell, exactChunk } from '../exact.ts';
import { sqlError } from './errors.ts';
import type { Session } from './session.ts';

/** The rows of a statement, while it is running. */
export interface Answer {
  /** Names are unlike each other: a second `n` is `n:1`. */
  readonly columns: readonly { readonly name: string; readonly type: DuckDBType }[];
  /** The rows in DuckDB's own chunks, once. What is not asked for is not computed. */
  readonly chunks: AsyncGenerator<DuckDBDataChunk>;
  /** Gives everything back that the statement uses; at any time. */
  close(): Promise<void>;
}

/** What a person is told of an error of DuckDB's. */
type Tell = (error: unknown, sql: string) => unknown;

/**
 * Starts a statement; the session ends with its answer.
 * @throws UserError when the statement is at fault, with its place
 */
export async function startAnswer(sql: string, session: Session, tell: Tell = sqlError): Promise<Answer> {
  const run: Run = { sql, session, tell };
  const result = await attempt(run, ({ connection }) => connection.stream(sql));
  const names = result.deduplicatedColumnNames();
  const columns = result.columnTypes().map((type, index) => ({ name: names[index] ?? '', type }));
  for (const { name, type } of columns) checkNames(name, type);
  return { columns, chunks: chunksOf(result, run), close: session.close };
}

interface Run {
  readonly sql: string;
  readonly session: Session;
  readonly tell: Tell;
}

/** A piece of work for a statement, with what a person may know of its failure. */
async function attempt<T>({ sql, session, tell }: Run, work: (session: Session) => Promise<T>): Promise<T> {
  const { signal } = session;
  try {
    signal?.throwIfAborted();
    const done = await work(session);
    signal?.throwIfAborted();
    return done;
  } catch (error) {
    throw signal?.aborted ? signal.reason : tell(error, sql);
  }
}

async function* chunksOf(result: DuckDBResult, run: Run): AsyncGenerator<DuckDBDataChunk> {
  for (;;) {
    const chunk = await attempt(run, () => result.fetchChunk());
    if (chunk && chunk.rowCount > 0) yield chunk;
    else if (result.returnType !== ResultReturnType.INVALID) return;
    else throw await failureOf(run);
  }
}

/**
 * DuckDB ends a stream that fails as if there were no more rows: it tells that it failed, but not why. The same
 * statement says why when it is run in one piece.
 */
async function failureOf(run: Run): Promise<unknown> {
  try {
    await attempt(run, ({ connection }) => connection.run(run.sql));
  } catch (error) {
    return error;
  }
  return new UserError('the statement failed on its way, and did not fail when it was run again');
}

/** Members of a struct are found by name from here on; those of `row(1, 2)` have none. */
function checkNames(column: string, type: DuckDBType): void {
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) checkNames(column, type.valueType);
  else if (type instanceof DuckDBMapType) {
    checkNames(column, type.keyType);
    checkNames(column, type.valueType);
  } else if (type instanceof DuckDBStructType) {
    if (type.entryNames.includes('')) {
      throw new UserError(`column ${column} holds a struct whose members have no names`, {
        hint: "Name them, as in {'first': 1, 'second': 2}.",
      });
    }
    for (const entry of type.entryTypes) checkNames(column, entry);
  }
}

/** The rows of an answer in exact values (lake/exact.ts), in batches. */
export async function* exactBatches({ chunks }: Answer): AsyncGenerator<Cell[][]> {
  for await (const chunk of chunks) yield exactChunk(chunk);
}
