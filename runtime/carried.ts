import { UserError } from '../base/errors.ts';

/** An error as it travels between processes and threads, where its class would be lost. */
export interface CarriedError {
  readonly message: string;
  readonly hint?: string;
  readonly exitCode?: 1 | 2;
  /** Stack of what is no UserError. */
  readonly defect?: string;
}

export function carried(error: unknown): CarriedError {
  if (error instanceof UserError) {
    return { message: error.message, exitCode: error.exitCode, ...(error.hint ? { hint: error.hint } : {}) };
  }
  const defect = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { message: error instanceof Error ? error.message : String(error), defect };
}

export function errorOf({ message, hint, exitCode, defect }: CarriedError): Error {
  if (defect === undefined) {
    return new UserError(message, { ...(hint ? { hint } : {}), exitCode: exitCode ?? 1 });
  }
  const error = new Error(message);
  error.stack = defect;
  return error;
}
