import { quotedName } from '../../../lake/iceberg/duckdb.ts';
import { duckdbType } from '../duckdbText.ts';
import type { Expr, Query, Select, SelectItem, SortItem, Window } from '../syntax.ts';
import { holdsAggregate } from './aggregate.ts';
import { asBoolean } from './coerce.ts';
import type { Bound, BoundQuery, Env, Item, OutputColumn, Scope, ScopeColumn } from './context.ts';
import { bindRelation } from './from.ts';
import { bindGroups } from './group.ts';
import { columnKey, isRelation, namesIn } from './names.ts';
import { sortedBy } from './window.ts';
import { checkZone } from './zones.ts';

type Around = Pick<Env, 'binder' | 'scope' | 'queries'>;

/** SELECT with the ORDER BY of the query that it is the body of: that sees columns of both the rows and the result. */
export function bindSelect(select: Select, order: readonly SortItem[], around: Around): BoundQuery {
  const { binder } = around;
  const from = select.from ? bindRelation(select.from, { ...around, clause: 'FROM' }) : null;
  const scope: Scope = { columns: from?.columns ?? [], parent: around.scope };
  const env: Env = { ...around, scope };
  const where =
    select.where &&
    asBoolean(binder.expr(select.where, { ...env, clause: 'WHERE' }), env, 'The condition of WHERE');
  if (where) binder.use(where);
  const items = select.items.flatMap((item) => itemsOf(item, env));
  const windows = new Map(
    select.windows.map(({ name, window }): [string, Window] => [name.text.toLowerCase(), window]),
  );
  const isGrouped =
    select.group !== null ||
    select.having !== null ||
    [...items.flatMap(({ expr }) => expr ?? []), ...order.map(({ expr }) => expr)].some(holdsAggregate);
  const groups = isGrouped ? bindGroups(select.group, items, { ...env, clause: 'GROUP BY' }) : null;
  const grouping = groups?.grouping;
  const inner: Env = { ...env, scope: { ...scope, grouping }, windows, allowsWindows: true, grouping };
  const bounds = items.map((item) => bindItem(item, inner));
  const having =
    select.having &&
    asBoolean(binder.expr(select.having, { ...inner, allowsWindows: false }), env, 'The condition of HAVING');
  if (having) binder.use(having);
  for (const [index, bound] of bounds.entries())
    checkZone(bound, items[index]?.expr?.at ?? select.at, binder);
  const columns = outputs(items, bounds);
  const sorted = order.map((item) => orderSql(item, select, items, bounds, inner));
  const selected = bounds.map(
    (bound, index) => `${typedSql(bound)} AS ${quotedName(columns[index]?.as ?? '')}`,
  );
  const parts = [
    `SELECT ${select.distinct ? 'DISTINCT ' : ''}${selected.join(', ')}`,
    ...(from ? [`FROM ${from.sql}`] : []),
    ...(where ? [`WHERE ${where.sql}`] : []),
    ...(groups && groups.sql !== '' ? [`GROUP BY ${groups.sql}`] : []),
    ...(having ? [`HAVING ${having.sql}`] : []),
    ...(sorted.length > 0 ? [`ORDER BY ${sorted.join(', ')}`] : []),
  ];
  return { sql: parts.join(' '), columns };
}

/**
 * What is computed has the type that is told of it: of a constant null DuckDB forgets it. Where the type is the same,
 * which it nearly always is, DuckDB drops the cast.
 */
