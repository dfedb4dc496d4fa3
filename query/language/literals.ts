import { instantText } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import type { ColumnType } from '../../datasets/columns.ts';
import { nearNames } from '../../datasets/near.ts';
import { brokenRule } from '../../datasets/values.ts';
import type { Literal } from './ast.ts';
import type { Field } from './fields.ts';

/**
 * The canonical value that a literal means in a field of this type. People may write `+7`, `3.5` for a decimal of
 * four fraction digits, a day or an instant with an offset for a timestamp; nothing is ever rounded.
 * UserError names the column and the rule, and the value unless the column says something of a person.
 */
export function literalValue(dataset: string, field: Field, type: ColumnType, written: Literal): Literal {
  const place = `${dataset}.${field.path}`;
  const value = typeof written === 'boolean' ? written : canonical(type, written);
  const shown = (field.facts.reveals ?? 'nothing') === 'nothing' ? `"${String(written)}" ` : 'the value ';
  if (typeof written === 'boolean' && type.kind === 'text') {
    throw refusal(`${place}: ${written} is no text`, `put it between quotes: '${written}'`);
  }
  const rule = brokenRule(type, value);
  if (rule) throw refusal(`${place}: ${shown}${rule}`, forms[type.kind]);
  const vocabulary = field.facts.vocabulary;
  if (vocabulary && typeof value === 'string' && !vocabulary.includes(value) && !value.startsWith('ext:')) {
    const near = nearNames(value, vocabulary);
    throw refusal(
      `${place}: "${value}" is none of its values`,
      near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : `there is ${vocabulary.join(', ')}, and ext:...`,
    );
  }
  return value;
}

const forms: Readonly<Partial<Record<ColumnType['kind'], string>>> = {
  integer: 'write digits: 12',
  decimal: 'write digits with a point: 7.5',
  boolean: 'write true or false',
  date: 'write 2026-03-31',
  timestamp: 'write 2026-03-31T10:00:00Z, with an offset (+02:00), or a day, which begins in UTC',
};

const refusal = (message: string, hint: string | undefined) =>
  new UserError(message, { exitCode: 2, ...(hint ? { hint } : {}) });

/** The canonical form where the text has one; else the text itself, which then breaks the type's rule. */
function canonical(type: ColumnType, text: string): Literal {
  switch (type.kind) {
    case 'integer':
      return /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')).toString() : text;
    case 'decimal':
      return canonicalDecimal(text, type.scale) ?? text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'timestamp':
      return canonicalInstant(text) ?? text;
    default:
      return text;
  }
}

function canonicalDecimal(text: string, scale: number): string | null {
  const match = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text);
  if (!match) return null;
  const [, sign, whole = '', fraction = ''] = match;
  if (fraction.length > scale) return null;
  const digits = scale === 0 ? whole : `${whole}.${fraction.padEnd(scale, '0')}`;
  return sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

const instantForm =
  /^(\d{4}-\d{2}-\d{2})(?:[Tt ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?([Zz]|[+-](?:0\d|1[0-4]):[0-5]\d))?$/;

function canonicalInstant(text: string): string | null {
  const match = instantForm.exec(text);
  if (!match) return null;
  const [, day = '', minute = '00:00', second = '00', fraction = '', offset = 'Z'] = match;
  if (brokenRule({ kind: 'date' }, day)) return null;
  const millis = Date.parse(`${day}T${minute}:${second}.000${offset.toUpperCase()}`);
  const canonical = instantText(BigInt(millis) * 1000n + BigInt(fraction.padEnd(6, '0')));
  return brokenRule({ kind: 'timestamp' }, canonical) ? null : canonical;
}
