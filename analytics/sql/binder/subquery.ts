import { quotedName } from '../../../lake/iceberg/duckdb.ts';
import { commonType } from '../coercion.ts';
import { duckdbType } from '../duckdbText.ts';
import { mergeSources, sourcesAs } from '../lineage.ts';
import type { Expr, Query } from '../syntax.ts';
import { isComparable, plain, printedType, type SqlType } from '../types.ts';
import { castHint, coerced } from './coerce.ts';
import type { Bound, BoundQuery, Env, OutputColumn } from './context.ts';
import { lambdaClause } from './lambda.ts';

/** A query in an expression sees the columns around it. */
function inside(query: Query, { binder, scope, queries, clause }: Env): BoundQuery {
  if (clause === lambdaClause) throw binder.fault(query.at, 'Lambda expression cannot contain subqueries');
  return binder.query(query, { binder, scope, queries });
}

function oneColumn(query: Query, env: Env): { readonly bound: BoundQuery; readonly column: OutputColumn } {
  const bound = inside(query, env);
  const [column, ...more] = bound.columns;
  if (!column || more.length > 0) {
    throw env.binder.fault(
      query.at,
      `Multiple columns returned by subquery are not yet supported. Found ${bound.columns.length}`,
    );
  }
  return { bound, column };
}

export function bindScalarQuery(expr: Expr & { kind: 'subquery' }, env: Env): Bound {
  const { bound, column } = oneColumn(expr.query, env);
  const { type, sources, zone } = column;
  return { at: expr.at, sql: `(${bound.sql})`, type, sources, ...(zone === undefined ? {} : { zone }) };
}

/** Which rows a query inside has decides which ones are here: its columns are used, and stand in no result. */
export function bindExists(expr: Expr & { kind: 'exists' }, env: Env): Bound {
  const { sql, columns } = inside(expr.query, env);
  env.binder.use(...columns);
  return { at: expr.at, sql: `EXISTS (${sql})`, type: plain('boolean'), sources: [] };
}

export function bindInQuery(expr: Expr & { kind: 'in query' }, env: Env): Bound {
  const [value, query, sources] = bothAs(expr.at, expr.value, expr.query, 'in', env);
  const sql = `(${value.sql} ${expr.negated ? 'NOT ' : ''}IN (${query}))`;
  return { at: expr.at, sql, type: plain('boolean'), sources };
}

export function bindQuantified(expr: Expr & { kind: 'quantified' }, env: Env): Bound {
  const [value, query, sources] = bothAs(expr.at, expr.value, expr.query, expr.op, env);
  return {
    at: expr.at,
    sql: `(${value.sql} ${expr.op} ${expr.quantifier} (${query}))`,
    type: plain('boolean'),
    sources,
  };
}

function bothAs(
  at: number,
  expr: Expr,
  query: Query,
  op: string,
  env: Env,
): [Bound, string, Bound['sources']] {
  const value = env.binder.expr(expr, env);
  const { bound, column } = oneColumn(query, env);
  const type = commonType(value.type, column.type);
  if (!type || !isComparable(type)) {
    const message = `Cannot apply operator: ${printedType(value.type)} ${op} ${printedType(column.type)}`;
    throw env.binder.fault(at, message, castHint(value.type, column.type));
  }
  const sources = sourcesAs('derived', mergeSources(value.sources, column.sources));
  return [coerced(value, type), queryAs(bound, [type], env), sources];
}

/** A query with its columns as other types that they become by themselves. */
export function queryAs(
  { sql, columns }: BoundQuery,
  types: readonly SqlType[],
  env: Pick<Env, 'binder'>,
): string {
  const isSame = columns.every(({ type }, index) => {
    const wanted = types[index] as SqlType;
    return type.kind !== 'unknown' ? duckdbType(type) === duckdbType(wanted) : wanted.kind === 'unknown';
  });
  if (isSame) return sql;
  const items = columns.map((column, index) => {
    const value: Bound = { at: 0, sql: quotedName(column.as), type: column.type, sources: [] };
    return `${coerced(value, types[index] as SqlType).sql} AS ${quotedName(column.as)}`;
  });
  return `SELECT ${items.join(', ')} FROM (${sql}) AS ${env.binder.fresh('t')}`;
}
