import { useCallback, useEffect, useState } from 'react';
import type { Problem } from '../../../api.ts';
import { askJson } from './api.ts';
import { isAbort, problemOf } from './problem.ts';

export interface Loaded<T> {
  readonly value: T | null;
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  reload(): void;
}

/** What the server answers to a GET; of a path that changes the last one counts. Null asks nothing. */
export function useJson<T>(path: string | null): Loaded<T> {
  const [loaded, setLoaded] = useState<{ path: string | null; value: T | null; problem: Problem | null }>({
    path: null,
    value: null,
    problem: null,
  });
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again
  useEffect(() => {
    if (path === null) return;
    const gone = new AbortController();
    askJson<T>(path, { signal: gone.signal }).then(
      (value) => setLoaded({ path, value, problem: null }),
      (error: unknown) => {
        if (!isAbort(error)) setLoaded({ path, value: null, problem: problemOf(error) });
      },
    );
    return () => gone.abort();
  }, [path, turn]);
  const reload = useCallback(() => setTurn((last) => last + 1), []);
  const isCurrent = loaded.path === path;
  return {
    value: isCurrent ? loaded.value : null,
    problem: isCurrent ? loaded.problem : null,
    isLoading: path !== null && !isCurrent,
    reload,
  };
}
