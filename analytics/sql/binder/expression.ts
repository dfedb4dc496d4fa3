import { quotedText } from '../../../lake/iceberg/duckdb.ts';
import { duckdbType, fieldName } from '../duckdbText.ts';
import { mergeSources, sourcesAs } from '../lineage.ts';
import type { Expr } from '../syntax.ts';
import { arrayOf, isOrderable, plain, printedType, type RowField } from '../types.ts';
import { bindCall } from './aggregate.ts';
import { bindScalar, choose, definitionsOf } from './call.ts';
import { castTo } from './cast.ts';
import { asBoolean, unified } from './coerce.ts';
import type { Bound, Env } from './context.ts';
import { bindInterval, bindLiteral, bindTypedLiteral, typeNamed } from './literals.ts';
import { bindField, bindName, columnKey, keyOf, namesIn, resolve } from './names.ts';
import { bindExists, bindInQuery, bindQuantified, bindScalarQuery } from './subquery.ts';
import { commonZone } from './zones.ts';

/**
 * An expression with its meaning. Every kind of syntax is either known here or does not compile.
 * @throws UserError at the place of what is wrong
 */
export function bindExpr(expr: Expr, env: Env): Bound {
  const key =
    env.grouping && env.grouping.keys.size > 0 ? env.grouping.keys.get(keyOf(expr, env)) : undefined;
  if (key) return { ...key, at: expr.at };
  const names = namesIn(expr);
  if (names && (expr.kind === 'column' || startsInScope(expr, env))) {
    checkGrouped(expr, env);
    return bindName(names, env);
  }
  return bindForm(expr, env);
}

/** `a.b` as names: when it does not resolve, the message is about all of them. */
function startsInScope(expr: Expr, env: Env): boolean {
  const names = namesIn(expr);
  return names !== null && (resolve(names, env) !== null || expr.kind === 'field');
}

/** In a query with groups, only what they share and aggregates may be used, also by queries inside. */
function checkGrouped(expr: Expr, env: Env): void {
  const names = namesIn(expr) ?? [];
  if (names.length === 1 && env.outputs?.has((names[0]?.text ?? '').toLowerCase())) return;
  const found = resolve(names, env);
  const grouping = found?.scope.grouping;
  if (!found || !grouping || grouping.keys.has(columnKey(found.column.sql))) return;
  const written = names.map(({ text }) => text).join('.');
  throw env.binder.fault(
    names[0]?.at ?? expr.at,
    `'${written}' must be an aggregate expression or appear in GROUP BY clause`,
    `Group by ${written}, or take one of the group: arbitrary(${written}), max(${written}).`,
  );
}

function bindForm(expr: Expr, env: Env): Bound {
  const { at } = expr;
  const { binder } = env;
  const bind = (inner: Expr) => binder.expr(inner, env);
  switch (expr.kind) {
    case 'null':
      return { at, sql: 'NULL', type: plain('unknown'), sources: [] };
    case 'boolean':
      return {
        at,
        sql: String(expr.value),
        type: plain('boolean'),
        sources: [],
        literal: String(expr.value),
      };
    case 'literal':
      return bindLiteral(expr, env);
    case 'typed literal':
      return bindTypedLiteral(expr, env);
    case 'interval':
      return bindInterval(expr, env);
    case 'column':
      return bindName([expr.name], env);
    case 'field':
      return bindField(bind(expr.of), expr.name, env);
    case 'subscript':
      return bindSubscript(expr, env);
    case 'operator':
      if (expr.name === '-x' && expr.args[0]?.kind === 'literal' && expr.args[0].type === 'integer')
        return bindLiteral({ ...expr.args[0], at, value: `-${expr.args[0].value}` }, env);
      return bindOperator(expr.name, at, expr.args, env);
    case 'is null': {
      const value = bind(expr.value);
      return derived(at, `(${value.sql} IS ${expr.negated ? 'NOT ' : ''}NULL)`, [value]);
    }
    case 'between':
      return bindBetween(expr, env);
    case 'in': {
      const [value, ...items] = unified([expr.value, ...expr.items].map(bind), env, 'The values of IN') as [
        Bound,
        ...Bound[],
      ];
      const sql = `(${value.sql} ${expr.negated ? 'NOT ' : ''}IN (${items.map((item) => item.sql).join(', ')}))`;
      return derived(at, sql, [value, ...items]);
    }
    case 'like':
      return bindLike(expr, env);
    case 'in query':
      return bindInQuery(expr, env);
    case 'quantified':
      return bindQuantified(expr, env);
    case 'exists':
      return bindExists(expr, env);
    case 'subquery':
      return bindScalarQuery(expr, env);
    case 'case':
      return bindCase(expr, env);
    case 'cast':
      return castTo(bind(expr.value), typeNamed(expr.type, env), expr.safe, env);
    case 'zone':
      return bindOperator('at_timezone', at, [expr.value, expr.zone], env);
    case 'row':
      return bindRow(expr, env);
    case 'array': {
      const items = unified(expr.items.map(bind), env, 'The elements of an array');
      const type = arrayOf(items[0]?.type ?? plain('unknown'));
      const list = `[${items.map(({ sql }) => sql).join(', ')}]`;
      return { ...derived(at, items.length === 0 ? `CAST([] AS ${duckdbType(type)})` : list, items), type };
    }
    case 'lambda':
      throw binder.fault(at, 'a lambda stands only as an argument of a function that takes one');
    case 'grouping':
      return bindGrouping(expr, env);
    case 'call':
      return bindCall(expr, env);
  }
}

