import type { Problem } from '../../../api.ts';
import { ProblemError } from './problem.ts';

interface Options {
  readonly signal?: AbortSignal;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
}

let signedOut: () => void = () => {};

/** Calls back when the server says that whoever asks has to sign in first. Answers what ends that. */
export function onSignedOut(listener: () => void): () => void {
  signedOut = listener;
  return () => {
    signedOut = () => {};
  };
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
  if (response.status === 401) signedOut();
  const said = (await response.json().catch(() => null)) as { readonly error?: Problem } | null;
  throw new ProblemError(said?.error ?? { message: `${response.status} ${response.statusText}` });
}

export async function askJson<T>(path: string, options?: Options): Promise<T> {
  return (await ask(path, options)).json() as Promise<T>;
}