const typedSql = ({ sql, type }: Bound): string =>
  type.kind === 'unknown' || /^[\w."]+$/.test(sql) ? sql : `CAST(${sql} AS ${duckdbType(type)})`;

function itemsOf(item: SelectItem, env: Env): Item[] {
  if (item.kind === 'expr') {
    const names = namesIn(item.expr);
    return [{ expr: item.expr, column: null, name: item.alias?.text ?? names?.at(-1)?.text ?? null }];
  }
  const names = item.of ? namesIn(item.of)?.map(({ text }) => text.toLowerCase()) : [];
  const columns = env.scope.columns.filter(
    ({ relation }) => !item.of || (names !== undefined && relation.length > 0 && isRelation(relation, names)),
  );
  if (columns.length > 0) {
    if (item.aliases && item.aliases.length !== columns.length)
      throw env.binder.fault(item.at, 'as many aliases as columns are needed');
    return columns.map((column, index) => ({
      expr: null,
      column,
      name: item.aliases?.[index]?.text ?? column.name,
    }));
  }
  if (!item.of) throw env.binder.fault(item.at, 'SELECT * not allowed in queries without FROM clause');
  return fieldsOf(item.of, item, env);
}

/** `row.*` */
function fieldsOf(of: Expr, item: SelectItem & { kind: 'star' }, env: Env): Item[] {
  const names = namesIn(of);
  const relations = [...new Set(env.scope.columns.map(({ relation }) => relation.at(-1)))].filter(Boolean);
  const isColumn =
    names === null ||
    env.scope.columns.some(({ name }) => name?.toLowerCase() === names.at(-1)?.text.toLowerCase());
  if (!isColumn)
    throw env.binder.fault(
      of.at,
      `Unable to resolve reference ${names?.map(({ text }) => text).join('.')}`,
      `FROM has ${relations.join(', ')}`,
    );
  const { type } = env.binder.expr(of, env);
  if (type.kind !== 'row') throw env.binder.fault(of.at, 'only a table or a row has .*');
  return type.fields.map((field, index): Item => {
    const number: Expr = { kind: 'literal', at: of.at, type: 'integer', value: String(index + 1) };
    return {
      expr: { kind: 'subscript', at: of.at, of, index: number },
      column: null,
      name: item.aliases?.[index]?.text ?? field.name,
    };
  });
}

function bindItem({ expr, column }: Item, env: Env): Bound {
  if (expr) return env.binder.expr(expr, env);
  const { sql, type, sources, zone, name } = column as ScopeColumn;
  const bound: Bound = { at: 0, sql, type, sources, ...(zone === undefined ? {} : { zone }) };
  if (!env.grouping || env.grouping.keys.has(columnKey(sql))) return bound;
  throw env.binder.fault(0, `'${name}' must be an aggregate expression or appear in GROUP BY clause`);
}

/** Names as people see them, and unlike each other for DuckDB. */
export function outputs(
  items: readonly Pick<Item, 'name'>[],
  bounds: readonly Pick<Bound, 'type' | 'sources' | 'zone'>[],
): OutputColumn[] {
  const taken = new Map<string, number>();
  return items.map(({ name }, index) => {
    const { type, sources, zone } = bounds[index] as Bound;
    const shown = name ?? `_col${index}`;
    const times = taken.get(shown.toLowerCase()) ?? 0;
    taken.set(shown.toLowerCase(), times + 1);
    return {
      name,
      as: times === 0 ? shown : `${shown}:${times}`,
      type,
      sources,
      ...(zone === undefined ? {} : { zone }),
    };
  });
}

/** A number is a column of the result, a name first one of the result and then one of the rows. */
function orderSql(
  item: SortItem,
  select: Select,
  items: readonly Item[],
  bounds: readonly Bound[],
  env: Env,
): string {
  const { expr } = item;
  if (expr.kind === 'literal' && expr.type === 'integer') {
    const position = Number(expr.value);
    const bound = bounds[position - 1];
    if (bound) return sortedBy({ ...bound, at: expr.at }, item, env, position);
    throw env.binder.fault(expr.at, `ORDER BY position ${expr.value} is not in select list`);
  }
  const bound = env.binder.expr(expr, { ...env, outputs: namedIn(items, bounds) });
  const index = bounds.findIndex(({ sql }) => sql === bound.sql);
  if (index >= 0) return sortedBy(bound, item, env, index + 1);
  if (select.distinct) {
    throw env.binder.fault(expr.at, 'For SELECT DISTINCT, ORDER BY expressions must appear in select list');
  }
  return sortedBy(bound, item, env);
}

/** What the names of the result mean. */
function namedIn(items: readonly Item[], bounds: readonly Bound[]): Map<string, Bound> {
  const named = items.map(({ name }, index): [string, Bound] => [
    name?.toLowerCase() ?? '',
    bounds[index] as Bound,
  ]);
  return new Map(named.filter(([name]) => name !== ''));
}

/** LIMIT and OFFSET, which are literals. */
export function limitSql({ limit, offset, ties, at }: Query, { binder }: Around): string {
  if (ties)
    throw binder.fault(
      at,
      'FETCH FIRST ... WITH TIES is not available',
      'Number the rows with rank() and filter around.',
    );
  const count = (expr: Expr | null, word: string) =>
    expr?.kind === 'literal' ? ` ${word} ${expr.value}` : '';
  return count(limit, 'LIMIT') + count(offset, 'OFFSET');
}
