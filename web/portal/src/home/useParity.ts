import { useCallback, useEffect, useState } from 'react';
import type { ParityState } from '../../../api.ts';
import { askJson } from '../data/api.ts';
import { problemOf } from '../data/problem.ts';

const everyMs = 500;
const unknown: ParityState = { running: null, last: null, failure: null };

/** The comparison of the server, which everybody who looks shares. */
export function useParity(): { readonly state: ParityState; start(): void } {
  const [state, setState] = useState(unknown);
  const ask = useCallback((method: 'GET' | 'POST', signal?: AbortSignal) => {
    askJson<ParityState>('/api/parity', { method, ...(signal ? { signal } : {}) }).then(
      setState,
      (error: unknown) => {
        if (!signal?.aborted) setState((last) => ({ ...last, running: null, failure: problemOf(error) }));
      },
    );
  }, []);
  useEffect(() => {
    const gone = new AbortController();
    ask('GET', gone.signal);
    return () => gone.abort();
  }, [ask]);
  const isRunning = state.running !== null;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => ask('GET'), everyMs);
    return () => clearInterval(timer);
  }, [isRunning, ask]);
  return { state, start: () => ask('POST') };
}
