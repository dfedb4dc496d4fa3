import { quotedName } from '../../../lake/iceberg/duckdb.ts';
import { commonType } from '../coercion.ts';
import type { ColumnSource } from '../lineage.ts';
import type { Expr, Name, Relation, Travel } from '../syntax.ts';
import { printedType } from '../types.ts';
import { asBoolean, castHint, coerced } from './coerce.ts';
import type { BoundRelation, Env, OutputColumn, ScopeColumn } from './context.ts';
import { qualified, unknownTable } from './tableNames.ts';
import { bindUnnest } from './unnest.ts';

export function bindRelation(relation: Relation, env: Env): BoundRelation {
  switch (relation.kind) {
    case 'table':
      return bindTable(relation, env);
    case 'subquery': {
      const { sql, columns } = env.binder.query(relation.query, env);
      return aliased(`(${sql})`, columns, [], env);
    }
    case 'unnest':
      return bindUnnest(relation, env);
    case 'alias':
      return renamed(bindRelation(relation.relation, env), relation.name, relation.columns, env);
    case 'sample':
      return bindSample(relation, env);
    case 'join':
      return bindJoin(relation, env);
  }
}

/** Rows under a name of their own, so that no name of one part of a statement is caught by another. */
function aliased(
  from: string,
  columns: readonly OutputColumn[],
  relation: readonly string[],
  { binder }: Env,
): BoundRelation {
  const alias = binder.fresh('t');
  return {
    sql: `${from} AS ${alias}`,
    columns: columns.map(({ as, ...column }) => ({ ...column, relation, sql: `${alias}.${quotedName(as)}` })),
  };
}

function bindTable(relation: Relation & { kind: 'table' }, env: Env): BoundRelation {
  const { name, travel, at } = relation;
  const [first] = name as [Name];
  const query = name.length === 1 ? env.queries.get(first.text.toLowerCase()) : undefined;
  if (query) {
    if (travel) throw env.binder.fault(at, 'a query has no past', 'Say it of the tables that it reads.');
    return aliased(query.as, query.columns, [first.text], env);
  }
  const path = qualified(name);
  const table = path.join('.');
  const schema = env.binder.tables.of(table);
  if (!schema) throw unknownTable(name, env.binder.sql, env.binder.tables);
  if (!schema.rows) env.binder.read.add(table);
  const columns = schema.columns.map((column): OutputColumn => {
    const sources: ColumnSource[] = schema.rows ? [] : [{ table, column: column.name, how: 'identity' }];
    return { name: column.name, as: column.name, type: column.type, sources };
  });
  if (schema.rows) return aliased(schema.rows, columns, path, env);
  const place = schema.lies ?? path;
  const from = travel ? travelled(table, place, travel, env) : place;
  return aliased(from.map(quotedName).join('.'), columns, path, env);
}

/** The name that stands for a table as it was. The moment is a literal, since files are chosen before the query runs. */
function travelled(
  table: string,
  place: readonly string[],
  { by, moment }: Travel,
  env: Env,
): readonly string[] {
  const at = momentText(moment, by, env);
  const [schema = '', name = ''] = place;
  const as = `${name}@${at}`;
  env.binder.travels.set(`${schema}.${as}`, { table, name: `${schema}.${as}`, at });
  return [schema, as];
}

function momentText(moment: Expr, by: Travel['by'], env: Env): string {
  const wants =
    by === 'VERSION'
      ? 'the id of a snapshot, as in FOR VERSION AS OF 123'
      : "a literal, as in TIMESTAMP '2026-03-01 10:00:00 UTC'";
  const bound = env.binder.expr(moment, env);
  const kind = by === 'VERSION' ? 'bigint' : 'timestamp with time zone';
  const fits =
    by === 'VERSION'
      ? ['bigint', 'integer'].includes(bound.type.kind)
      : bound.type.kind === kind || bound.type.kind === 'timestamp';
  if (bound.literal === undefined || !fits)
    throw env.binder.fault(moment.at, `FOR ${by} AS OF takes ${wants}`);
  return bound.literal
    .trim()
    .replace(/ (UTC|Z)$/i, 'Z')
    .replace(' ', 'T');
}

