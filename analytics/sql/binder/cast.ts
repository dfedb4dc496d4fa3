import { quotedText } from '../../../lake/iceberg/duckdb.ts';
import { decimalText, duckdbType, failing, fieldName } from '../duckdbText.ts';
import { placeOf } from '../place.ts';
import { instantText, localTime, rounded, timestampText } from '../times.ts';
import { isWhole, printedType, type RowField, type SqlType, sameType, varcharOf } from '../types.ts';
import type { Bound, Env } from './context.ts';

/** How casts of one expression fail: with its place, or with null. */
interface Casting {
  readonly safe: boolean;
  readonly place: string;
  readonly literal: string | undefined;
  readonly zone: string;
  readonly fresh: (prefix: string) => string;
}

/**
 * An explicit cast.
 * @throws UserError when no value of the one type can become one of the other
 */
export function castTo(bound: Bound, to: SqlType, safe: boolean, env: Env): Bound {
  const { at, type: from, sources, literal, zone = "'UTC'" } = bound;
  const { binder } = env;
  const casting = { safe, place: placeOf(binder.sql, at), literal, zone, fresh: binder.fresh };
  const sql = castSql(bound.sql, from, to, casting);
  if (sql === null) throw binder.fault(at, `Cannot cast ${printedType(from)} to ${printedType(to)}`);
  const derived = sources.map((source) =>
    source.how === 'identity' ? { ...source, how: 'derived' as const } : source,
  );
  const keepsZone = to.kind === 'timestamp with time zone' && bound.zone !== undefined;
  return { at, sql, type: to, sources: derived, ...(keepsZone ? { zone } : {}) };
}

function castSql(sql: string, from: SqlType, to: SqlType, how: Casting): string | null {
  if (sameType(from, to)) return sql;
  if (from.kind === 'unknown') return `CAST(NULL AS ${duckdbType(to)})`;
  if (to.kind === 'varchar' || to.kind === 'char') return toText(sql, from, to, how);
  if (from.kind === 'varchar' || from.kind === 'char') return fromText(sql, to, how);
  if (to.kind === 'json') return hasNames(from) ? `to_json(${sql})` : null;
  switch (from.kind) {
    case 'array':
      return to.kind === 'array' ? eachItem(sql, from.of, to.of, how) : null;
    case 'map':
      return to.kind === 'map' ? eachEntry(sql, from, to, how) : null;
    case 'row':
      return to.kind === 'row' ? eachField(sql, from.fields, to.fields, how) : null;
    case 'json':
      return fromJson(sql, to, how);
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamp with time zone':
      return fromMoment(sql, from, to, how);
    default:
      return fromNumber(sql, from, to, how);
  }
}

/** A row whose fields have no names would be an object whose members have none. */
function hasNames(type: SqlType): boolean {
  switch (type.kind) {
    case 'array':
      return hasNames(type.of);
    case 'map':
      return hasNames(type.value);
    case 'row':
      return type.fields.every((field) => field.name !== null && hasNames(field.type));
    default:
      return true;
  }
}

const numbers = ['boolean', 'tinyint', 'smallint', 'integer', 'bigint', 'decimal', 'real', 'double'];

/** Trino rounds halves away from zero where DuckDB takes the even one. */
function fromNumber(sql: string, from: SqlType, to: SqlType, { safe }: Casting): string | null {
  if (!numbers.includes(from.kind) || !numbers.includes(to.kind)) return null;
  const isFloat = from.kind === 'double' || from.kind === 'real';
  // A decimal is made of the digits that are printed, not of those behind them.
  const asDecimal = to.kind === 'decimal' ? `CAST(${sql} AS VARCHAR)` : sql;
  const value = isFloat ? (isWhole(to) ? `round(${sql})` : asDecimal) : sql;
  return `${safe ? 'TRY_CAST' : 'CAST'}(${value} AS ${duckdbType(to)})`;
}

