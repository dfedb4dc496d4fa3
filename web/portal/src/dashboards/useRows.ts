import type { Table } from 'apache-arrow';
import { useCallback, useEffect, useState } from 'react';
import type { Problem } from '../../../api.ts';
import { isAbort, problemOf } from '../data/problem.ts';
import { runSql } from '../data/sql.ts';

export interface Rows {
  /** The last ones that came, also while newer ones are on their way. */
  readonly table: Table | null;
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  reload(): void;
}

/** A page asks for a dozen statements at once. More than these at a time would only wait for each other. */
const mostAtOnce = 4;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

/**
 * The rows of a statement, anew whenever it changes.
 * @param statement throws a problem where what is chosen makes no statement
 */
export function useRows(statement: () => string): Rows {
  const { sql, refusal } = stated(statement);
  const [rows, setRows] = useState<{ sql: string | null; table: Table | null; problem: Problem | null }>();
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again
  useEffect(() => {
    if (sql === null) return;
    const gone = new AbortController();
    inTurn(async () => {
      gone.signal.throwIfAborted();
      return runSql(sql, { signal: gone.signal });
    }).then(
      ({ table }) => setRows({ sql, table, problem: null }),
      (error: unknown) => {
        if (!gone.signal.aborted && !isAbort(error)) setRows({ sql, table: null, problem: problemOf(error) });
      },
    );
    return () => gone.abort();
  }, [sql, turn]);
  const reload = useCallback(() => setTurn((last) => last + 1), []);
  if (refusal) return { table: null, problem: refusal, isLoading: false, reload };
  const isCurrent = rows?.sql === sql;
  return {
    table: rows?.table ?? null,
    problem: isCurrent ? rows.problem : null,
    isLoading: !isCurrent,
    reload,
  };
}

function stated(statement: () => string): { sql: string; refusal: null } | { sql: null; refusal: Problem } {
  try {
    return { sql: statement(), refusal: null };
  } catch (error) {
    return { sql: null, refusal: problemOf(error) };
  }
}
