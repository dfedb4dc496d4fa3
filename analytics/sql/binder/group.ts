import type { Expr, GroupBy } from '../syntax.ts';
import { isComparable, printedType } from '../types.ts';
import { holdsAggregate } from './aggregate.ts';
import type { Bound, Env, Grouping, Item } from './context.ts';
import { columnKey, keyOf } from './names.ts';
import { orderable } from './window.ts';

/** GROUP BY, or the one group of a query that has aggregates without it. */
export function bindGroups(
  group: GroupBy | null,
  items: readonly Item[],
  env: Env,
): { readonly grouping: Grouping; readonly sql: string } {
  if (!group) return { grouping: { keys: new Map() }, sql: '' };
  if (group.distinct) throw env.binder.fault(0, 'GROUP BY DISTINCT is not available');
  const keys = new Map<string, Bound>();
  const keySql = (expr: Expr) => orderable(bindKey(expr, items, keys, env));
  const parts = group.items.map((item) => {
    if (item.kind === 'expr') return keySql(item.expr);
    const sets = item.sets.map((set) => {
      const inside = set.map(keySql);
      return set.length === 1 && item.kind !== 'sets' ? inside[0] : `(${inside.join(', ')})`;
    });
    return `${item.kind === 'sets' ? 'GROUPING SETS' : item.kind.toUpperCase()} (${sets.join(', ')})`;
  });
  return { grouping: { keys }, sql: parts.join(', ') };
}

/** A number is a column of the result. */
function bindKey(expr: Expr, items: readonly Item[], keys: Map<string, Bound>, env: Env): Bound {
  const { binder } = env;
  if (expr.kind !== 'literal' || expr.type !== 'integer') return take(expr, keys, env);
  const item = items[Number(expr.value) - 1];
  if (!item) throw binder.fault(expr.at, `GROUP BY position ${expr.value} is not in select list`);
  if (item.expr) {
    if (holdsAggregate(item.expr))
      throw binder.fault(expr.at, `GROUP BY position ${expr.value} is an aggregate`);
    return take(item.expr, keys, env);
  }
  const { sql, type, sources } = item.column as NonNullable<Item['column']>;
  const bound: Bound = { at: expr.at, sql, type, sources };
  keys.set(columnKey(sql), bound);
  binder.use(bound);
  return bound;
}

function take(expr: Expr, keys: Map<string, Bound>, env: Env): Bound {
  const bound = env.binder.expr(expr, env);
  if (!isComparable(bound.type))
    throw env.binder.fault(
      expr.at,
      `${printedType(bound.type)} is not comparable, and therefore cannot be used in GROUP BY`,
    );
  keys.set(keyOf(expr, env), bound);
  env.binder.use(bound);
  return bound;
}