/** A value made of others, boolean unless its maker says more. */
const derived = (at: number, sql: string, from: readonly Bound[]): Bound => ({
  at,
  sql,
  type: plain('boolean'),
  sources: sourcesAs('derived', mergeSources(...from.map(({ sources }) => sources))),
});

function bindOperator(name: string, at: number, args: readonly Expr[], env: Env): Bound {
  return bindScalar(choose(definitionsOf(name), name, at, args, env), at, env);
}

/** `row[1]` is the first field; of arrays and maps the table of functions says what it is. */
function bindSubscript({ at, of, index }: Expr & { kind: 'subscript' }, env: Env): Bound {
  const value = env.binder.expr(of, env);
  if (value.type.kind !== 'row') return bindOperator('[]', at, [of, index], env);
  const number = index.kind === 'literal' && index.type === 'integer' ? Number(index.value) : 0;
  const field = value.type.fields[number - 1];
  if (!field) throw env.binder.fault(index.at, `a row has the fields 1 to ${value.type.fields.length}`);
  const sql = `struct_extract(${value.sql}, ${quotedText(fieldName(field.name, number - 1))})`;
  return { ...derived(at, sql, [value]), type: field.type };
}

function bindBetween(expr: Expr & { kind: 'between' }, env: Env): Bound {
  const bounds = [expr.value, expr.low, expr.high].map((inner) => env.binder.expr(inner, env));
  const [value, low, high] = unified(bounds, env, 'The values of BETWEEN') as [Bound, Bound, Bound];
  if (!isOrderable(value.type)) throw env.binder.fault(expr.at, `${printedType(value.type)} has no order`);
  const not = expr.negated ? 'NOT ' : '';
  return derived(expr.at, `(${value.sql} ${not}BETWEEN ${low.sql} AND ${high.sql})`, [value, low, high]);
}

function bindLike(expr: Expr & { kind: 'like' }, env: Env): Bound {
  const parts = [expr.value, expr.pattern, ...(expr.escapedBy ? [expr.escapedBy] : [])].map((part) =>
    env.binder.expr(part, env),
  );
  for (const part of parts) {
    if (!['varchar', 'char', 'unknown'].includes(part.type.kind))
      throw env.binder.fault(
        part.at,
        `LIKE compares text, and this is ${printedType(part.type)}`,
        'CAST(... AS varchar)',
      );
  }
  const [value, pattern, sign] = parts as [Bound, Bound, Bound?];
  const sql = `(${value.sql} ${expr.negated ? 'NOT ' : ''}LIKE ${pattern.sql}${sign ? ` ESCAPE ${sign.sql}` : ''})`;
  return derived(expr.at, sql, parts);
}

function bindCase(expr: Expr & { kind: 'case' }, env: Env): Bound {
  const { at, operand, branches, otherwise } = expr;
  const conditions = branches.map(
    ({ when }): Expr =>
      operand ? { kind: 'operator', at: when.at, name: '=', args: [operand, when] } : when,
  );
  const whens = conditions.map((when) => asBoolean(env.binder.expr(when, env), env, 'The condition of CASE'));
  const results = [...branches.map(({ result }) => result), ...(otherwise ? [otherwise] : [])];
  const values = unified(
    results.map((value) => env.binder.expr(value, env)),
    env,
    'The results of CASE',
  );
  const cases = whens.map((when, index) => `WHEN ${when.sql} THEN ${values[index]?.sql}`);
  const last = otherwise ? ` ELSE ${values.at(-1)?.sql}` : '';
  const zone = commonZone(values, at, env.binder);
  const bound = derived(at, `CASE ${cases.join(' ')}${last} END`, [...whens, ...values]);
  return {
    ...bound,
    sql: `(${bound.sql})`,
    type: values[0]?.type ?? plain('unknown'),
    ...(zone === undefined ? {} : { zone }),
  };
}

function bindRow(expr: Expr & { kind: 'row' }, env: Env): Bound {
  const values = expr.items.map(({ value }) => env.binder.expr(value, env));
  const fields = values.map(
    ({ type }, index): RowField => ({ name: expr.items[index]?.name?.text ?? null, type }),
  );
  const members = fields.map(
    ({ name }, index) => `"${fieldName(name, index).replaceAll('"', '""')}" := ${values[index]?.sql}`,
  );
  return { ...derived(expr.at, `struct_pack(${members.join(', ')})`, values), type: { kind: 'row', fields } };
}

/** Which of the columns are not grouped by in this row, as bits. */
function bindGrouping(expr: Expr & { kind: 'grouping' }, env: Env): Bound {
  const keys = expr.args.map((arg) => {
    const key = env.grouping?.keys.get(keyOf(arg, env));
    if (!key) throw env.binder.fault(arg.at, 'grouping takes columns of GROUP BY');
    return key;
  });
  const type = plain(keys.length <= 31 ? 'integer' : 'bigint');
  const sql = `CAST(GROUPING(${keys.map(({ sql }) => sql).join(', ')}) AS ${duckdbType(type)})`;
  return { at: expr.at, sql, type, sources: [] };
}
