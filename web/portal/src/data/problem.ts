import type { Problem } from '../../../api.ts';

/** What the server, or the way to it, says is wrong. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { message: error instanceof Error ? error.message : String(error) };
}

export const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';
