import { inject } from 'vitest';

/** Address of the Trino of this run. @throws Error with the reason when there is none */
export function runningTrino(): string {
  const trino = inject('trino');
  if ('url' in trino) return trino.url;
  throw new Error(`there is no Trino: ${trino.reason}`);
}
