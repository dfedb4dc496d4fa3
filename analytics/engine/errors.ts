import { UserError } from '../../base/errors.ts';
import { type Said, toldError } from '../../lake/sql/errors.ts';
import { faultMark } from '../sql/duckdbText.ts';

/** What DuckDB says of errors that Trino has other words for. Values in its messages are left out: they may be classified. */
const known: readonly (readonly [RegExp, string])[] = [
  [/^Overflow in (\w+) of (\w+).*/, '$2 $1 overflow'],
  [
    /^Type (\w+) with value .* can't be cast.*/,
    'a value of type $1 does not fit the type that it is cast to',
  ],
  [/^(?:Casting|Could not cast) value .* to (?:type )?(DECIMAL\(\d+,\d+\)).*/, 'a value does not fit $1'],
  [/^More than one row returned by a subquery.*/, 'Scalar sub-query has returned multiple rows'],
  [/^Unknown TimeZone.*/, 'there is no such time zone'],
];

const trinoTypes: Readonly<Record<string, string>> = {
  INT8: 'tinyint',
  INT16: 'smallint',
  INT32: 'integer',
  INT64: 'bigint',
  INT128: 'sum',
};

/** An error while a translated statement ran, in the words of the person's own statement. */
export const runtimeError = (error: unknown): unknown => toldError(error, told);

/**
 * The same for whoever may not see every value: of a message of DuckDB's, which can hold one, no more is told than
 * its kind, and the error itself is left out with it.
 */
export function briefError(error: unknown): unknown {
  const brief = toldError(error, toldBriefly);
  if (!(brief instanceof UserError)) return new UserError('the engine failed', { hint: whoKnows });
  return new UserError(brief.message, brief.hint === undefined ? {} : { hint: brief.hint });
}

const whoKnows = 'A data engineer who runs the statement is told why.';

const kinds: Readonly<Record<string, string>> = {
  Conversion: 'a value does not fit the type that it is cast to',
  'Out of Range': 'a number is too large for its type',
  'Invalid Input': 'a function was given a value that it does not take',
};

function toldBriefly({ exception_type, exception_message }: Said): { message: string; hint?: string } {
  // It was written when the statement was translated, before any value was read.
  const own = raised(exception_message);
  return own === null
    ? { message: kinds[exception_type] ?? 'the statement failed while it ran', hint: whoKnows }
    : { message: own };
}

function told({ exception_type, exception_message }: Said): { message: string; hint?: string } {
  const own = raised(exception_message);
  if (own !== null) return { message: own };
  const [line = ''] = exception_message.trim().split('\n');
  const form = known.find(([words]) => words.test(line));
  if (form) return { message: line.replace(...form).replace(/INT\d+/, (type) => trinoTypes[type] ?? type) };
  if (['Binder', 'Parser', 'Catalog', 'Not implemented'].includes(exception_type)) {
    return {
      message: `DuckDB cannot run this: ${line}`,
      hint: 'Athena may. Write it another way to run it here.',
    };
  }
  return { message: line };
}

/** The text that a statement raised by itself, between its mark and what DuckDB says around it. */
function raised(message: string): string | null {
  const start = message.indexOf(faultMark);
  const end = message.lastIndexOf("' to INT32");
  return start < 0 || end < start ? null : message.slice(start + faultMark.length, end);
}
