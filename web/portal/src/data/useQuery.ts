import type { Table } from 'apache-arrow';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../api.ts';
import { isAbort, problemOf } from './problem.ts';
import { runSql } from './sql.ts';

export interface Query {
  readonly state: 'idle' | 'running' | 'done' | 'failed' | 'cancelled';
  /** While it runs: the rows that have come. */
  readonly rows: number;
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number;
  readonly elapsedMs: number;
  readonly table: Table | null;
  /** There are more rows than the limit. */
  readonly isCut: boolean;
  readonly problem: Problem | null;
}

const idle: Query = {
  state: 'idle',
  rows: 0,
  startedAt: 0,
  elapsedMs: 0,
  table: null,
  isCut: false,
  problem: null,
};

export interface QueryOptions {
  readonly limit?: number;
}

/** Statements that one part of the page runs, one at a time: a new one cancels the one before, and so does leaving. */
export function useSql({ limit }: QueryOptions = {}) {
  const [query, setQuery] = useState(idle);
  const running = useRef<AbortController | null>(null);

  const cancel = useCallback(() => running.current?.abort(), []);
  const run = useCallback(
    async (sql: string) => {
      running.current?.abort();
      const own = new AbortController();
      running.current = own;
      const startedAt = performance.now();
      // What has been overtaken says nothing any more.
      const tell = (said: Partial<Query>) => {
        if (running.current === own) {
          setQuery((last) => ({ ...last, ...said, elapsedMs: performance.now() - startedAt }));
        }
      };
      setQuery((last) => ({ ...idle, table: last.table, state: 'running', startedAt }));
      try {
        const { table, isCut } = await runSql(sql, {
          signal: own.signal,
          onRows: (rows) => tell({ rows }),
          ...(limit === undefined ? {} : { limit }),
        });
        tell({ state: 'done', table, isCut, rows: table.numRows });
      } catch (error) {
        if (isAbort(error)) tell({ state: 'cancelled', table: null });
        else tell({ state: 'failed', table: null, problem: problemOf(error) });
      }
    },
    [limit],
  );
  useEffect(
    () => () => {
      const own = running.current;
      running.current = null;
      own?.abort();
    },
    [],
  );
  return { query, run, cancel };
}

/**
 * The rows of a statement, anew whenever it changes; the ones before stay until then. Null runs nothing.
 * @public the dashboards use it
 */
export function useQuery(sql: string | null, options: QueryOptions = {}): Query & { cancel(): void } {
  const { query, run, cancel } = useSql(options);
  useEffect(() => {
    if (sql !== null) void run(sql);
  }, [sql, run]);
  return { ...query, cancel };
}
