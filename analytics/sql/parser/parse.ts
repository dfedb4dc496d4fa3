import type { Statement } from '../syntax.ts';
import { Cursor, type Grammar } from './cursor.ts';
import { parseExpr, parseValue } from './expression.ts';
import { parseQuery } from './query.ts';

const grammar: Grammar = { query: parseQuery, expr: parseExpr, value: parseValue };
const hint = 'Give one SELECT, WITH, VALUES, TABLE, SHOW, DESCRIBE or EXPLAIN.';

/**
 * The syntax tree of one statement in the part of Trino's SQL that reads.
 * @throws UserError with line and column
 */
export function parse(sql: string): Statement {
  const cursor = new Cursor(sql, grammar);
  const statement = parseStatement(cursor);
  cursor.takes(';');
  if (cursor.ahead().kind === 'end') return statement;
  throw cursor.unexpected('the end of the statement');
}

function parseStatement(cursor: Cursor): Statement {
  const { kind, key, at } = cursor.ahead();
  if (kind === 'end') throw cursor.fault(at, 'there is no statement to run', hint);
  switch (key) {
    case 'EXPLAIN':
      return parseExplain(cursor);
    case 'SHOW':
      return parseShow(cursor);
    case 'DESCRIBE':
    case 'DESC':
      cursor.next();
      return { kind: 'show columns', table: cursor.qualifiedName('a table') };
  }
  if (cursor.startsQuery() || key === '(') return { kind: 'query', query: cursor.query() };
  throw cursor.fault(at, 'only reading is possible here', hint);
}

function parseExplain(cursor: Cursor): Statement {
  cursor.expect('EXPLAIN');
  const analyze = cursor.takes('ANALYZE');
  cursor.takes('VERBOSE');
  if (cursor.sees('(') && !cursor.startsQuery())
    throw cursor.fault(cursor.at, 'EXPLAIN takes no options here');
  return { kind: 'explain', analyze, statement: parseStatement(cursor) };
}

function parseShow(cursor: Cursor): Statement {
  cursor.expect('SHOW');
  switch (cursor.takesOneOf('TABLES', 'COLUMNS', 'SCHEMAS', 'DATABASES')) {
    case 'TABLES': {
      const schema = takesIn(cursor) ? cursor.name('a schema') : null;
      return { kind: 'show tables', schema, like: parseLike(cursor) };
    }
    case 'COLUMNS':
      if (!takesIn(cursor)) throw cursor.unexpected('FROM or IN');
      return { kind: 'show columns', table: cursor.qualifiedName('a table') };
    case null:
      throw cursor.unexpected('TABLES, COLUMNS or SCHEMAS');
    default:
      return { kind: 'show schemas', like: parseLike(cursor) };
  }
}

const takesIn = (cursor: Cursor) => cursor.takesOneOf('FROM', 'IN') !== null;
const parseLike = (cursor: Cursor) => (cursor.takes('LIKE') ? cursor.text() : null);
