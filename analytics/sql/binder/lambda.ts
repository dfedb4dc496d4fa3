import { distance } from '../coercion.ts';
import type { Argument } from '../registry.ts';
import type { Bindings, Pattern } from '../signature.ts';
import type { Expr } from '../syntax.ts';
import { plain, printedType } from '../types.ts';
import { coerced } from './coerce.ts';
import type { Bound, Env, Scope, ScopeColumn } from './context.ts';

/** Where neither aggregates nor queries may stand. */
export const lambdaClause = 'a lambda';

/** A lambda for a parameter `function(T, U)`, whose own parameters have the types that are known by now. */
export function bindLambda(
  expr: Expr & { kind: 'lambda' },
  pattern: Pattern,
  bindings: Bindings,
  env: Env,
): { readonly bound: Bound; readonly lambda: Argument['lambda'] } {
  const { params, result } = pattern as Pattern & { kind: 'function' };
  const columns = expr.parameters.map(({ text }, index): ScopeColumn => {
    const type = bindings.type(params[index] as Pattern);
    return { relation: [], name: text, sql: env.binder.fresh('p'), type, sources: [] };
  });
  const inner: Env = {
    ...env,
    clause: lambdaClause,
    allowsWindows: false,
    scope: { columns, parent: env.scope, isLambda: true },
  };
  const body = env.binder.expr(expr.body, inner);
  if (bindings.match(result, body.type) === null) {
    const wanted = printedType(bindings.type(result));
    throw env.binder.fault(body.at, `The lambda must give ${wanted}, and gives ${printedType(body.type)}`);
  }
  const type = bindings.param(result, body.type);
  if (distance(body.type, type.kind) === null) {
    throw env.binder.fault(body.at, `The lambda must give ${printedType(type)}`);
  }
  const final = coerced(body, type);
  const parameters = columns.map(({ sql }) => sql);
  const sql = `lambda ${parameters.join(', ')}: ${final.sql}`;
  return {
    bound: { at: expr.at, sql, type: plain('unknown'), sources: body.sources },
    lambda: { parameters, body: final.sql },
  };
}

const tablesIn = (sql: string): string[] => sql.match(/\bt\d+(?=\.")/g) ?? [];

/**
 * DuckDB loses columns that a lambda captures in a query that sees another one around it, where one call is of
 * both. Functions that are lambdas in DuckDB only count, too.
 * @throws UserError
 */
export function checkReach(at: number, sql: string, env: Env): void {
  const start = sql.indexOf('lambda ');
  if (start < 0 || tablesIn(sql.slice(start)).length === 0) return;
  let scope: Scope | null = env.scope;
  while (scope?.isLambda) scope = scope.parent;
  const own = new Set(scope?.columns.flatMap((column) => tablesIn(column.sql)));
  if (tablesIn(sql).every((table) => own.has(table))) return;
  const hint = 'Compute it in that query, and use the result here.';
  throw env.binder.fault(at, 'this cannot be computed of columns of a query around its own', hint);
}
