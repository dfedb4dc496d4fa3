import { mergeSources, sourcesAs } from '../lineage.ts';
import type { CallExpr, Expr } from '../syntax.ts';
import { bindScalar, type Chosen, choose, definitionsOf, isAggregate, rewritten, zoneOf } from './call.ts';
import { asBoolean } from './coerce.ts';
import type { Bound, Env } from './context.ts';
import { sortSql, windowSql } from './window.ts';

/** A call: of a scalar function, of an aggregate, or of either or a window function over a window. */
export function bindCall(expr: CallExpr, env: Env): Bound {
  const { name, at, over } = expr;
  const { binder } = env;
  const definitions = definitionsOf(name);
  const isWindow = definitions.some(({ kind }) => kind === 'window');
  if (over) {
    if (!env.allowsWindows)
      throw binder.fault(
        at,
        `a window function cannot stand in ${env.clause ?? 'here'}`,
        'Compute it in a query inside, and use it around that.',
      );
    if (definitions.length > 0 && !isWindow && !isAggregate(name))
      throw binder.fault(at, `${name} is not a window function`);
  } else if (isWindow && !isAggregate(name)) {
    throw binder.fault(at, `Window function ${name} requires an OVER clause`);
  } else if (isAggregate(name) && (env.clause !== undefined || !env.grouping)) {
    throw binder.fault(
      at,
      `an aggregate cannot stand in ${env.clause ?? 'here'}: ${name}`,
      env.clause === 'WHERE' ? 'Conditions on groups stand in HAVING.' : undefined,
    );
  }
  if (!over && !isAggregate(name)) return bindPlainCall(expr, env);
  const inner: Env = over
    ? {
        ...env,
        allowsWindows: false,
        clause: env.grouping ? undefined : 'the arguments of a window function',
      }
    : {
        ...env,
        scope: { columns: env.scope.columns, parent: null, hidden: env.scope.parent },
        grouping: undefined,
        outputs: undefined,
        allowsWindows: false,
        clause: 'the arguments of an aggregate',
      };
  return bindGathering(expr, env, inner);
}

function bindPlainCall(expr: CallExpr, env: Env): Bound {
  const { name, at, args, distinct, order, filter, ignoreNulls } = expr;
  if (distinct || order.length > 0 || filter || ignoreNulls) {
    const known = definitionsOf(name).length > 0;
    if (known)
      throw env.binder.fault(
        at,
        `${name} is not an aggregate: DISTINCT, ORDER BY and FILTER mean nothing in it`,
      );
  }
  return bindScalar(choose(definitionsOf(name), name, at, args, env), at, env);
}

/** A call that sees many rows. */
function bindGathering(expr: CallExpr, env: Env, inner: Env): Bound {
  const { name, at, args, order, filter, over } = expr;
  const definitions = definitionsOf(name).filter(
    ({ kind }) => kind === 'aggregate' || (over && kind === 'window'),
  );
  const chosen = choose(definitions, name, at, args, inner);
  if (filter && over)
    throw env.binder.fault(
      at,
      'FILTER and OVER cannot stand together',
      'Put the condition into the argument: CASE WHEN ... THEN ... END.',
    );
  if (expr.ignoreNulls && !over) throw env.binder.fault(at, 'IGNORE NULLS stands before OVER');
  const conditions = [
    ...(filter ? [asBoolean(env.binder.expr(filter, inner), env, 'The condition of FILTER')] : []),
  ];
  env.binder.use(...conditions);
  const sorted = order.map((item) => sortSql(item, inner));
  const only = chosen.form.only && rewritten(chosen.form.only, chosen, at, env);
  const where = [...conditions.map(({ sql }) => sql), ...(only ? [only] : [])];
  const wholes = [chosen.form.duckdb, ...(chosen.form.beside ? [chosen.form.beside] : [])].map((template) => {
    const call = within(rewritten(template, chosen, at, env), expr, sorted);
    const filtered = where.length > 0 ? `${call} FILTER (WHERE ${where.join(' AND ')})` : call;
    return over ? `${filtered} OVER ${windowSql(over, inner)}` : filtered;
  });
  return gathered(expr, chosen, wholes, env);
}

function gathered(expr: CallExpr, chosen: Chosen, [call = '', beside = '']: string[], env: Env): Bound {
  const { form, bounds, result, definition } = chosen;
  const put = (text: string) => text.replaceAll(/\$00?(?!\d)/g, (mark) => (mark === '$0' ? call : beside));
  const around =
    form.around === undefined
      ? call
      : typeof form.around === 'string'
        ? rewritten(put(form.around), chosen, expr.at, env)
        : put(rewritten(form.around, chosen, expr.at, env));
  const how = definition.kind === 'aggregate' ? 'aggregated' : 'derived';
  const zone = zoneOf(chosen, expr.at, env);
  return {
    at: expr.at,
    sql: form.around === undefined ? around : `(${around})`,
    type: result,
    sources: sourcesAs(how, mergeSources(...bounds.map(({ sources }) => sources))),
    ...(zone === undefined ? {} : { zone }),
  };
}

/** Puts DISTINCT, ORDER BY and IGNORE NULLS into `name(...)`. */
function within(call: string, { distinct, ignoreNulls }: CallExpr, order: readonly string[]): string {
  const open = call.indexOf('(') + 1;
  const inside = call.slice(open, -1);
  const tail = `${ignoreNulls ? ' IGNORE NULLS' : ''}${order.length > 0 ? ` ORDER BY ${order.join(', ')}` : ''}`;
  return `${call.slice(0, open)}${distinct ? 'DISTINCT ' : ''}${inside}${tail})`;
}

/** Whether an expression holds an aggregate of its own query. */
export function holdsAggregate(expr: Expr): boolean {
  if (expr.kind === 'call' && !expr.over && isAggregate(expr.name)) return true;
  if (expr.kind === 'grouping') return true;
  return Object.entries(expr).some(([key, value]) => key !== 'query' && holdsIn(value));
}

function holdsIn(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsIn);
  return holdsAggregate(value as Expr);
}