function renamed(
  { sql, columns }: BoundRelation,
  name: Name,
  names: readonly Name[] | null,
  env: Env,
): BoundRelation {
  if (names && names.length !== columns.length) {
    const message = `Column alias list has ${names.length} entries but '${name.text}' has ${columns.length} columns available`;
    throw env.binder.fault(name.at, message);
  }
  const named = columns.map((column, index) => ({
    ...column,
    relation: [name.text],
    name: names?.[index]?.text ?? column.name,
  }));
  return { sql, columns: named };
}

function bindSample(relation: Relation & { kind: 'sample' }, env: Env): BoundRelation {
  const { share, method } = relation;
  const inner = bindRelation(relation.relation, env);
  const isNumber = share.kind === 'literal' && ['integer', 'decimal', 'double'].includes(share.type);
  const percent = isNumber ? Number(share.value) : Number.NaN;
  if (!(percent >= 0 && percent <= 100))
    throw env.binder.fault(share.at, 'TABLESAMPLE takes a number from 0 to 100');
  return { ...inner, sql: `${inner.sql} TABLESAMPLE ${method.toLowerCase()}(${percent}%)` };
}

function bindJoin(relation: Relation & { kind: 'join' }, env: Env): BoundRelation {
  const { how, at } = relation;
  const left = bindRelation(relation.left, env);
  const lateral: Env = { ...env, scope: { columns: left.columns, parent: env.scope } };
  const right = bindRelation(relation.right, seesLeft(relation.right) ? lateral : env);
  if (seesLeft(relation.right) && (how === 'RIGHT' || how === 'FULL'))
    throw env.binder.fault(at, `${how} JOIN involving UNNEST or LATERAL is not supported`);
  const columns = [...left.columns, ...right.columns];
  const rightSql = relation.right.kind === 'join' ? `(${right.sql})` : right.sql;
  const both = `${left.sql} ${how} JOIN ${rightSql}`;
  if (how === 'CROSS') return { sql: both, columns };
  if (relation.using) return bindUsing(relation.using, both, left, right, how, env);
  const inner: Env = { ...env, scope: { columns, parent: env.scope }, clause: 'JOIN ON' };
  const on = asBoolean(env.binder.expr(relation.on as Expr, inner), env, 'The condition of JOIN');
  env.binder.use(on);
  return { sql: `${both} ON ${on.sql}`, columns };
}

/** UNNEST and LATERAL see the columns of what they are joined to. */
function seesLeft(relation: Relation): boolean {
  if (relation.kind === 'alias' || relation.kind === 'sample') return seesLeft(relation.relation);
  return relation.kind === 'unnest' || (relation.kind === 'subquery' && relation.lateral);
}

/** The columns of USING come first, once, and belong to neither side. */
function bindUsing(
  names: readonly Name[],
  both: string,
  left: BoundRelation,
  right: BoundRelation,
  how: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL',
  env: Env,
): BoundRelation {
  const pairs = names.map((name) => {
    const [a, b] = [left, right].map((side) => columnOf(side, name, env)) as [ScopeColumn, ScopeColumn];
    const type = commonType(a.type, b.type);
    if (!type) {
      const message = `Column types of left and right side of JOIN USING must be compatible: ${printedType(a.type)}, ${printedType(b.type)}`;
      throw env.binder.fault(name.at, message, castHint(a.type, b.type));
    }
    env.binder.use(a, b);
    const [first, second] = [a, b].map((column) => coerced({ ...column, at: name.at }, type).sql) as [
      string,
      string,
    ];
    const value = how === 'FULL' ? `coalesce(${first}, ${second})` : how === 'RIGHT' ? second : first;
    const column: ScopeColumn = { ...(how === 'RIGHT' ? b : a), relation: [], type, sql: value };
    return { a, b, column, condition: `${first} = ${second}` };
  });
  const joined = new Set(pairs.flatMap(({ a, b }) => [a, b]));
  const rest = [...left.columns, ...right.columns].filter((column) => !joined.has(column));
  return {
    sql: `${both} ON ${pairs.map(({ condition }) => condition).join(' AND ')}`,
    columns: [...pairs.map(({ column }) => column), ...rest],
  };
}

function columnOf({ columns }: BoundRelation, name: Name, { binder }: Env): ScopeColumn {
  const found = columns.filter((column) => column.name?.toLowerCase() === name.text.toLowerCase());
  if (found.length === 1) return found[0] as ScopeColumn;
  const what = found.length === 0 ? 'is missing from one side of' : 'is ambiguous in';
  throw binder.fault(name.at, `Column '${name.text}' ${what} JOIN`);
}
