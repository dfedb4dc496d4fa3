/**
 * An error that the person at the command line can mend: bad data, a refused change, a wrong option.
 * Everything else that is thrown is a defect of Aljibe and keeps its stack.
 *
 * `message` names the place, the value unless it is classified, and the rule; `hint` says the way out.
 * `exitCode` is 1 for "your data or a failed check" and 2 for "your command line".
 */
export class UserError extends Error {
  readonly hint: string | undefined;
  readonly exitCode: 1 | 2;

  constructor(message: string, options: { hint?: string; exitCode?: 1 | 2; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UserError';
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? 1;
  }
}
