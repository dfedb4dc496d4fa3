import { quotedText } from '../../../lake/iceberg/duckdb.ts';
import type { Expr, TypeName } from '../syntax.ts';
import {
  decimalOf,
  type PlainKind,
  plain,
  plainKinds,
  type RowField,
  type SqlType,
  varcharOf,
} from '../types.ts';
import { castTo } from './cast.ts';
import type { Bound, Env } from './context.ts';

const otherNames: Readonly<Record<string, PlainKind>> = {
  int: 'integer',
  'double precision': 'double',
};
const zoned = ['time', 'timestamp', 'timestamp with time zone'];

/** @throws UserError for a type that there is not, or that is not available here */
export function typeNamed({ name, numbers, args, at }: TypeName, env: Env): SqlType {
  const kind = otherNames[name] ?? name;
  const [first, second] = numbers;
  if (kind === 'varchar') return varcharOf(first);
  if (kind === 'char') return { kind, length: first ?? 1 };
  if (kind === 'decimal') {
    const [precision, scale] = [first ?? 38, second ?? 0];
    if (precision < 1 || precision > 38 || scale > precision)
      throw env.binder.fault(
        at,
        `decimal(${precision},${scale}) is not a type`,
        'Up to 38 digits are possible.',
      );
    return decimalOf(precision, scale);
  }
  if (zoned.includes(kind)) {
    const precision = first ?? 3;
    if (precision > 6)
      throw env.binder.fault(at, 'more than microseconds are not available', 'Give 6 at most.');
    return { kind, precision } as SqlType;
  }
  const types = args.map(({ type }) => typeNamed(type, env));
  const [inner, value] = types;
  if (kind === 'array' && types.length === 1) return { kind, of: inner as SqlType };
  if (kind === 'map' && types.length === 2) return { kind, key: inner as SqlType, value: value as SqlType };
  if (kind === 'row') {
    const fields = types.map((type, index): RowField => ({ name: args[index]?.name ?? null, type }));
    return { kind, fields };
  }
  if (plainKinds.includes(kind as PlainKind) && kind !== 'unknown') return plain(kind as PlainKind);
  throw env.binder.fault(at, `Unknown type: ${name}`);
}

export function bindLiteral(expr: Expr & { kind: 'literal' }, env: Env): Bound {
  const { at, value } = expr;
  const base = { at, sources: [], literal: value };
  switch (expr.type) {
    case 'integer': {
      const number = BigInt(value);
      if (number > 9223372036854775807n)
        throw env.binder.fault(
          at,
          `Invalid numeric literal: ${value}`,
          `Write ${value}. with a point for a decimal.`,
        );
      const kind = number > 2147483647n || number < -2147483648n ? 'bigint' : 'integer';
      // To DuckDB a minus is an operator, and the least integer the negative of one that is too large.
      return { ...base, sql: number < 0n ? `CAST(${number} AS ${kind})` : String(number), type: plain(kind) };
    }
    case 'decimal': {
      const type = decimalLiteralType(value);
      if (type.precision > 38) throw env.binder.fault(at, 'a decimal has 38 digits at most');
      return { ...base, sql: `CAST(${quotedText(value)} AS DECIMAL(${type.precision},${type.scale}))`, type };
    }
    case 'double':
      return { ...base, sql: `CAST(${quotedText(value)} AS DOUBLE)`, type: plain('double') };
    case 'text':
      return { ...base, sql: quotedText(value), type: varcharOf([...value].length) };
    case 'binary': {
      if (!/^([0-9a-f]{2})*$/i.test(value)) throw env.binder.fault(at, 'X holds pairs of hexadecimal digits');
      return { at, sources: [], sql: `from_hex(${quotedText(value)})`, type: plain('varbinary') };
    }
  }
}

/** Digits as they are written, without zeros in front: `0.30` is decimal(2,2). */
function decimalLiteralType(text: string): SqlType & { kind: 'decimal' } {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = whole.replace(/^0+/, '').length + fraction.length;
  return { kind: 'decimal', precision: Math.max(1, digits), scale: fraction.length };
}

