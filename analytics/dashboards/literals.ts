import { UserError } from '../../base/errors.ts';
import type { ColumnType } from '../../datasets/columns.ts';
import { brokenRule } from '../../datasets/values.ts';

type Constant = string | number | boolean;

interface Form {
  readonly type: ColumnType;
  /** The value as `brokenRule` knows it; its text without. */
  readonly read?: (text: string) => unknown;
  readonly write: (text: string) => string;
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const whole: Form = { type: { kind: 'integer' }, write: (text) => text };
const words: Form = { type: { kind: 'text' }, write: quoted };
const flags: Readonly<Record<string, boolean>> = { true: true, false: false };

const forms: Readonly<Record<string, Form>> = {
  varchar: words,
  char: words,
  tinyint: whole,
  smallint: whole,
  integer: whole,
  bigint: whole,
  boolean: { type: { kind: 'boolean' }, read: (text) => flags[text], write: (text) => text.toUpperCase() },
  date: { type: { kind: 'date' }, write: (text) => `DATE ${quoted(text)}` },
};

/**
 * A value as a literal of Athena's SQL, of the type of the column that it is compared with. Values come out of
 * addresses that people can type: what is no value of the type is refused and never becomes part of a statement.
 * @throws UserError
 */
export function literal(type: string, value: Constant): string {
  const form = forms[type.replace(/\(.*/, '')];
  if (!form) throw new Error(`columns of the type ${type} are not filtered by value`);
  const text = String(value);
  const rule = brokenRule(form.type, form.read ? form.read(text) : text);
  if (rule) throw new UserError(`"${text}" ${rule}`, { hint: 'Choose one of the values that are offered.' });
  return form.write(text);
}
