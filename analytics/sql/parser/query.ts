import type {
  CommonTable,
  Expr,
  GroupBy,
  GroupItem,
  Query,
  QueryBody,
  Select,
  SelectItem,
} from '../syntax.ts';
import type { Cursor } from './cursor.ts';
import { parseFrom } from './relation.ts';
import { parseSortItem, parseWindow } from './window.ts';

export function parseQuery(cursor: Cursor): Query {
  const { at } = cursor;
  const hasWith = cursor.takes('WITH');
  const recursive = hasWith && cursor.takes('RECURSIVE');
  const tables = hasWith ? cursor.list(() => parseCommonTable(cursor)) : [];
  const body = parseUnion(cursor);
  const order = cursor.takes('ORDER', 'BY') ? cursor.list(() => parseSortItem(cursor)) : [];
  const offset = parseOffset(cursor);
  return { with: tables, recursive, body, order, offset, ...parseLimit(cursor), at };
}

function parseCommonTable(cursor: Cursor): CommonTable {
  const name = cursor.name('a name for the query');
  const columns = cursor.takes('(') ? cursor.list(() => cursor.name('a column')) : null;
  if (columns) cursor.expect(')');
  cursor.expect('AS', '(');
  const query = cursor.query();
  cursor.expect(')');
  return { name, columns, query };
}

function parseOffset(cursor: Cursor): Expr | null {
  if (!cursor.takes('OFFSET')) return null;
  const rows = parseCount(cursor);
  cursor.takesOneOf('ROW', 'ROWS');
  return rows;
}

function parseLimit(cursor: Cursor): Pick<Query, 'limit' | 'ties'> {
  if (cursor.takes('LIMIT')) {
    const limit = cursor.takes('ALL') ? null : parseCount(cursor);
    if (cursor.sees('OFFSET'))
      throw cursor.fault(cursor.at, 'OFFSET stands before LIMIT here', 'OFFSET 10 LIMIT 5');
    return { limit, ties: false };
  }
  if (!cursor.takes('FETCH')) return { limit: null, ties: false };
  if (cursor.takesOneOf('FIRST', 'NEXT') === null) throw cursor.unexpected('FIRST');
  const { at } = cursor;
  const one: Expr = { kind: 'literal', at, type: 'integer', value: '1' };
  const limit = cursor.sees('ROW') || cursor.sees('ROWS') ? one : parseCount(cursor);
  if (cursor.takesOneOf('ROW', 'ROWS') === null) throw cursor.unexpected('ROWS');
  if (cursor.takes('ONLY')) return { limit, ties: false };
  cursor.expect('WITH', 'TIES');
  return { limit, ties: true };
}

function parseCount(cursor: Cursor): Expr {
  if (cursor.ahead().kind !== 'integer') throw cursor.unexpected('a number of rows');
  const { at, value } = cursor.next();
  return { kind: 'literal', at, type: 'integer', value };
}

/** UNION and EXCEPT bind alike from left to right, INTERSECT tighter. */
function parseUnion(cursor: Cursor): QueryBody {
  let left = parseIntersect(cursor);
  for (let { at } = cursor; ; at = cursor.at) {
    const op = cursor.takesOneOf('UNION', 'EXCEPT');
    if (op === null) return left;
    const all = cursor.takesOneOf('ALL', 'DISTINCT') === 'ALL';
    left = { kind: 'set', op, all, left, right: parseIntersect(cursor), at };
  }
}

function parseIntersect(cursor: Cursor): QueryBody {
  let left = parseBody(cursor);
  for (let { at } = cursor; cursor.takes('INTERSECT'); at = cursor.at) {
    const all = cursor.takesOneOf('ALL', 'DISTINCT') === 'ALL';
    left = { kind: 'set', op: 'INTERSECT', all, left, right: parseBody(cursor), at };
  }
  return left;
}

function parseBody(cursor: Cursor): QueryBody {
  const { at } = cursor;
  if (cursor.takes('(')) {
    const query = cursor.query();
    cursor.expect(')');
    return { kind: 'nested', query, at };
  }
  if (cursor.takes('VALUES')) return { kind: 'values', rows: cursor.list(() => parseValuesRow(cursor)), at };
  if (cursor.takes('TABLE')) return { kind: 'table', table: cursor.qualifiedName('a table'), at };
  return parseSelect(cursor);
}

/** `1` is a row of one column, as is `(1)`. */
function parseValuesRow(cursor: Cursor): Expr[] {
  const expr = cursor.expr();
  return expr.kind === 'row' ? expr.items.map(({ value }) => value) : [expr];
}

function parseSelect(cursor: Cursor): Select {
  const { at } = cursor;
  cursor.expect('SELECT');
  const distinct = cursor.takesOneOf('DISTINCT', 'ALL') === 'DISTINCT';
  const items = cursor.list(() => parseSelectItem(cursor));
  const from = cursor.takes('FROM') ? parseFrom(cursor) : null;
  const where = cursor.takes('WHERE') ? cursor.expr() : null;
  const group = cursor.takes('GROUP', 'BY') ? parseGroupBy(cursor) : null;
  const having = cursor.takes('HAVING') ? cursor.expr() : null;
  const windows = cursor.takes('WINDOW')
    ? cursor.list(() => {
        const name = cursor.name('a window');
        cursor.expect('AS');
        return { name, window: parseWindow(cursor) };
      })
    : [];
  if (cursor.sees('QUALIFY'))
    throw cursor.fault(cursor.at, 'QUALIFY is not in this dialect', 'Filter in a query around this one.');
  return { kind: 'select', distinct, items, from, where, group, having, windows, at };
}

function parseSelectItem(cursor: Cursor): SelectItem {
  const { at } = cursor;
  if (cursor.takes('*')) return { kind: 'star', of: null, aliases: null, at };
  const expr = cursor.expr();
  if (cursor.takes('.', '*')) {
    const aliases = cursor.takes('AS', '(') ? cursor.list(() => cursor.name('a column')) : null;
    if (aliases) cursor.expect(')');
    return { kind: 'star', of: expr, aliases, at };
  }
  const isNamed = cursor.takes('AS') || cursor.isName();
  return { kind: 'expr', expr, alias: isNamed ? cursor.name('a column') : null };
}

function parseGroupBy(cursor: Cursor): GroupBy {
  const distinct = cursor.takesOneOf('ALL', 'DISTINCT') === 'DISTINCT';
  return { distinct, items: cursor.list(() => parseGroupItem(cursor)) };
}

function parseGroupItem(cursor: Cursor): GroupItem {
  const kind = cursor.takesOneOf('ROLLUP', 'CUBE');
  const isSets = kind === null && cursor.takes('GROUPING', 'SETS');
  if (kind === null && !isSets) {
    if (cursor.takes('(', ')')) return { kind: 'sets', sets: [[]] };
    return { kind: 'expr', expr: cursor.expr() };
  }
  cursor.expect('(');
  const sets = cursor.sees(')') ? [] : cursor.list(() => parseGroupingSet(cursor));
  cursor.expect(')');
  return { kind: isSets ? 'sets' : kind === 'CUBE' ? 'cube' : 'rollup', sets };
}

/** `(a, b)`, `a`, `()`. */
function parseGroupingSet(cursor: Cursor): Expr[] {
  if (cursor.takes('(', ')')) return [];
  const expr = cursor.expr();
  return expr.kind === 'row' ? expr.items.map(({ value }) => value) : [expr];
}