/** `DATE '2026-03-01'`: what the cast of the text would be, with what it lacks of the type read from the text. */
export function bindTypedLiteral(expr: Expr & { kind: 'typed literal' }, env: Env): Bound {
  const { at, value, type: written } = expr;
  const text: Bound = { at, sql: quotedText(value), type: varcharOf(), sources: [], literal: value };
  const type = typeNamed(written, env);
  switch (type.kind) {
    case 'date':
      checkForm(/^\s*[+-]?\d{4,}-\d{1,2}-\d{1,2}\s*$/, expr, env);
      return { ...text, sql: `DATE ${quotedText(value.trim())}`, type };
    case 'decimal': {
      checkForm(/^[+-]?(\d+\.?\d*|\.\d+)$/, expr, env);
      return { ...castTo(text, decimalLiteralType(value.replace(/^[+-]/, '')), false, env), literal: value };
    }
    case 'timestamp':
      return bindTimestamp(expr, text, env);
    case 'time': {
      const fraction = /\.(\d+)$/.exec(value)?.[1] ?? '';
      checkForm(/^\d{1,2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/, expr, env);
      return {
        ...text,
        sql: `CAST(${quotedText(value)} AS TIME)`,
        type: { kind: 'time', precision: fraction.length },
      };
    }
    case 'varchar':
      return { ...text, type };
    case 'json':
      if (!isJson(value)) throw env.binder.fault(at, `'${value}' is not a valid json literal`);
      return { at, sources: [], sql: `CAST(${quotedText(value)} AS JSON)`, type };
    default:
      return { ...castTo(text, type, false, env), literal: value };
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const timestampForm =
  /^\s*(\d{4,}-\d{1,2}-\d{1,2})(?: (\d{1,2}:\d{2}(?::\d{2}(?:\.(\d{1,6}))?)?))?(?:\s*([+-]\d{2}:?\d{2}|[A-Za-z][A-Za-z0-9_/+-]*))?\s*$/;

function bindTimestamp(expr: Expr & { kind: 'typed literal' }, text: Bound, env: Env): Bound {
  const [, day = '', time = '00:00', fraction = '', zone] = timestampForm.exec(expr.value) ?? [];
  if (day === '') checkForm(timestampForm, expr, env);
  const sql = `TIMESTAMP ${quotedText(`${day} ${time}`)}`;
  const precision = fraction.length;
  if (zone === undefined) return { ...text, sql, type: { kind: 'timestamp', precision } };
  // The zone of a value is known by its name; DuckDB has none for a distance from UTC.
  if (/^[+-](?!00:?00$)/.test(zone))
    throw env.binder.fault(expr.at, `the zone ${zone} is not available`, 'Give one by its name, or UTC.');
  const name = quotedText(/^[+-]/.test(zone) ? 'UTC' : zone);
  return {
    ...text,
    sql: `timezone(${name}, ${sql})`,
    type: { kind: 'timestamp with time zone', precision },
    zone: name,
  };
}

function checkForm(form: RegExp, { at, value, type }: Expr & { kind: 'typed literal' }, env: Env): void {
  if (!form.test(value)) throw env.binder.fault(at, `'${value}' is not a valid ${type.name} literal`);
}

/** What a unit is in the smallest one of its kind: months, or microseconds. */
const months: Readonly<Record<string, number>> = { YEAR: 12, MONTH: 1 };
const micros: Readonly<Record<string, bigint>> = {
  WEEK: 604_800_000_000n,
  DAY: 86_400_000_000n,
  HOUR: 3_600_000_000n,
  MINUTE: 60_000_000n,
  SECOND: 1_000_000n,
};
const order = ['DAY', 'HOUR', 'MINUTE', 'SECOND'];

/** Whole days stay days, so that a date plus them is a date; the rest are microseconds. */
export function bindInterval(expr: Expr & { kind: 'interval' }, env: Env): Bound {
  const { at, value, negative, from, to } = expr;
  const invalid = () =>
    env.binder.fault(at, `Invalid INTERVAL literal: '${value}' ${from}${to ? ` TO ${to}` : ''}`);
  const sign = (negative ? -1n : 1n) * (value.startsWith('-') ? -1n : 1n);
  const digits = value.replace(/^[+-]/, '');
  if (from in months) {
    const [, first, second] = /^(\d+)(?:-(\d+))?$/.exec(digits) ?? [];
    if (first === undefined || (second !== undefined) !== (to === 'MONTH')) throw invalid();
    const total = sign * BigInt(Number(first) * (months[from] ?? 1) + Number(second ?? 0));
    return {
      at,
      sql: `to_months(CAST(${total} AS INTEGER))`,
      type: plain('interval year to month'),
      sources: [],
    };
  }
  const total = sign * microsOf(digits, from, to, invalid);
  const day = micros.DAY as bigint;
  const sql = `(to_days(CAST(${total / day} AS INTEGER)) + to_microseconds(CAST(${total % day} AS BIGINT)))`;
  return { at, sql, type: plain('interval day to second'), sources: [] };
}

/** `1 02:03:04.5` from DAY to SECOND, `02:03` from HOUR to MINUTE, `1.5` SECOND. */
function microsOf(text: string, from: string, to: string | null, invalid: () => Error): bigint {
  const units = to === null ? [from] : order.slice(order.indexOf(from), order.indexOf(to) + 1);
  const parts = text.split(/[ :]/);
  if (parts.length !== units.length) throw invalid();
  return parts.reduce((sum, part, index) => {
    const unit = units[index] as string;
    const form = unit === 'SECOND' ? /^(\d+)(?:\.(\d{1,6}))?$/ : /^(\d+)$/;
    const [, whole, fraction = ''] = form.exec(part) ?? [];
    if (whole === undefined) throw invalid();
    return sum + BigInt(whole) * (micros[unit] as bigint) + BigInt(fraction.padEnd(6, '0'));
  }, 0n);
}