/** What a text must look like for a cast to a type, as a regular expression of the whole. */
const textForms: Readonly<Record<string, string>> = {
  boolean: '(?i)(t|f|true|false|0|1)',
  date: String.raw`\s*[+-]?\d{4,}-\d{1,2}-\d{1,2}\s*`,
  time: String.raw`\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?`,
  timestamp: String.raw`\s*[+-]?\d{4,}-\d{1,2}-\d{1,2}( \d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?\s*`,
  'timestamp with time zone': String.raw`\s*[+-]?\d{4,}-\d{1,2}-\d{1,2}( \d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?\s*([+-]\d{2}:?\d{2}|Z|UTC)?\s*`,
  decimal: String.raw`[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?`,
  real: String.raw`\s*[+-]?((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|Infinity|NaN)[dDfF]?\s*`,
  double: String.raw`\s*[+-]?((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|Infinity|NaN)[dDfF]?\s*`,
  uuid: '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}',
  tinyint: String.raw`\s*[+-]?\d+\s*`,
  smallint: String.raw`\s*[+-]?\d+\s*`,
  integer: String.raw`\s*[+-]?\d+\s*`,
  bigint: String.raw`\s*[+-]?\d+\s*`,
};

/** DuckDB reads more than Trino does as a number or a date: the form of the text is checked first. */
function fromText(sql: string, to: SqlType, how: Casting): string | null {
  if (to.kind === 'varbinary') return `encode(${sql})`;
  if (to.kind === 'json') return `to_json(${sql})`;
  const form = textForms[to.kind];
  if (form === undefined) return null;
  const text = to.kind === 'real' || to.kind === 'double' ? `rtrim(trim(${sql}), 'dDfF')` : `trim(${sql})`;
  const value = `CASE WHEN regexp_full_match(${sql}, ${quotedText(form)}) THEN ${rounded(`TRY_CAST(${text} AS ${duckdbType(to)})`, 6, to)} END`;
  if (how.safe) return value;
  const what = how.literal === undefined ? `a value of type varchar` : `'${how.literal}'`;
  const message = quotedText(`Cannot cast ${what} to ${printedType(to)}`);
  return `CASE WHEN ${sql} IS NOT NULL THEN coalesce(${value}, ${failing(how.place, message, to)}) END`;
}

function toText(sql: string, from: SqlType, to: SqlType & { length?: number }, how: Casting): string | null {
  if (from.kind === 'varchar' || from.kind === 'char') return fitted(sql, to);
  const text = textOf(sql, from, how);
  if (text === null || to.length === undefined) return text;
  const failure = how.safe
    ? 'NULL'
    : failing(
        how.place,
        quotedText(`A value of type ${printedType(from)} cannot be represented as ${printedType(to)}`),
        to,
      );
  return fitted(`CASE WHEN length(${text}) > ${to.length} THEN ${failure} ELSE ${text} END`, to);
}

function fitted(sql: string, to: SqlType & { length?: number }): string {
  if (to.kind === 'char') return `rpad(left(${sql}, ${to.length}), ${to.length}, ' ')`;
  return to.length === undefined ? sql : `left(${sql}, ${to.length})`;
}

function textOf(sql: string, from: SqlType, { zone, safe, place }: Casting): string | null {
  switch (from.kind) {
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'date':
    case 'uuid':
      return `CAST(${sql} AS VARCHAR)`;
    case 'decimal':
      return decimalText(sql, from);
    case 'real':
    case 'double':
      return floatText(sql);
    case 'timestamp':
      return timestampText(sql, from.precision);
    case 'timestamp with time zone':
      return instantText(sql, from.precision, zone);
    case 'time':
      return `left(strftime(DATE '1970-01-01' + ${sql}, '%H:%M:%S.%f'), ${from.precision === 0 ? 8 : 9 + from.precision})`;
    case 'json': {
      const failure = safe
        ? 'NULL'
        : failing(place, quotedText('Cannot cast an array or object in JSON to varchar'), varcharOf());
      return `CASE WHEN json_type(${sql}) IN ('ARRAY', 'OBJECT') THEN ${failure} ELSE json_extract_string(${sql}, '$') END`;
    }
    default:
      return null;
  }
}

