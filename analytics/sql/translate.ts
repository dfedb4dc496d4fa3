import type { Binder, TimeTravel } from './binder/context.ts';
import { bindExpr } from './binder/expression.ts';
import { bindQuery } from './binder/query.ts';
import type { ColumnSource } from './lineage.ts';
import { parse } from './parser/parse.ts';
import { faultAt } from './place.ts';
import { shownBy } from './show.ts';
import type { Query } from './syntax.ts';
import type { Tables } from './tables.ts';
import type { SqlType } from './types.ts';

export type { TimeTravel } from './binder/context.ts';

/** A statement in Athena's SQL as DuckDB runs it, with everything that is known of it before it runs. */
export interface Translated {
  /** One statement for DuckDB over tables of the same qualified names, and over those of `travels`. */
  readonly duckdb: string;
  readonly columns: readonly ResultColumn[];
  /** Qualified names of what it reads: `curated.students`, `marts.x`, `raw.changes`. */
  readonly tables: readonly string[];
  /** Columns that decide which rows there are, how they are grouped and ordered. */
  readonly uses: readonly ColumnSource[];
  /** Tables as they were at a moment. */
  readonly travels: readonly TimeTravel[];
  /** What EXPLAIN asks for, instead of rows. */
  readonly explain: 'plan' | 'run' | null;
}

export interface ResultColumn {
  /** As Athena names it: `_col0` for one without a name; a name can come twice. */
  readonly name: string;
  readonly type: SqlType;
  /** Columns that its values are made of. */
  readonly sources: readonly ColumnSource[];
}

/** Text of one expression beyond which a statement is refused: each nesting of some functions doubles it. */
const longest = 200_000;

/**
 * Translates one statement that reads, in the dialect of Athena engine version 3 (Trino). What is not known to mean
 * the same in DuckDB is refused.
 * @throws UserError with line and column, and a hint
 */
export function translate(sql: string, tables: Tables): Translated {
  const statement = parse(sql);
  const explained = statement.kind === 'explain' ? statement.statement : statement;
  if (explained.kind === 'explain') throw faultAt(sql, 0, 'EXPLAIN of EXPLAIN means nothing');
  const explain = statement.kind !== 'explain' ? null : statement.analyze ? 'run' : 'plan';
  if (explained.kind === 'query') return { ...translateQuery(sql, explained.query, tables), explain };
  return { ...translate(shownBy(explained, sql, tables), tables), explain };
}

function translateQuery(sql: string, query: Query, tables: Tables): Omit<Translated, 'explain'> {
  const uses = new Map<string, ColumnSource>();
  let count = 0;
  const binder: Binder = {
    sql,
    tables,
    read: new Set(),
    travels: new Map(),
    use(...bounds) {
      for (const { sources } of bounds)
        for (const source of sources) uses.set(`${source.table}.${source.column}`, source);
    },
    fresh: (prefix) => `${prefix}${++count}`,
    fault: (at, message, hint) => faultAt(sql, at, message, hint),
    expr(expr, env) {
      const bound = bindExpr(expr, env);
      if (bound.sql.length > longest)
        throw faultAt(sql, expr.at, 'the expression is too large', 'Compute parts of it in a query inside.');
      return bound;
    },
    query: bindQuery,
  };
  const bound = bindQuery(query, { binder, scope: { columns: [], parent: null }, queries: new Map() });
  return {
    duckdb: bound.sql,
    columns: bound.columns.map(({ name, type, sources }, index) => ({
      name: name ?? `_col${index}`,
      type,
      sources,
    })),
    tables: [...binder.read].sort(),
    uses: [...uses.values()],
    travels: [...binder.travels.values()],
  };
}
