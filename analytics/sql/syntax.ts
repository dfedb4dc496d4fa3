/** The syntax tree of a statement. `at` is an offset into its text. */
export interface Name {
  /** As it is written; names are compared without regard to case. */
  readonly text: string;
  readonly at: number;
}

export type Statement =
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'explain'; readonly analyze: boolean; readonly statement: Statement }
  | { readonly kind: 'show tables'; readonly schema: Name | null; readonly like: string | null }
  | { readonly kind: 'show columns'; readonly table: readonly Name[] }
  | { readonly kind: 'show schemas'; readonly like: string | null };

/** WITH, a body, and what is said about its rows as a whole. */
export interface Query {
  readonly with: readonly CommonTable[];
  readonly recursive: boolean;
  readonly body: QueryBody;
  readonly order: readonly SortItem[];
  readonly offset: Expr | null;
  readonly limit: Expr | null;
  /** FETCH FIRST ... WITH TIES. */
  readonly ties: boolean;
  readonly at: number;
}

export interface CommonTable {
  readonly name: Name;
  readonly columns: readonly Name[] | null;
  readonly query: Query;
}

export type QueryBody =
  | Select
  | {
      readonly kind: 'set';
      readonly op: 'UNION' | 'INTERSECT' | 'EXCEPT';
      readonly all: boolean;
      readonly left: QueryBody;
      readonly right: QueryBody;
      readonly at: number;
    }
  | { readonly kind: 'values'; readonly rows: readonly (readonly Expr[])[]; readonly at: number }
  | { readonly kind: 'table'; readonly table: readonly Name[]; readonly at: number }
  | { readonly kind: 'nested'; readonly query: Query; readonly at: number };

export interface Select {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  readonly from: Relation | null;
  readonly where: Expr | null;
  readonly group: GroupBy | null;
  readonly having: Expr | null;
  readonly windows: readonly { readonly name: Name; readonly window: Window }[];
  readonly at: number;
}

export type SelectItem =
  | { readonly kind: 'expr'; readonly expr: Expr; readonly alias: Name | null }
  | {
      readonly kind: 'star';
      readonly of: Expr | null;
      readonly aliases: readonly Name[] | null;
      readonly at: number;
    };

export interface GroupBy {
  readonly distinct: boolean;
  readonly items: readonly GroupItem[];
}

export type GroupItem =
  | { readonly kind: 'expr'; readonly expr: Expr }
  | { readonly kind: 'rollup' | 'cube' | 'sets'; readonly sets: readonly (readonly Expr[])[] };

export interface SortItem {
  readonly expr: Expr;
  readonly descending: boolean;
  /** Null where nothing is said: last then. */
  readonly nullsFirst: boolean | null;
}

export type Relation =
  | {
      readonly kind: 'table';
      readonly name: readonly Name[];
      readonly travel: Travel | null;
      readonly at: number;
    }
  | { readonly kind: 'subquery'; readonly query: Query; readonly lateral: boolean; readonly at: number }
  | {
      readonly kind: 'unnest';
      readonly values: readonly Expr[];
      readonly ordinality: boolean;
      readonly at: number;
    }
  | {
      readonly kind: 'alias';
      readonly relation: Relation;
      readonly name: Name;
      readonly columns: readonly Name[] | null;
      readonly at: number;
    }
  | {
      readonly kind: 'sample';
      readonly relation: Relation;
      readonly method: 'BERNOULLI' | 'SYSTEM';
      readonly share: Expr;
      readonly at: number;
    }
  | {
      readonly kind: 'join';
      readonly how: 'CROSS' | 'INNER' | 'LEFT' | 'RIGHT' | 'FULL';
      readonly left: Relation;
      readonly right: Relation;
      readonly on: Expr | null;
      readonly using: readonly Name[] | null;
      readonly at: number;
    };

export interface Travel {
  readonly by: 'TIMESTAMP' | 'VERSION';
  readonly moment: Expr;
}

