import { useCallback, useState } from 'react';
import type { Problem } from '../../../api.ts';
import { askJson } from '../data/api.ts';
import { problemOf } from '../data/problem.ts';
import { useSql } from '../data/useQuery.ts';
import { forgetAll, readHistory, remember } from './history.ts';

/** More rows than anybody looks through. */
const limit = 100_000;

/** What the console does, and what came of it last. */
export function useConsole() {
  const { query, run: runSql, cancel } = useSql({ limit });
  const [ran, setRan] = useState<string | null>(null);
  const [plan, setPlan] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [history, setHistory] = useState(readHistory);

  const run = useCallback(
    (sql: string) => {
      if (sql.trim() === '') return;
      setRan(sql);
      setPlan(null);
      setProblem(null);
      setHistory(remember(sql, new Date().toISOString()));
      void runSql(sql);
    },
    [runSql],
  );
  const explain = useCallback((sql: string) => {
    setPlan(null);
    setProblem(null);
    askJson<{ readonly plan: string }>('/api/sql/explain', { method: 'POST', body: { sql } }).then(
      (answer) => setPlan(answer.plan),
      (error: unknown) => setProblem(problemOf(error)),
    );
  }, []);
  const forget = useCallback(() => setHistory(forgetAll()), []);
  return {
    query,
    ran,
    plan,
    problem: problem ?? query.problem,
    history,
    run,
    cancel,
    explain,
    forget,
    tell: setProblem,
  };
}
