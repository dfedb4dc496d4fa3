import { quotedName } from '../../../lake/iceberg/duckdb.ts';
import { commonType } from '../coercion.ts';
import { mergeSources } from '../lineage.ts';
import type { CommonTable, Name, Query, QueryBody, Relation } from '../syntax.ts';
import { printedType, type SqlType } from '../types.ts';
import { castHint, unified } from './coerce.ts';
import type { Bound, BoundQuery, Env, NamedQuery, OutputColumn } from './context.ts';
import { bindRelation } from './from.ts';
import { bindSelect, limitSql, outputs } from './select.ts';
import { queryAs } from './subquery.ts';
import { sortSql } from './window.ts';
import { commonZone } from './zones.ts';

type Around = Pick<Env, 'binder' | 'scope' | 'queries'>;

/** What stands around it says which columns and queries it sees, and nothing else. */
export function bindQuery(query: Query, { binder, scope, queries: known }: Around): BoundQuery {
  const queries = new Map(known);
  const around: Around = { binder, scope, queries };
  if (query.recursive) throw around.binder.fault(query.at, 'WITH RECURSIVE is not available');
  const named = query.with.map((table) => {
    const { as, sql, columns } = bindCommonTable(table, { ...around, queries: new Map(queries) });
    queries.set(table.name.text.toLowerCase(), { as, columns });
    return `${as} AS (${sql})`;
  });
  const { sql, columns } =
    query.body.kind === 'select' ? bindSelect(query.body, query.order, around) : bindSorted(query, around);
  const prefix = named.length > 0 ? `WITH ${named.join(', ')} ` : '';
  return { sql: prefix + sql + limitSql(query, around), columns };
}

function bindCommonTable(
  { name, columns: names, query }: CommonTable,
  around: Around,
): NamedQuery & { sql: string } {
  const { sql, columns } = around.binder.query(query, around);
  checkWidth(names, columns, name, around);
  return {
    as: around.binder.fresh('q'),
    sql,
    columns: columns.map((column, index) => ({ ...column, name: names?.[index]?.text ?? column.name })),
  };
}

function checkWidth(
  names: readonly Name[] | null,
  columns: readonly OutputColumn[],
  { at, text }: Name,
  { binder }: Around,
): void {
  if (names && names.length !== columns.length)
    throw binder.fault(
      at,
      `Column alias list has ${names.length} entries but '${text}' has ${columns.length} columns available`,
    );
}

/** A body that is not a SELECT; its ORDER BY sees the columns of its result only. */
function bindSorted(query: Query, around: Around): BoundQuery {
  const body = bindBody(query.body, around);
  if (query.order.length === 0) return query.body.kind === 'nested' ? wrapped(body, around) : body;
  const alias = around.binder.fresh('t');
  const columns = body.columns.map((column) => ({
    ...column,
    relation: [],
    sql: `${alias}.${quotedName(column.as)}`,
  }));
  const env: Env = { ...around, scope: { columns, parent: around.scope }, clause: 'ORDER BY' };
  const sorted = query.order.map((item) => {
    const { expr } = item;
    if (expr.kind !== 'literal' || expr.type !== 'integer') return sortSql(item, env);
    const column = body.columns[Number(expr.value) - 1];
    if (!column) throw around.binder.fault(expr.at, `ORDER BY position ${expr.value} is not in select list`);
    return `${alias}.${quotedName(column.as)} ${item.descending ? 'DESC' : 'ASC'} NULLS ${item.nullsFirst ? 'FIRST' : 'LAST'}`;
  });
  return {
    sql: `SELECT * FROM (${body.sql}) AS ${alias} ORDER BY ${sorted.join(', ')}`,
    columns: body.columns,
  };
}

const wrapped = ({ sql, columns }: BoundQuery, { binder }: Around): BoundQuery => ({
  sql: `SELECT * FROM (${sql}) AS ${binder.fresh('t')}`,
  columns,
});

function bindBody(body: QueryBody, around: Around): BoundQuery {
  switch (body.kind) {
    case 'select':
      return bindSelect(body, [], around);
    case 'nested':
      return around.binder.query(body.query, around);
    case 'values':
      return bindValues(body, around);
    case 'table': {
      const relation: Relation = { kind: 'table', name: body.table, travel: null, at: body.at };
      const { sql, columns } = bindRelation(relation, around);
      const items = columns.map(({ sql: value, name }) => `${value} AS ${quotedName(name ?? '')}`);
      return { sql: `SELECT ${items.join(', ')} FROM ${sql}`, columns: outputs(columns, columns) };
    }
    case 'set':
      return bindSet(body, around);
  }
}

function bindValues({ rows, at }: QueryBody & { kind: 'values' }, around: Around): BoundQuery {
  const env: Env = { ...around, clause: 'VALUES' };
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width))
    throw around.binder.fault(at, 'Values rows have mismatched sizes');
  const bounds = rows.map((row) => row.map((expr) => around.binder.expr(expr, env)));
  const columns = Array.from({ length: width }, (_, index) =>
    unified(
      bounds.map((row) => row[index] as Bound),
      env,
      'The values of a column',
    ),
  );
  const values = rows.map((_, row) => `(${columns.map((column) => column[row]?.sql).join(', ')})`);
  const output = outputs(
    columns.map(() => ({ name: null })),
    columns.map((column) => ({
      ...(column[0] as Bound),
      sources: mergeSources(...column.map(({ sources }) => sources)),
    })),
  );
  const names = output.map(({ as }) => quotedName(as));
  const alias = around.binder.fresh('t');
  return {
    sql: `SELECT * FROM (VALUES ${values.join(', ')}) AS ${alias}(${names.join(', ')})`,
    columns: output,
  };
}

/** The columns have the names of the left side and the types that both sides become. */
function bindSet({ op, all, left, right, at }: QueryBody & { kind: 'set' }, around: Around): BoundQuery {
  const sides = [bindBody(left, around), bindBody(right, around)] as const;
  const [a, b] = sides;
  if (a.columns.length !== b.columns.length)
    throw around.binder.fault(
      at,
      `${op} query has different number of fields: ${a.columns.length}, ${b.columns.length}`,
    );
  const types = a.columns.map((column, index): SqlType => {
    const other = b.columns[index] as OutputColumn;
    const type = commonType(column.type, other.type);
    commonZone([column, other], at, around.binder);
    if (type) return type;
    const message = `column ${index + 1} in ${op} query has incompatible types: ${printedType(column.type)}, ${printedType(other.type)}`;
    throw around.binder.fault(at, message, castHint(column.type, other.type));
  });
  if (op !== 'UNION') around.binder.use(...a.columns, ...b.columns);
  const columns = a.columns.map(
    (column, index): OutputColumn => ({
      ...column,
      type: types[index] as SqlType,
      sources:
        op === 'UNION' ? mergeSources(column.sources, b.columns[index]?.sources ?? []) : column.sources,
    }),
  );
  const [first, second] = sides.map((side) => queryAs(side, types, around));
  return { sql: `(${first}) ${op}${all ? ' ALL' : ''} (${second})`, columns };
}
