import type { CallExpr, Expr, Name } from '../syntax.ts';
import type { Cursor } from './cursor.ts';
import { parseSortItem, parseWindow } from './window.ts';

const callOf = (at: number, name: string, args: readonly Expr[]): CallExpr => ({
  kind: 'call',
  at,
  name,
  args,
  distinct: false,
  order: [],
  filter: null,
  ignoreNulls: false,
  over: null,
});

/** `name(...)` with everything that may stand in and behind it; the name is taken already. */
export function parseCall(cursor: Cursor, { text, at }: Name): CallExpr {
  const name = text.toLowerCase();
  cursor.expect('(');
  if (name === 'position') return parsePosition(cursor, at);
  if (cursor.takes('*', ')')) return parseTail(cursor, callOf(at, name, []));
  const distinct = cursor.takesOneOf('DISTINCT', 'ALL') === 'DISTINCT';
  const args = cursor.sees(')') || cursor.sees('ORDER', 'BY') ? [] : cursor.list(() => cursor.expr());
  if (name === 'substring' && args.length === 1 && cursor.takes('FROM')) {
    args.push(cursor.expr());
    if (cursor.takes('FOR')) args.push(cursor.expr());
  }
  const order = cursor.takes('ORDER', 'BY') ? cursor.list(() => parseSortItem(cursor)) : [];
  cursor.expect(')');
  return parseTail(cursor, { ...callOf(at, name, args), distinct, order });
}

function parseTail(cursor: Cursor, call: CallExpr): CallExpr {
  let { order, filter, ignoreNulls } = call;
  if (cursor.takes('WITHIN', 'GROUP', '(')) {
    cursor.expect('ORDER', 'BY');
    order = cursor.list(() => parseSortItem(cursor));
    cursor.expect(')');
  }
  if (cursor.takes('FILTER', '(')) {
    cursor.expect('WHERE');
    filter = cursor.expr();
    cursor.expect(')');
  }
  const nulls = cursor.ahead(1).key === 'NULLS' ? cursor.takesOneOf('IGNORE', 'RESPECT') : null;
  if (nulls !== null) {
    cursor.expect('NULLS');
    ignoreNulls = nulls === 'IGNORE';
  }
  if (!cursor.takes('OVER')) return { ...call, order, filter, ignoreNulls };
  const over = cursor.sees('(') ? parseWindow(cursor) : cursor.name('a window');
  return { ...call, order, filter, ignoreNulls, over };
}

/** `position(needle IN text)` is `strpos(text, needle)`. */
function parsePosition(cursor: Cursor, at: number): CallExpr {
  const needle = cursor.value();
  cursor.expect('IN');
  const args = [cursor.value(), needle];
  cursor.expect(')');
  return callOf(at, 'strpos', args);
}

const moments: Readonly<Record<string, string>> = {
  CURRENT_DATE: 'current_date',
  CURRENT_TIME: 'current_time',
  CURRENT_TIMESTAMP: 'current_timestamp',
  LOCALTIME: 'localtime',
  LOCALTIMESTAMP: 'localtimestamp',
  CURRENT_USER: 'current_user',
  CURRENT_CATALOG: 'current_catalog',
  CURRENT_SCHEMA: 'current_schema',
};

/** Calls that have a syntax of their own; null when none comes next. */
export function parseSpecialForm(cursor: Cursor): Expr | null {
  const { at, key } = cursor.ahead();
  const moment = moments[key];
  if (moment !== undefined) {
    cursor.next();
    const args =
      moment.startsWith('current_time') || moment.startsWith('local') ? parsePrecision(cursor) : [];
    return callOf(at, moment, args);
  }
  if (cursor.ahead(1).key !== '(') return null;
  switch (key) {
    case 'EXTRACT':
      return parseExtract(cursor);
    case 'TRIM':
      return parseTrim(cursor);
    case 'NORMALIZE':
      return parseNormalize(cursor);
    case 'LISTAGG':
      return parseListagg(cursor);
    default:
      return null;
  }
}

function parsePrecision(cursor: Cursor): Expr[] {
  if (!cursor.takes('(')) return [];
  const args = [cursor.expr()];
  cursor.expect(')');
  return args;
}

const extracted: Readonly<Record<string, string>> = {
  DOW: 'day_of_week',
  DOY: 'day_of_year',
  YOW: 'year_of_week',
};

/** `EXTRACT(YEAR FROM x)` is `year(x)`. */
function parseExtract(cursor: Cursor): Expr {
  const { at } = cursor.next();
  cursor.expect('(');
  const { text } = cursor.name('a unit such as YEAR');
  cursor.expect('FROM');
  const args = [cursor.expr()];
  cursor.expect(')');
  return callOf(at, extracted[text.toUpperCase()] ?? text.toLowerCase(), args);
}

/** `TRIM(BOTH 'x' FROM y)` is `trim(y, 'x')`. */
function parseTrim(cursor: Cursor): Expr {
  const { at } = cursor.next();
  cursor.expect('(');
  const side = cursor.takesOneOf('LEADING', 'TRAILING', 'BOTH');
  const name = side === 'LEADING' ? 'ltrim' : side === 'TRAILING' ? 'rtrim' : 'trim';
  const signs = cursor.sees('FROM') ? null : cursor.expr();
  const args = cursor.takes('FROM') ? [cursor.expr(), ...(signs ? [signs] : [])] : [signs as Expr];
  if (args.length === 1 && cursor.takes(',')) args.push(cursor.expr());
  cursor.expect(')');
  return callOf(at, name, args);
}

function parseNormalize(cursor: Cursor): Expr {
  const { at } = cursor.next();
  cursor.expect('(');
  const args = [cursor.expr()];
  if (cursor.takes(',')) {
    const form = cursor.name('NFC, NFD, NFKC or NFKD');
    args.push({ kind: 'literal', at: form.at, type: 'text', value: form.text.toUpperCase() });
  }
  cursor.expect(')');
  return callOf(at, 'normalize', args);
}

/** `LISTAGG(x, ', ') WITHIN GROUP (ORDER BY y)` */
function parseListagg(cursor: Cursor): Expr {
  const { at } = cursor.next();
  cursor.expect('(');
  const distinct = cursor.takesOneOf('DISTINCT', 'ALL') === 'DISTINCT';
  const args = cursor.list(() => cursor.expr());
  if (cursor.sees('ON', 'OVERFLOW')) throw cursor.fault(cursor.at, 'ON OVERFLOW is not available');
  cursor.expect(')');
  return parseTail(cursor, { ...callOf(at, 'listagg', args), distinct });
}
