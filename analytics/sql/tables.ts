import type { SqlType } from './types.ts';

export interface TableSchema {
  readonly columns: readonly TableColumn[];
  /** Of what is no table in DuckDB: an expression for FROM that gives its rows. */
  readonly rows?: string;
  /** Schema and table under which DuckDB has it; default: those of its name. */
  readonly lies?: readonly [schema: string, table: string];
}

export interface TableColumn {
  readonly name: string;
  readonly type: SqlType;
  /** One English sentence. */
  readonly meaning?: string | undefined;
}

/** The tables and views that statements may read, by qualified names in lower case: `curated.students`. */
export interface Tables {
  of(qualifiedName: string): TableSchema | null;
  readonly names: readonly string[];
}
