import { nearNames } from '../../../datasets/near.ts';
import { quotedText } from '../../../lake/iceberg/duckdb.ts';
import { fieldName } from '../duckdbText.ts';
import { sourcesAs } from '../lineage.ts';
import type { Expr, Name } from '../syntax.ts';
import type { Bound, Env, Scope, ScopeColumn } from './context.ts';

/** The names of `a.b.c`, or null for an expression that is more than names. */
export function namesIn(expr: Expr): Name[] | null {
  if (expr.kind === 'column') return [expr.name];
  if (expr.kind !== 'field') return null;
  const names = namesIn(expr.of);
  return names && [...names, expr.name];
}

const lower = ({ text }: Name) => text.toLowerCase();

/**
 * A column by its name, perhaps with its table's before and with fields of a row behind it.
 * @throws UserError when there is none, or more than one
 */
export function bindName(names: readonly Name[], env: Env): Bound {
  const output = names.length === 1 ? env.outputs?.get(lower(names[0] as Name)) : undefined;
  if (output) return { ...output, at: (names[0] as Name).at };
  const found = resolve(names, env);
  if (!found) throw hidden(names, env) ?? unresolved(names, env);
  const at = (names[0] as Name).at;
  const { column, taken } = found;
  const { sql, type, sources, zone } = column;
  const bound: Bound = { at, sql, type, sources, ...(zone === undefined ? {} : { zone }) };
  return names.slice(taken).reduce((row, name) => bindField(row, name, env), bound);
}

/** The column that names mean, and how many of them; null when there is none. */
export function resolve(
  names: readonly Name[],
  env: Env,
): { readonly column: ScopeColumn; readonly taken: number; readonly scope: Scope } | null {
  for (let scope: Scope | null = env.scope; scope; scope = scope.parent) {
    for (let taken = Math.min(names.length, 4); taken > 0; taken--) {
      const matching = scope.columns.filter((column) => isNamed(column, names.slice(0, taken)));
      if (matching.length > 1) throw ambiguous(names.slice(0, taken), matching, env);
      if (matching[0]) return { column: matching[0], taken, scope };
    }
  }
  return null;
}

function isNamed({ relation, name }: ScopeColumn, names: readonly Name[]): boolean {
  const written = names.map(lower);
  const column = written.pop();
  if (name === null || name.toLowerCase() !== column) return false;
  return isRelation(relation, written);
}

/** Whether a relation goes by these names: `students` for `curated.students`. */
export function isRelation(relation: readonly string[], written: readonly string[]): boolean {
  const own = relation.slice(relation.length - written.length);
  return (
    written.length <= relation.length && own.every((part, index) => part.toLowerCase() === written[index])
  );
}

const printed = (names: readonly Name[]) => names.map(({ text }) => text).join('.');

function ambiguous(names: readonly Name[], matching: readonly ScopeColumn[], env: Env) {
  const tables = [...new Set(matching.map(({ relation }) => relation.at(-1)))].join(' and ');
  return env.binder.fault(
    (names[0] as Name).at,
    `Column '${printed(names)}' is ambiguous`,
    tables === '' ? undefined : `It is in ${tables}: write the table before it.`,
  );
}

/** An aggregate belongs to the query that it stands in, and cannot gather rows of one around it. */
function hidden(names: readonly Name[], env: Env) {
  for (let scope: Scope | null = env.scope; scope; scope = scope.parent) {
    if (!scope.hidden || !resolve(names, { ...env, scope: scope.hidden })) continue;
    const message = `Reference to column '${printed(names)}' from outer scope not allowed in this context`;
    return env.binder.fault((names[0] as Name).at, message, 'Aggregate what this query itself reads.');
  }
  return null;
}

function unresolved(names: readonly Name[], { scope, binder }: Env) {
  const [first] = names as [Name];
  const last = names.at(-1) as Name;
  const all = scope.columns.flatMap(({ name }) => name ?? []);
  const near = nearNames(last.text, [...new Set(all)]);
  const relations = [...new Set(scope.columns.map(({ relation }) => relation.at(-1)))];
  const isUnknownTable = names.length > 1 && !relations.includes(lower(first)) && !all.includes(lower(first));
  const hint =
    near.length > 0 && !isUnknownTable
      ? `did you mean ${near.join(' or ')}?`
      : isUnknownTable && relations.length > 0
        ? `FROM has ${relations.join(', ')}`
        : undefined;
  return binder.fault(first.at, `Column '${printed(names)}' cannot be resolved`, hint);
}

/** `row.field` */
export function bindField(row: Bound, name: Name, env: Env): Bound {
  const { type } = row;
  const fields = type.kind === 'row' ? type.fields : [];
  const index = fields.findIndex((field) => field.name?.toLowerCase() === lower(name));
  const field = fields[index];
  if (!field) {
    const near = nearNames(
      name.text,
      fields.flatMap((known) => known.name ?? []),
    );
    const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : undefined;
    throw env.binder.fault(name.at, `Column '${name.text}' cannot be resolved`, hint);
  }
  const sql = `struct_extract(${row.sql}, ${quotedText(fieldName(field.name, index))})`;
  return { at: row.at, sql, type: field.type, sources: sourcesAs('derived', row.sources) };
}

/** The key of a column, as `keyOf` makes it of its name. */
export const columnKey = (sql: string): string => JSON.stringify(['column', sql]);

/**
 * A text that two expressions share when they mean the same: columns by what they resolve to, names without regard
 * to case, places left out. It starts with the kind of the expression.
 */
export function keyOf(expr: Expr, env: Env): string {
  const names = namesIn(expr);
  const resolved = names && resolve(names, env);
  if (names && resolved) {
    const fields = names.slice(resolved.taken).map(lower);
    return JSON.stringify(['column', resolved.column.sql, ...fields]);
  }
  return `${expr.kind} ${JSON.stringify(shape(expr, env))}`;
}

function shape(value: unknown, env: Env): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => shape(item, env));
  const node = value as Record<string, unknown>;
  if (node.kind === 'column' || node.kind === 'field') {
    const names = namesIn(value as Expr);
    const resolved = names && resolve(names, env);
    if (names && resolved) return [resolved.column.sql, ...names.slice(resolved.taken).map(lower)];
  }
  return Object.entries(node)
    .filter(([key]) => key !== 'at')
    .map(([key, inner]) => [key, key === 'text' ? String(inner).toLowerCase() : shape(inner, env)]);
}
