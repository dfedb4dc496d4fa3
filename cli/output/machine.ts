import { UserError } from '../../base/errors.ts';

/** An error as Node, SQLite and DuckDB throw it. */
interface SystemError extends Error {
  readonly code?: string;
  /** SQLite's: https://www.sqlite.org/rescode.html */
  readonly errcode?: number;
  readonly path?: string;
  /** Of a socket. */
  readonly address?: string;
}

const full = {
  is: ({ code, errcode, message }: SystemError) =>
    code === 'ENOSPC' || code === 'EDQUOT' || errcode === 13 || message.includes('No space left on device'),
  message: () => 'the disk is full',
  hint: 'Make room and run the command again: whatever was acknowledged is kept, nothing is done twice.',
};

const closed = {
  is: ({ code }: SystemError) => code === 'EACCES' || code === 'EPERM',
  message: (error: SystemError) => `${placeOf(error)}permission denied`,
  hint: 'Run Aljibe as the user to whom it belongs, or name another place.',
};

const readOnly = {
  is: ({ code, errcode }: SystemError) => code === 'EROFS' || errcode === 8,
  message: (error: SystemError) => `${placeOf(error)}the disk is read only`,
  hint: 'Mount it for writing, or name another place.',
};

const placeOf = ({ path, address }: SystemError): string => {
  const place = path ?? address;
  return place ? `${place}: ` : '';
};

/** What the machine refused, deep in some cause, as an error that a person can mend; null for everything else. */
export function machineError(error: unknown): UserError | null {
  if (!(error instanceof Error)) return null;
  const rule = [full, closed, readOnly].find(({ is }) => is(error));
  if (rule) return new UserError(rule.message(error), { hint: rule.hint, cause: error });
  return machineError(error.cause);
}
