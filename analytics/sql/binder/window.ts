import { duckdbType } from '../duckdbText.ts';
import type { Expr, Frame, FrameBound, Name, SortItem, Window } from '../syntax.ts';
import { isComparable, isOrderable, printedType } from '../types.ts';
import type { Bound, Env } from './context.ts';

/** An item of ORDER BY; without a word about nulls they come last, whichever way. */
export function sortSql(item: SortItem, env: Env): string {
  const bound = env.binder.expr(item.expr, env);
  return sortedBy(bound, item, env);
}

/** @param position the column of the result that it is, from 1; undefined for an expression */
export function sortedBy(bound: Bound, item: SortItem, { binder }: Env, position?: number): string {
  if (!isOrderable(bound.type)) {
    const message = `Type ${printedType(bound.type)} is not orderable, and therefore cannot be used in ORDER BY`;
    throw binder.fault(bound.at, message);
  }
  binder.use(bound);
  const { descending, nullsFirst } = item;
  return `${position ?? orderable(bound)} ${descending ? 'DESC' : 'ASC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`;
}

/** A bare number would be the number of a column, and a bare text nothing. */
export const orderable = ({ sql, type }: Bound): string =>
  /\bt\d+\./.test(sql) ? sql : `CAST(${sql} AS ${duckdbType(type)})`;

/** What stands behind OVER. */
export function windowSql(over: Window | Name, env: Env): string {
  const window = 'text' in over ? named(over, env) : over;
  const { partition, order, frame } = merged(window, env);
  const partitions = partition.map((expr) => partitionSql(expr, env));
  const sorted = order.map((item) => sortSql(item, env));
  const parts = [
    ...(partitions.length > 0 ? [`PARTITION BY ${partitions.join(', ')}`] : []),
    ...(sorted.length > 0 ? [`ORDER BY ${sorted.join(', ')}`] : []),
    ...(frame ? [frameSql(frame, env)] : []),
  ];
  return `(${parts.join(' ')})`;
}

function named(name: Name, env: Env): Window {
  const window = env.windows?.get(name.text.toLowerCase());
  if (!window) throw env.binder.fault(name.at, `Cannot resolve WINDOW name ${name.text}`);
  return window;
}

/** A window that is built on a named one has its partitions, and its order unless it says its own. */
function merged(window: Window, env: Env): Window {
  if (!window.base) return window;
  const base = merged(named(window.base, env), env);
  if (window.partition.length > 0 || base.frame || (window.order.length > 0 && base.order.length > 0))
    throw env.binder.fault(window.base.at, 'a window built on another adds only what that one lacks');
  return { ...window, partition: base.partition, order: window.order.length > 0 ? window.order : base.order };
}

function partitionSql(expr: Expr, env: Env): string {
  const bound = env.binder.expr(expr, env);
  if (!isComparable(bound.type))
    throw env.binder.fault(bound.at, `${printedType(bound.type)} is not comparable`);
  env.binder.use(bound);
  return orderable(bound);
}

function frameSql({ unit, start, end }: Frame, env: Env): string {
  const first = boundSql(start, env);
  return end ? `${unit} BETWEEN ${first} AND ${boundSql(end, env)}` : `${unit} ${first}`;
}

function boundSql({ kind, distance }: FrameBound, env: Env): string {
  return distance ? `${env.binder.expr(distance, env).sql} ${kind}` : kind;
}
