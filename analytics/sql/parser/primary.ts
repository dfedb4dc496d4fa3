import type { Expr, Name } from '../syntax.ts';
import { parseCall, parseSpecialForm } from './call.ts';
import type { Cursor } from './cursor.ts';
import { parseIntervalLiteral, parseType, parseTypedLiteral } from './types.ts';

/** A primary with everything that is hung on it: `a.b`, `a[1]`. */
export function parsePrimary(cursor: Cursor): Expr {
  let value = parseStart(cursor);
  for (;;) {
    const { at } = cursor;
    if (cursor.takes('[')) {
      value = { kind: 'subscript', at, of: value, index: cursor.expr() };
      cursor.expect(']');
    } else if (cursor.sees('.') && cursor.isName(1)) {
      cursor.next();
      value = { kind: 'field', at, of: value, name: cursor.name() };
    } else return value;
  }
}

function parseStart(cursor: Cursor): Expr {
  return (
    parseLiteral(cursor) ??
    parseTypedLiteral(cursor) ??
    parseIntervalLiteral(cursor) ??
    parseBrackets(cursor) ??
    parseWords(cursor) ??
    parseSpecialForm(cursor) ??
    parseNamed(cursor)
  );
}

function parseLiteral(cursor: Cursor): Expr | null {
  const { kind, key, value, at } = cursor.ahead();
  if (key === 'NULL') {
    cursor.next();
    return { kind: 'null', at };
  }
  if (key === 'TRUE' || key === 'FALSE') {
    cursor.next();
    return { kind: 'boolean', at, value: key === 'TRUE' };
  }
  if (kind === 'word' || kind === 'quoted' || kind === 'sign' || kind === 'end') return null;
  cursor.next();
  return { kind: 'literal', at, type: kind, value };
}

/** `(query)`, `(expression)`, `(a, b)` as a row, `(a, b) -> ...` as a lambda. */
function parseBrackets(cursor: Cursor): Expr | null {
  const { at } = cursor;
  if (!cursor.sees('(')) return null;
  const lambda = cursor.attempt(() => lambdaParameters(cursor));
  if (lambda) return { kind: 'lambda', at, parameters: lambda, body: cursor.expr() };
  cursor.expect('(');
  if (cursor.startsQuery()) {
    const query = cursor.query();
    cursor.expect(')');
    return { kind: 'subquery', at, query };
  }
  const [first, ...more] = cursor.list(() => cursor.expr());
  cursor.expect(')');
  if (more.length === 0) return first as Expr;
  const items = [first as Expr, ...more].map((value) => ({ name: null, value }));
  return { kind: 'row', at, items };
}

function lambdaParameters(cursor: Cursor): Name[] | null {
  cursor.expect('(');
  const parameters: Name[] = [];
  while (cursor.isName()) {
    parameters.push(cursor.name());
    if (!cursor.takes(',')) break;
  }
  return cursor.takes(')', '->') ? parameters : null;
}

function parseWords(cursor: Cursor): Expr | null {
  const { at, key } = cursor.ahead();
  const isCalled = cursor.ahead(1).key === '(';
  switch (key) {
    case 'CASE':
      return parseCase(cursor);
    case 'CAST':
    case 'TRY_CAST':
      return isCalled ? parseCast(cursor, key === 'TRY_CAST') : null;
    case 'EXISTS': {
      cursor.expect('EXISTS', '(');
      const query = cursor.query();
      cursor.expect(')');
      return { kind: 'exists', at, query };
    }
    case 'ARRAY': {
      if (!cursor.takes('ARRAY', '[')) return null;
      const items = cursor.sees(']') ? [] : cursor.list(() => cursor.expr());
      cursor.expect(']');
      return { kind: 'array', at, items };
    }
    case 'ROW':
      return isCalled ? parseRow(cursor) : null;
    case 'GROUPING': {
      cursor.expect('GROUPING', '(');
      const args = cursor.list(() => cursor.expr());
      cursor.expect(')');
      return { kind: 'grouping', at, args };
    }
    default:
      return null;
  }
}

function parseRow(cursor: Cursor): Expr {
  const { at } = cursor;
  cursor.expect('ROW', '(');
  const items = cursor.list(() => {
    const value = cursor.expr();
    const isNamed = cursor.takes('AS') || cursor.isName();
    return { name: isNamed ? cursor.name() : null, value };
  });
  cursor.expect(')');
  return { kind: 'row', at, items };
}

function parseCase(cursor: Cursor): Expr {
  const { at } = cursor;
  cursor.expect('CASE');
  const operand = cursor.sees('WHEN') ? null : cursor.expr();
  const branches: { when: Expr; result: Expr }[] = [];
  while (cursor.takes('WHEN')) {
    const when = cursor.expr();
    cursor.expect('THEN');
    branches.push({ when, result: cursor.expr() });
  }
  if (branches.length === 0) throw cursor.unexpected('WHEN');
  const otherwise = cursor.takes('ELSE') ? cursor.expr() : null;
  cursor.expect('END');
  return { kind: 'case', at, operand, branches, otherwise };
}

function parseCast(cursor: Cursor, safe: boolean): Expr {
  const { at } = cursor.next();
  cursor.expect('(');
  const value = cursor.expr();
  cursor.expect('AS');
  const type = parseType(cursor);
  cursor.expect(')');
  return { kind: 'cast', at, value, type, safe };
}

function parseNamed(cursor: Cursor): Expr {
  const { at } = cursor;
  const name = cursor.name('an expression');
  if (cursor.sees('(')) return parseCall(cursor, name);
  if (cursor.takes('->')) return { kind: 'lambda', at, parameters: [name], body: cursor.expr() };
  return { kind: 'column', at, name };
}
