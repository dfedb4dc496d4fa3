import { UserError } from '../../base/errors.ts';

/** What DuckDB says of an error under `errors_as_json`. */
export interface Said {
  readonly exception_type: string;
  readonly exception_message: string;
  /** Offset into the statement, in bytes of UTF-8. */
  readonly position?: string;
}

/** What went wrong in DuckDB or on the disk, not in the statement. */
const defects = new Set(['INTERNAL', 'FATAL', 'IO']);

/**
 * An error of a statement that a person wrote, as that person may read it: its place, what is wrong, and under it
 * what DuckDB proposes. Any other error comes back as it is.
 */
export const sqlError = (error: unknown, sql: string): unknown =>
  toldError(error, (said) => inDuckDB(said, sql));

/** The same, where somebody else knows what errors of a statement mean. Defects and want of memory are none. */
export function toldError(
  error: unknown,
  tell: (said: Said) => { readonly message: string; readonly hint?: string | undefined },
): unknown {
  const said = error instanceof Error ? saidIn(error.message) : null;
  if (!said) return error;
  if (defects.has(said.exception_type)) return new Error(said.exception_message, { cause: error });
  if (said.exception_type === 'Out of Memory') {
    return new UserError('the statement needs more memory than it may have', {
      hint: 'Select fewer rows or columns at once, or sort and group less.',
      cause: error,
    });
  }
  const { message, hint } = tell(said);
  return new UserError(message, { cause: error, ...(hint ? { hint } : {}) });
}

function inDuckDB(said: Said, sql: string): { message: string; hint: string } {
  const [problem = '', ...proposals] = said.exception_message.trim().split('\n');
  const hint = proposals
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
  const place = placeOf(sql, said.position === undefined ? undefined : Number(said.position));
  return { message: `${place}${problem}`, hint };
}

function saidIn(message: string): Said | null {
  const start = message.indexOf('{"exception_type"');
  if (start < 0) return null;
  return JSON.parse(message.slice(start)) as Said;
}

/** `line 2, column 5: ` of an offset in bytes; columns count characters. Nothing for one that is not in the statement. */
function placeOf(sql: string, position: number | undefined): string {
  const bytes = Buffer.from(sql);
  if (position === undefined || position > bytes.length) return '';
  const before = bytes.subarray(0, position).toString().split('\n');
  return `line ${before.length}, column ${[...(before.at(-1) ?? '')].length + 1}: `;
}
