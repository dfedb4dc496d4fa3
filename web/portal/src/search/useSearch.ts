import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Problem, SearchPage } from '../../../api.ts';
import { askJson } from '../data/api.ts';
import { isAbort, problemOf } from '../data/problem.ts';
import type { Asked } from './asked.ts';

export const pageSize = 20;

export interface Search {
  readonly page: SearchPage | null;
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  /** Pages before this one. */
  readonly pagesBefore: number;
  next(): void;
  previous(): void;
}

/** Pages of a search; cursors lead from one to the next, and are kept for the way back. */
export function useSearch(asked: Asked, facets: readonly string[] | null): Search {
  const [state, setState] = useState<{
    page: SearchPage | null;
    problem: Problem | null;
    isLoading: boolean;
  }>({
    page: null,
    problem: null,
    isLoading: true,
  });
  const question = useMemo(() => (facets ? JSON.stringify(bodyOf(asked, facets)) : null), [asked, facets]);
  const [{ of, cursors }, setPlace] = useState<{ of: string | null; cursors: readonly string[] }>({
    of: null,
    cursors: [],
  });
  const way = of === question ? cursors : [];
  const after = way.at(-1);
  useEffect(() => {
    if (question === null) return;
    const gone = new AbortController();
    setState((last) => ({ ...last, isLoading: true }));
    const body = { ...(JSON.parse(question) as object), ...(after === undefined ? {} : { after }) };
    askJson<SearchPage>('/api/search', { method: 'POST', body, signal: gone.signal }).then(
      (page) => setState({ page, problem: null, isLoading: false }),
      (error: unknown) => {
        if (!isAbort(error)) setState({ page: null, problem: problemOf(error), isLoading: false });
      },
    );
    return () => gone.abort();
  }, [question, after]);
  const { page } = state;
  const next = useCallback(() => {
    const cursor = page?.next;
    if (cursor) setPlace({ of: question, cursors: [...way, cursor] });
  }, [page, question, way]);
  const previous = useCallback(() => setPlace({ of: question, cursors: way.slice(0, -1) }), [question, way]);
  return { ...state, pagesBefore: way.length, next, previous };
}

function bodyOf({ dataset, text, filter, sort, chosen }: Asked, facets: readonly string[]) {
  return {
    dataset,
    ...(text === '' ? {} : { text }),
    where: [...(filter === '' ? [] : [filter]), ...chosen],
    sort: sort === '' ? [] : [sort],
    facets,
    limit: pageSize,
  };
}