export interface Window {
  /** Window that it is built on. */
  readonly base: Name | null;
  readonly partition: readonly Expr[];
  readonly order: readonly SortItem[];
  readonly frame: Frame | null;
}

export interface Frame {
  readonly unit: 'ROWS' | 'RANGE' | 'GROUPS';
  readonly start: FrameBound;
  readonly end: FrameBound | null;
}

export interface FrameBound {
  readonly kind: 'UNBOUNDED PRECEDING' | 'PRECEDING' | 'CURRENT ROW' | 'FOLLOWING' | 'UNBOUNDED FOLLOWING';
  readonly distance: Expr | null;
}

export type Expr = { readonly at: number } & ExprForm;

type ExprForm =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** `type` says how it is written: 1, 1.0, 1e0, 'a', X'61'. */
  | {
      readonly kind: 'literal';
      readonly type: 'integer' | 'decimal' | 'double' | 'text' | 'binary';
      readonly value: string;
    }
  | { readonly kind: 'typed literal'; readonly type: TypeName; readonly value: string }
  | {
      readonly kind: 'interval';
      readonly value: string;
      readonly negative: boolean;
      readonly from: string;
      readonly to: string | null;
    }
  | { readonly kind: 'column'; readonly name: Name }
  | { readonly kind: 'field'; readonly of: Expr; readonly name: Name }
  | { readonly kind: 'subscript'; readonly of: Expr; readonly index: Expr }
  /** An operator of the table of functions. */
  | { readonly kind: 'operator'; readonly name: string; readonly args: readonly Expr[] }
  | { readonly kind: 'is null'; readonly value: Expr; readonly negated: boolean }
  | {
      readonly kind: 'between';
      readonly value: Expr;
      readonly low: Expr;
      readonly high: Expr;
      readonly negated: boolean;
    }
  | { readonly kind: 'in'; readonly value: Expr; readonly items: readonly Expr[]; readonly negated: boolean }
  | { readonly kind: 'in query'; readonly value: Expr; readonly query: Query; readonly negated: boolean }
  | {
      readonly kind: 'like';
      readonly value: Expr;
      readonly pattern: Expr;
      readonly escapedBy: Expr | null;
      readonly negated: boolean;
    }
  | {
      readonly kind: 'quantified';
      readonly op: string;
      readonly quantifier: 'ALL' | 'ANY';
      readonly value: Expr;
      readonly query: Query;
    }
  | { readonly kind: 'exists'; readonly query: Query }
  | { readonly kind: 'subquery'; readonly query: Query }
  | {
      readonly kind: 'case';
      readonly operand: Expr | null;
      readonly branches: readonly { readonly when: Expr; readonly result: Expr }[];
      readonly otherwise: Expr | null;
    }
  | { readonly kind: 'cast'; readonly value: Expr; readonly type: TypeName; readonly safe: boolean }
  | { readonly kind: 'zone'; readonly value: Expr; readonly zone: Expr }
  | { readonly kind: 'row'; readonly items: readonly { readonly name: Name | null; readonly value: Expr }[] }
  | { readonly kind: 'array'; readonly items: readonly Expr[] }
  | { readonly kind: 'lambda'; readonly parameters: readonly Name[]; readonly body: Expr }
  | { readonly kind: 'grouping'; readonly args: readonly Expr[] }
  | CallExpr;

export interface CallExpr {
  readonly kind: 'call';
  readonly at: number;
  readonly name: string;
  readonly args: readonly Expr[];
  readonly distinct: boolean;
  readonly order: readonly SortItem[];
  readonly filter: Expr | null;
  readonly ignoreNulls: boolean;
  readonly over: Window | Name | null;
}

/** A type as it is written: `decimal(10, 2)`, `array(varchar)`, `row(a bigint)`. */
export interface TypeName {
  /** In lower case: `timestamp with time zone`. */
  readonly name: string;
  readonly numbers: readonly number[];
  readonly args: readonly { readonly name: string | null; readonly type: TypeName }[];
  readonly at: number;
}
