import type { SqlType } from './types.ts';

/**
 * What the dialect knows of one function or operator. A name that is in no definition is refused, and so are
 * argument types that no form takes: what stands here is all that may run.
 */
export interface FunctionDefinition {
  /** In lower case. An operator has its sign: `+`, `||`, `[]`; a unary one `-x`. */
  readonly name: string;
  readonly kind: 'scalar' | 'aggregate' | 'window' | 'operator';
  /** The heading that it stands under in docs/sql.md. */
  readonly group: string;
  /** One English sentence. */
  readonly meaning: string;
  readonly forms: readonly Form[];
}

/** Argument types that a function takes, and what it is in DuckDB then. */
export interface Form {
  /**
   * `(array(T), function(T, U)) -> array(U)`: one or several that share a rewriting. `T`, `U`, `K`, `V`, `S` and
   * `R` stand for any type, `p`, `s`, `n` for the numbers of one, as in `decimal(p, s)`, `varchar(n)`,
   * `timestamp(p)`. A last parameter `T...` may come once or more. A type without its numbers takes any:
   * `varchar`, `decimal`, `timestamp`. Arguments are coerced as Trino does. The first form that needs the fewest
   * coercions is taken.
   */
  readonly signature: string | readonly string[];
  /** What variables must be able to do: `{ T: 'orderable' }`. */
  readonly where?: Readonly<Record<string, 'comparable' | 'orderable'>>;
  /** The type of the result where the signature cannot say it. */
  readonly gives?: (types: readonly SqlType[]) => SqlType;
  /**
   * The DuckDB expression. In a text, `$1` is the first argument, `$*` all of them with commas; `$1.local` of an
   * instant is its wall time in its zone (a TIMESTAMP), and `$1.zone` the name of that zone; of a lambda `$1` is
   * DuckDB's own. An argument can stand in it more than once. `$fail{'Division by zero'}` ends the statement with
   * a text, any DuckDB expression for one, behind its place; unlike DuckDB's `error` it may stand in `try`.
   * Of an aggregate or window function it is exactly one call: DISTINCT, ORDER BY, FILTER and OVER are put to it.
   */
  readonly duckdb: string | Rewriting;
  /** Aggregates only: a second call over the same rows. */
  readonly beside?: string;
  /** Aggregates only: what is made of the call; `$0` is it with all that was put to it, `$00` the one beside it. */
  readonly around?: string | Rewriting;
  /** Aggregates only: a condition on the rows that count, besides that of FILTER. */
  readonly only?: string;
  /** The zone of a result that is an instant, as a template. Default: that of the first argument that has one. */
  readonly zone?: string;
}

export type Rewriting = (args: readonly Argument[], call: Call) => string;

export interface Argument {
  /** A DuckDB expression that stands alone: nothing around it can take it apart. */
  readonly sql: string;
  /** After coercion. */
  readonly type: SqlType;
  /** Its value, where it is a literal of text, number or boolean: text as it is, numbers as they are written. */
  readonly literal: string | null;
  /** It is known not to be zero, as `nullif(x, 0)`: a division by it needs no check. */
  readonly isNeverZero: boolean;
  /** Of an instant: an expression for the name of its zone. */
  readonly zone: string;
  /** Of an instant: its wall time. Of anything else: `sql`. */
  readonly local: string;
  /** Of a lambda. */
  readonly lambda: { readonly parameters: readonly string[]; readonly body: string } | null;
}

export interface Call {
  readonly result: SqlType;
  /** An expression of the result's type that ends the statement with a text, itself a DuckDB expression. */
  fail(message: string): string;
  /**
   * Refuses the statement at the place of an argument (counted from 0).
   * @throws UserError
   */
  refuse(argument: number, message: string, hint?: string): never;
}
