import type { Frame, FrameBound, SortItem, Window } from '../syntax.ts';
import type { Cursor } from './cursor.ts';

export function parseSortItem(cursor: Cursor): SortItem {
  const expr = cursor.expr();
  const descending = cursor.takesOneOf('ASC', 'DESC') === 'DESC';
  if (!cursor.takes('NULLS')) return { expr, descending, nullsFirst: null };
  const place = cursor.takesOneOf('FIRST', 'LAST');
  if (place === null) throw cursor.unexpected('FIRST or LAST');
  return { expr, descending, nullsFirst: place === 'FIRST' };
}

/** `(PARTITION BY ... ORDER BY ... ROWS ...)` */
export function parseWindow(cursor: Cursor): Window {
  cursor.expect('(');
  const startsClause = ['PARTITION', 'ORDER', 'ROWS', 'RANGE', 'GROUPS'].includes(cursor.ahead().key);
  const base = !startsClause && cursor.isName() ? cursor.name() : null;
  const partition = cursor.takes('PARTITION', 'BY') ? cursor.list(() => cursor.expr()) : [];
  const order = cursor.takes('ORDER', 'BY') ? cursor.list(() => parseSortItem(cursor)) : [];
  const frame = parseFrame(cursor);
  cursor.expect(')');
  return { base, partition, order, frame };
}

function parseFrame(cursor: Cursor): Frame | null {
  const unit = cursor.takesOneOf('ROWS', 'RANGE', 'GROUPS');
  if (unit === null) return null;
  if (!cursor.takes('BETWEEN')) return { unit, start: parseBound(cursor), end: null };
  const start = parseBound(cursor);
  cursor.expect('AND');
  return { unit, start, end: parseBound(cursor) };
}

function parseBound(cursor: Cursor): FrameBound {
  if (cursor.takes('CURRENT', 'ROW')) return { kind: 'CURRENT ROW', distance: null };
  const isUnbounded = cursor.takes('UNBOUNDED');
  const distance = isUnbounded ? null : cursor.expr();
  const side = cursor.takesOneOf('PRECEDING', 'FOLLOWING');
  if (side === null) throw cursor.unexpected('PRECEDING or FOLLOWING');
  return { kind: isUnbounded ? `UNBOUNDED ${side}` : side, distance };
}
