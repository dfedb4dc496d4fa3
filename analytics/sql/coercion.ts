import { arrayOf, decimalOf, mapOf, plain, type RowField, type SqlType, varcharOf } from './types.ts';

/** Numbers from the narrowest on: each can become every later one by itself. */
const numbers = ['tinyint', 'smallint', 'integer', 'bigint', 'decimal', 'real', 'double'];
const moments = ['date', 'timestamp', 'timestamp with time zone'];
/** Digits of the decimal that holds every value of a whole number. */
const wholeDigits: Readonly<Record<string, number>> = { tinyint: 3, smallint: 5, integer: 10, bigint: 19 };

const asDecimal = (type: SqlType) =>
  type.kind === 'decimal' ? type : { precision: wholeDigits[type.kind] ?? 19, scale: 0 };

/**
 * The type that values of both become where they meet, as Trino decides it; null where they do not: text never
 * becomes a number by itself.
 */
export function commonType(a: SqlType, b: SqlType): SqlType | null {
  if (a.kind === 'unknown') return b;
  if (b.kind === 'unknown') return a;
  if (a.kind === 'array' && b.kind === 'array') {
    const of = commonType(a.of, b.of);
    return of && arrayOf(of);
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const [key, value] = [commonType(a.key, b.key), commonType(a.value, b.value)];
    return key && value && mapOf(key, value);
  }
  if (a.kind === 'row' && b.kind === 'row') return commonRow(a.fields, b.fields);
  return commonNumber(a, b) ?? commonText(a, b) ?? commonMoment(a, b) ?? (a.kind === b.kind ? a : null);
}

function commonRow(left: readonly RowField[], right: readonly RowField[]): SqlType | null {
  if (left.length !== right.length) return null;
  const fields: RowField[] = [];
  for (const [index, a] of left.entries()) {
    const b = right[index] as RowField;
    const type = commonType(a.type, b.type);
    if (!type) return null;
    fields.push({ name: a.name?.toLowerCase() === b.name?.toLowerCase() ? a.name : null, type });
  }
  return { kind: 'row', fields };
}

function commonNumber(a: SqlType, b: SqlType): SqlType | null {
  const widest = Math.max(numbers.indexOf(a.kind), numbers.indexOf(b.kind));
  if (!numbers.includes(a.kind) || !numbers.includes(b.kind)) return null;
  if (numbers[widest] !== 'decimal') return a.kind === numbers[widest] ? a : b;
  const [left, right] = [asDecimal(a), asDecimal(b)];
  const scale = Math.max(left.scale, right.scale);
  const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
  return decimalOf(Math.min(38, whole + scale), scale);
}

function commonText(a: SqlType, b: SqlType): SqlType | null {
  const [left, right] = [textLength(a), textLength(b)];
  if (left === null || right === null) return null;
  if (a.kind === 'char' && b.kind === 'char') return { kind: 'char', length: Math.max(left, right) };
  return varcharOf(Number.isFinite(left + right) ? Math.max(left, right) : undefined);
}

function textLength(type: SqlType): number | null {
  if (type.kind === 'varchar') return type.length ?? Number.POSITIVE_INFINITY;
  return type.kind === 'char' ? type.length : null;
}

function commonMoment(a: SqlType, b: SqlType): SqlType | null {
  if (a.kind === 'time' && b.kind === 'time')
    return { kind: 'time', precision: Math.max(a.precision, b.precision) };
  const later = Math.max(moments.indexOf(a.kind), moments.indexOf(b.kind));
  if (!moments.includes(a.kind) || !moments.includes(b.kind)) return null;
  if (moments[later] === 'date') return a;
  const precision = Math.max(precisionOf(a), precisionOf(b));
  return { kind: moments[later] as 'timestamp' | 'timestamp with time zone', precision };
}

const precisionOf = (type: SqlType) => ('precision' in type && type.kind !== 'decimal' ? type.precision : 0);

/** How far a type is from another that it can become by itself: 0 for the same kind, null where it cannot. */
export function distance(from: SqlType, to: SqlType['kind']): number | null {
  if (from.kind === to) return 0;
  if (from.kind === 'unknown') return 1;
  if (from.kind === 'char' && to === 'varchar') return 1;
  for (const chain of [numbers, moments]) {
    const steps = chain.indexOf(to) - chain.indexOf(from.kind);
    if (chain.includes(from.kind) && chain.includes(to)) return steps > 0 ? steps : null;
  }
  return null;
}

/** What a value becomes where a kind is asked for without saying more: an integer as decimal is decimal(10,0). */
export function widenedTo(from: SqlType, kind: SqlType['kind']): SqlType {
  if (from.kind === kind) return from;
  switch (kind) {
    case 'decimal':
      return from.kind === 'unknown' ? decimalOf(38, 0) : decimalOf(asDecimal(from).precision, 0);
    case 'varchar':
      return varcharOf(from.kind === 'char' ? from.length : undefined);
    case 'timestamp':
    case 'timestamp with time zone':
    case 'time':
      return { kind, precision: from.kind === 'unknown' || from.kind === 'date' ? 3 : precisionOf(from) };
    case 'array':
      return arrayOf(plain('unknown'));
    case 'map':
      return mapOf(plain('unknown'), plain('unknown'));
    case 'row':
      return { kind, fields: [] };
    case 'char':
      return { kind, length: 1 };
    default:
      return plain(kind);
  }
}
