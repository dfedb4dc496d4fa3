import type { Relation, Travel } from '../syntax.ts';
import type { Cursor } from './cursor.ts';

/** `FROM a, b JOIN c ...`: a comma is a cross join that binds loosest. */
export function parseFrom(cursor: Cursor): Relation {
  let left = parseJoins(cursor);
  for (let { at } = cursor; cursor.takes(','); at = cursor.at) {
    left = { kind: 'join', how: 'CROSS', left, right: parseJoins(cursor), on: null, using: null, at };
  }
  return left;
}

function parseJoins(cursor: Cursor): Relation {
  let left = cursor.nested(() => parseSampled(cursor));
  for (;;) {
    const { at } = cursor;
    if (cursor.takes('CROSS', 'JOIN')) {
      left = { kind: 'join', how: 'CROSS', left, right: parseSampled(cursor), on: null, using: null, at };
      continue;
    }
    if (cursor.sees('NATURAL')) {
      throw cursor.fault(
        at,
        'natural joins are not supported',
        'Name the columns: JOIN ... USING (student_id).',
      );
    }
    const how = joinKind(cursor);
    if (how === null) return left;
    const right = parseJoins(cursor);
    left = parseCondition(cursor, { kind: 'join', how, left, right, on: null, using: null, at });
  }
}

function joinKind(cursor: Cursor): 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | null {
  if (cursor.takes('JOIN') || cursor.takes('INNER', 'JOIN')) return 'INNER';
  const side = cursor.takesOneOf('LEFT', 'RIGHT', 'FULL');
  if (side === null) return null;
  cursor.takes('OUTER');
  cursor.expect('JOIN');
  return side;
}

function parseCondition(cursor: Cursor, join: Relation & { kind: 'join' }): Relation {
  if (cursor.takes('ON')) return { ...join, on: cursor.expr() };
  if (!cursor.takes('USING')) throw cursor.unexpected('ON or USING');
  cursor.expect('(');
  const using = cursor.list(() => cursor.name('a column'));
  cursor.expect(')');
  return { ...join, using };
}

function parseSampled(cursor: Cursor): Relation {
  const relation = parseAliased(cursor);
  const { at } = cursor;
  if (cursor.sees('MATCH_RECOGNIZE')) throw cursor.fault(at, 'MATCH_RECOGNIZE is not available');
  if (!cursor.takes('TABLESAMPLE')) return relation;
  const method = cursor.takesOneOf('BERNOULLI', 'SYSTEM');
  if (method === null) throw cursor.unexpected('BERNOULLI or SYSTEM');
  cursor.expect('(');
  const share = cursor.expr();
  cursor.expect(')');
  return { kind: 'sample', relation, method, share, at };
}

function parseAliased(cursor: Cursor): Relation {
  const { at } = cursor;
  const relation = parseRelation(cursor);
  const isClause = ['TABLESAMPLE', 'MATCH_RECOGNIZE'].includes(cursor.ahead().key);
  if (!cursor.takes('AS') && (!cursor.isName() || isClause || startsClause(cursor))) return relation;
  const name = cursor.name('an alias');
  const columns = cursor.takes('(') ? cursor.list(() => cursor.name('a column')) : null;
  if (columns) cursor.expect(')');
  return { kind: 'alias', relation, name, columns, at };
}

/** Words that may be names, but not here: `FROM t LIMIT 1`. */
function startsClause(cursor: Cursor): boolean {
  const { key } = cursor.ahead();
  const follower = cursor.ahead(1);
  switch (key) {
    case 'LIMIT':
    case 'OFFSET':
      return follower.kind === 'integer' || follower.key === 'ALL' || follower.key === '?';
    case 'FETCH':
      return follower.key === 'FIRST' || follower.key === 'NEXT';
    case 'WINDOW':
      return follower.kind === 'word' || follower.kind === 'quoted';
    case 'QUALIFY':
      throw cursor.fault(cursor.at, 'QUALIFY is not in this dialect', 'Filter in a query around this one.');
    default:
      return false;
  }
}

function parseRelation(cursor: Cursor): Relation {
  const { at } = cursor;
  const lateral = cursor.sees('LATERAL', '(') && cursor.takes('LATERAL');
  if (lateral || (cursor.sees('(') && startsSubquery(cursor))) {
    cursor.expect('(');
    const query = cursor.query();
    cursor.expect(')');
    return { kind: 'subquery', query, lateral, at };
  }
  if (cursor.takes('(')) {
    const relation = parseJoins(cursor);
    cursor.expect(')');
    return relation;
  }
  if (cursor.takes('UNNEST', '(')) {
    const values = cursor.list(() => cursor.expr());
    cursor.expect(')');
    return { kind: 'unnest', values, ordinality: cursor.takes('WITH', 'ORDINALITY'), at };
  }
  if (cursor.sees('TABLE', '(')) throw cursor.fault(at, 'table functions are not available');
  const name = cursor.qualifiedName('a table');
  if (cursor.sees('('))
    throw cursor.fault(at, `${name.map(({ text }) => text).join('.')} is not available in FROM`);
  return { kind: 'table', name, travel: parseTravel(cursor), at };
}

/** Of `((SELECT 1) UNION ...)` and `((a JOIN b ON ...))` only the first is a subquery. */
function startsSubquery(cursor: Cursor): boolean {
  let distance = 1;
  if (cursor.startsQuery(distance)) return true;
  while (cursor.ahead(distance).key === '(') distance++;
  return distance > 1 && cursor.startsQuery(distance) && isBare(cursor, distance);
}

/** Whether brackets alone surround the query that begins at a token: `((SELECT 1))`. */
function isBare(cursor: Cursor, start: number): boolean {
  let [depth, end] = [1, start];
  for (; depth > 0 && cursor.ahead(end).kind !== 'end'; end++) {
    if (cursor.ahead(end).key === '(') depth++;
    else if (cursor.ahead(end).key === ')') depth--;
  }
  return cursor.ahead(end).key === ')';
}

/** `FOR TIMESTAMP AS OF ...`, `FOR VERSION AS OF ...` */
function parseTravel(cursor: Cursor): Travel | null {
  if (!cursor.takes('FOR')) return null;
  const by = cursor.takesOneOf('TIMESTAMP', 'SYSTEM_TIME', 'VERSION', 'SYSTEM_VERSION');
  if (by === null) throw cursor.unexpected('TIMESTAMP or VERSION');
  cursor.expect('AS', 'OF');
  return { by: by.endsWith('VERSION') ? 'VERSION' : 'TIMESTAMP', moment: cursor.value() };
}
