import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type EngineOptions, openEngine } from '../duckdb.ts';
import type { Moment } from './moments.ts';

export interface ReadOptions extends Omit<EngineOptions, 'spill'> {
  /** Moment that tables are read at; the present without. */
  readonly at?: Moment | undefined;
  /** Stops the reading where it is; whoever waits for it gets the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A DuckDB of its own for one reader. */
export interface Session {
  readonly connection: DuckDBConnection;
  readonly signal: AbortSignal | undefined;
  close(): Promise<void>;
}

/** Opens a session for work whose answer needs it further: it stays open after a success, and only then. */
export async function inSession<T>(options: ReadOptions, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await openSession(options);
  try {
    return await work(session);
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** It spills outside the state directory, since readers write nothing there. */
async function openSession({ at: _at, signal, ...limits }: ReadOptions): Promise<Session> {
  const spill = join(tmpdir(), `aljibe-spill-${randomUUID()}`);
  const engine = await openEngine({ ...limits, spill });
  const connection = await engine.connect();
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  return {
    connection,
    signal,
    async close() {
      signal?.removeEventListener('abort', interrupt);
      connection.closeSync();
      engine.close();
      await rm(spill, { recursive: true, force: true });
    },
  };
}
