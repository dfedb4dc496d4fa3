import type { TestProject } from 'vitest/node';
import { startTrino } from './server.ts';

/** One server for all tests of a run. What it could not be had for is the failure of each of them. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  try {
    const server = await startTrino();
    project.provide('trino', { url: server.url });
    return server.stop;
  } catch (error) {
    project.provide('trino', { reason: error instanceof Error ? error.message : String(error) });
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    trino: { readonly url: string } | { readonly reason: string };
  }
}