/** `1.5E0`, `1.0E-4`, from the shortest digits, which both print. */
function floatText(sql: string): string {
  const scientific = `format('{:e}', ${sql})`;
  const printed = `regexp_extract(CAST(${sql} AS VARCHAR), '^-?([0-9.]+)', 1)`;
  const digits = `regexp_replace(replace(${printed}, '.', ''), '^0+|0+$', '', 'g')`;
  const mantissa = `concat(CASE WHEN ${sql} < 0 THEN '-' ELSE '' END, left(${digits}, 1), '.', CASE WHEN length(${digits}) > 1 THEN substr(${digits}, 2) ELSE '0' END)`;
  const exponent = `CAST(CAST(regexp_extract(${scientific}, 'e(.*)$', 1) AS INTEGER) AS VARCHAR)`;
  return `CASE WHEN ${sql} IS NULL THEN NULL WHEN isnan(${sql}) THEN 'NaN' WHEN isinf(${sql}) THEN CASE WHEN ${sql} > 0 THEN 'Infinity' ELSE '-Infinity' END WHEN ${sql} = 0 THEN '0E0' ELSE concat(${mantissa}, 'E', ${exponent}) END`;
}

function fromMoment(sql: string, from: SqlType, to: SqlType, { zone }: Casting): string | null {
  const precision = 'precision' in from && from.kind !== 'decimal' ? from.precision : 0;
  const local = from.kind === 'timestamp with time zone' ? localTime(sql, zone) : sql;
  switch (to.kind) {
    case 'date':
      return from.kind === 'time' ? null : `CAST(${local} AS DATE)`;
    case 'timestamp':
      return from.kind === 'time' ? null : rounded(`CAST(${local} AS TIMESTAMP)`, precision, to);
    case 'timestamp with time zone':
      if (from.kind === 'time') return null;
      if (from.kind === to.kind) return rounded(sql, precision, to);
      return `timezone('UTC', ${rounded(`CAST(${sql} AS TIMESTAMP)`, precision, { kind: 'timestamp', precision: to.precision })})`;
    case 'time':
      return from.kind === 'date' ? null : `CAST(${local} AS TIME)`;
    default:
      return null;
  }
}

/** Scalars as their text would be cast; nested values as DuckDB reads them. */
function fromJson(sql: string, to: SqlType, how: Casting): string | null {
  if (to.kind === 'array' || to.kind === 'map' || to.kind === 'row')
    return `${how.safe ? 'TRY_CAST' : 'CAST'}(${sql} AS ${duckdbType(to)})`;
  return numbers.includes(to.kind) ? fromText(`json_extract_string(${sql}, '$')`, to, how) : null;
}

function eachItem(sql: string, from: SqlType, to: SqlType, how: Casting): string | null {
  const item = how.fresh('e');
  const inner = castSql(item, from, to, { ...how, literal: undefined });
  if (inner === item) return sql;
  return inner && `list_transform(${sql}, lambda ${item}: ${inner})`;
}

function eachEntry(
  sql: string,
  from: SqlType & { kind: 'map' },
  to: SqlType & { kind: 'map' },
  how: Casting,
) {
  const keys = eachItem(`map_keys(${sql})`, from.key, to.key, how);
  const values = eachItem(`map_values(${sql})`, from.value, to.value, how);
  return keys && values && `CASE WHEN ${sql} IS NOT NULL THEN map(${keys}, ${values}) END`;
}

function eachField(
  sql: string,
  from: readonly RowField[],
  to: readonly RowField[],
  how: Casting,
): string | null {
  if (from.length !== to.length) return null;
  const fields: string[] = [];
  for (const [index, field] of to.entries()) {
    const own = from[index] as RowField;
    const value = `struct_extract(${sql}, ${quotedText(fieldName(own.name, index))})`;
    const cast = castSql(value, own.type, field.type, { ...how, literal: undefined });
    if (cast === null) return null;
    fields.push(`"${fieldName(field.name, index)}" := ${cast}`);
  }
  return `CASE WHEN ${sql} IS NOT NULL THEN struct_pack(${fields.join(', ')}) END`;
}
