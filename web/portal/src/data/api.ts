import type { Problem } from '../../../api.ts';
import { ProblemError } from './problem.ts';

interface Options {
  readonly signal?: AbortSignal;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
}

/**
 * Asks the server of the portal.
 * @throws ProblemError with what the server says is wrong
 */
export async function ask(path: string, { signal, body, method = 'GET' }: Options = {}): Promise<Response> {
  const response = await fetch(path, {
    method,
    signal: signal ?? null,
    ...(method === 'POST'
      ? { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) }
      : {}),
  });
  if (response.ok) return response;
  const said = (await response.json().catch(() => null)) as { readonly error?: Problem } | null;
  throw new ProblemError(said?.error ?? { message: `${response.status} ${response.statusText}` });
}

export async function askJson<T>(path: string, options?: Options): Promise<T> {
  return (await ask(path, options)).json() as Promise<T>;
}
