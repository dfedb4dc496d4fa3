import { UserError } from '../../base/errors.ts';

/** `line 2, column 5: ` of an offset into a statement; columns count characters. */
export function placeOf(sql: string, at: number): string {
  const before = sql.slice(0, at).split('\n');
  return `line ${before.length}, column ${[...(before.at(-1) ?? '')].length + 1}: `;
}

/** A fault of a statement at a place of it. */
export function faultAt(sql: string, at: number, message: string, hint?: string): UserError {
  return new UserError(placeOf(sql, at) + message, hint === undefined ? {} : { hint });
}
