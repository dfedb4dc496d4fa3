import type { UserError } from '../../../base/errors.ts';
import type { Sources } from '../lineage.ts';
import type { Expr, Query, Window } from '../syntax.ts';
import type { Tables } from '../tables.ts';
import type { SqlType } from '../types.ts';

/** An expression with its meaning: what it is in DuckDB, its type, where its value comes from. */
export interface Bound {
  readonly at: number;
  /** It stands alone: nothing around it can take it apart. */
  readonly sql: string;
  readonly type: SqlType;
  readonly sources: Sources;
  /** The value of a literal; see `Argument.literal`. */
  readonly literal?: string;
  /** Of an instant: an expression for the name of its zone. */
  readonly zone?: string;
  readonly isNeverZero?: boolean;
}

/** A column that expressions can name. */
export interface ScopeColumn {
  /** What may stand before its name: `['curated', 'students']`, or an alias. Empty for the parameter of a lambda. */
  readonly relation: readonly string[];
  /** Null for one that nobody named. */
  readonly name: string | null;
  readonly sql: string;
  readonly type: SqlType;
  readonly sources: Sources;
  readonly zone?: string | undefined;
}

export interface Scope {
  readonly columns: readonly ScopeColumn[];
  /** What a query inside another one sees of that. */
  readonly parent: Scope | null;
  /** Of rows that are grouped: the groups, outside of which nothing may be used. */
  readonly grouping?: Grouping | undefined;
  /** The parameters of a lambda. */
  readonly isLambda?: boolean;
  /** What an aggregate's arguments do not see, though the query around them does. */
  readonly hidden?: Scope | null;
}

/** A column of a query's result. */
export interface OutputColumn {
  readonly name: string | null;
  /** Its name in DuckDB, unlike every other of the result. */
  readonly as: string;
  readonly type: SqlType;
  readonly sources: Sources;
  readonly zone?: string | undefined;
}

export interface BoundQuery {
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
}

/** Rows as an expression for FROM, and the columns that they give. */
export interface BoundRelation {
  readonly sql: string;
  readonly columns: readonly ScopeColumn[];
}

/** A column that SELECT asks for: an expression, or one of those that `*` stands for. */
export interface Item {
  readonly expr: Expr | null;
  readonly column: ScopeColumn | null;
  readonly name: string | null;
}

/** A query that WITH named. */
export interface NamedQuery {
  readonly as: string;
  readonly columns: readonly OutputColumn[];
}

export type NamedQueries = ReadonlyMap<string, NamedQuery>;

/** Where expressions stand and what they may use there. */
export interface Env {
  readonly binder: Binder;
  readonly scope: Scope;
  readonly queries: NamedQueries;
  /** Of a query with GROUP BY or aggregates: what may be used outside of them. */
  readonly grouping?: Grouping | undefined;
  /** What refuses aggregates here, such as `WHERE`; undefined where they may stand. */
  readonly clause?: string | undefined;
  /** Windows may stand here. */
  readonly allowsWindows?: boolean;
  readonly windows?: ReadonlyMap<string, Window> | undefined;
  /** What names mean that the result gives to its columns, in ORDER BY. */
  readonly outputs?: ReadonlyMap<string, Bound> | undefined;
}

export interface Grouping {
  /** By `keyOf`. */
  readonly keys: ReadonlyMap<string, Bound>;
}

/** What one translation gathers, and the ways from one kind of syntax to another, which live in files of their own. */
export interface Binder {
  readonly sql: string;
  readonly tables: Tables;
  /** Qualified names of tables that are read. */
  readonly read: Set<string>;
  readonly travels: Map<string, TimeTravel>;
  /** Takes columns that decide rows. */
  use(...bound: readonly { readonly sources: Sources }[]): void;
  /** A name that stands nowhere else in the statement. */
  fresh(prefix: string): string;
  fault(at: number, message: string, hint?: string): UserError;
  expr(expr: Expr, env: Env): Bound;
  query(query: Query, env: Pick<Env, 'binder' | 'scope' | 'queries'>): BoundQuery;
}

/** A table as it was: `name` stands for it in the translated statement. */
export interface TimeTravel {
  readonly table: string;
  readonly name: string;
  /** Text of an instant in the forms of `--at`, or the id of a snapshot. */
  readonly at: string;
}
