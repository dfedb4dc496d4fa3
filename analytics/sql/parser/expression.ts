import type { Expr } from '../syntax.ts';
import type { Cursor } from './cursor.ts';
import { parsePrimary } from './primary.ts';

/**
 * Precedence as in Trino's grammar, loosest first: OR, AND, NOT, one predicate, `||`, `+ -`, `* / %`, sign,
 * AT TIME ZONE.
 */
const operator = (at: number, name: string, ...args: Expr[]): Expr => ({ kind: 'operator', at, name, args });

export function parseExpr(cursor: Cursor): Expr {
  let left = parseAnd(cursor);
  for (let at = cursor.at; cursor.takes('OR'); at = cursor.at)
    left = operator(at, 'or', left, parseAnd(cursor));
  return left;
}

function parseAnd(cursor: Cursor): Expr {
  let left = parseNot(cursor);
  for (let at = cursor.at; cursor.takes('AND'); at = cursor.at)
    left = operator(at, 'and', left, parseNot(cursor));
  return left;
}

function parseNot(cursor: Cursor): Expr {
  const { at } = cursor;
  return cursor.takes('NOT')
    ? operator(
        at,
        'not',
        cursor.nested(() => parseNot(cursor)),
      )
    : parsePredicate(cursor);
}

const comparisons = ['=', '<>', '<', '<=', '>', '>='] as const;

function parsePredicate(cursor: Cursor): Expr {
  const value = parseValue(cursor);
  return parseComparison(cursor, value) ?? parseIs(cursor, value) ?? parseMatch(cursor, value) ?? value;
}

function parseComparison(cursor: Cursor, value: Expr): Expr | null {
  const { at } = cursor;
  const op = cursor.takesOneOf(...comparisons);
  if (op === null) return null;
  const quantifier = cursor.ahead(1).key === '(' ? cursor.takesOneOf('ALL', 'ANY', 'SOME') : null;
  if (quantifier === null) return operator(at, op, value, parseValue(cursor));
  cursor.expect('(');
  const query = cursor.query();
  cursor.expect(')');
  return { kind: 'quantified', at, op, quantifier: quantifier === 'ALL' ? 'ALL' : 'ANY', value, query };
}

function parseIs(cursor: Cursor, value: Expr): Expr | null {
  const { at } = cursor;
  if (!cursor.takes('IS')) return null;
  const negated = cursor.takes('NOT');
  if (cursor.takes('NULL')) return { kind: 'is null', at, value, negated };
  cursor.expect('DISTINCT', 'FROM');
  const differ = operator(at, 'is distinct from', value, parseValue(cursor));
  return negated ? operator(at, 'not', differ) : differ;
}

function parseMatch(cursor: Cursor, value: Expr): Expr | null {
  const { at } = cursor;
  const word = cursor.ahead(cursor.sees('NOT') ? 1 : 0).key;
  if (word !== 'BETWEEN' && word !== 'IN' && word !== 'LIKE') return null;
  const negated = cursor.takes('NOT');
  cursor.next();
  if (word === 'BETWEEN') {
    const low = parseValue(cursor);
    cursor.expect('AND');
    return { kind: 'between', at, value, low, high: parseValue(cursor), negated };
  }
  if (word === 'LIKE') {
    const pattern = parseValue(cursor);
    const escapedBy = cursor.takes('ESCAPE') ? parseValue(cursor) : null;
    return { kind: 'like', at, value, pattern, escapedBy, negated };
  }
  cursor.expect('(');
  const inside: Expr = cursor.startsQuery()
    ? { kind: 'in query', at, value, query: cursor.query(), negated }
    : { kind: 'in', at, value, items: cursor.list(() => cursor.expr()), negated };
  cursor.expect(')');
  return inside;
}

export function parseValue(cursor: Cursor): Expr {
  let left = parseSum(cursor);
  for (let { at } = cursor; cursor.takes('||'); at = cursor.at)
    left = operator(at, '||', left, parseSum(cursor));
  return left;
}

function parseSum(cursor: Cursor): Expr {
  let left = parseProduct(cursor);
  for (let { at } = cursor; ; at = cursor.at) {
    const op = cursor.takesOneOf('+', '-');
    if (op === null) return left;
    left = operator(at, op, left, parseProduct(cursor));
  }
}

function parseProduct(cursor: Cursor): Expr {
  let left = parseSigned(cursor);
  for (let { at } = cursor; ; at = cursor.at) {
    const op = cursor.takesOneOf('*', '/', '%');
    if (op === null) return left;
    left = operator(at, op, left, parseSigned(cursor));
  }
}

function parseSigned(cursor: Cursor): Expr {
  const { at } = cursor;
  if (cursor.takes('-'))
    return operator(
      at,
      '-x',
      cursor.nested(() => parseSigned(cursor)),
    );
  if (cursor.takes('+')) return cursor.nested(() => parseSigned(cursor));
  return parseZone(cursor);
}

function parseZone(cursor: Cursor): Expr {
  let value = parsePrimary(cursor);
  for (let { at } = cursor; cursor.takes('AT'); at = cursor.at) {
    cursor.expect('TIME', 'ZONE');
    value = { kind: 'zone', at, value, zone: parsePrimary(cursor) };
  }
  return value;
}
