import type { DuckDBConnection } from '@duckdb/node-api';
import { type Answer, startAnswer } from './answer.ts';
import { lockSql } from './lock.ts';
import { inSession, type ReadOptions } from './session.ts';
import type { View } from './views.ts';

export interface LockedStatement {
  /** In DuckDB's dialect. */
  readonly sql: string;
  /** All that it can read. */
  readonly views: readonly View[];
  /** Statements that make something of these views before it runs. */
  readonly definitions?: readonly string[];
  /** Looks at the statement where it will run, just before; what it throws ends it. */
  readonly check?: (connection: DuckDBConnection, sql: string) => Promise<void>;
  /** What a person is told of an error of DuckDB's. Default: its message with its place in `sql`. */
  readonly told?: (error: unknown, sql: string) => unknown;
}

/**
 * Runs one statement in a DuckDB of its own, which holds these views and nothing else, opens their files and no
 * other, and cannot be set otherwise. Rows come as they are computed. Whoever asks closes the answer.
 */
export function runLocked(
  { sql, views, definitions = [], check, told }: LockedStatement,
  options: ReadOptions = {},
): Promise<Answer> {
  return inSession(options, async (session) => {
    try {
      for (const statement of lockSql(views, definitions)) await session.connection.run(statement);
    } catch (error) {
      // Where views are copied their rows are read already.
      throw told ? told(error, sql) : error;
    }
    await check?.(session.connection, sql);
    return startAnswer(sql, session, told);
  });
}
