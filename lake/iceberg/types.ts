/**
 * The words of the Apache Iceberg v2 specification (https://iceberg.apache.org/spec/) that this folder uses.
 * What is stored as JSON keeps the names that the JSON has, so that code and files read alike.
 */

/** An Iceberg snapshot id: a positive 64-bit integer. Other engines draw them beyond what a number can hold. */
export type SnapshotId = bigint;

export type PrimitiveType =
  | 'boolean'
  | 'long'
  | 'date'
  | 'timestamptz'
  | 'string'
  | `decimal(${number}, ${number})`;

type ListType = {
  readonly type: 'list';
  readonly 'element-id': number;
  readonly 'element-required': boolean;
  readonly element: IcebergType;
};

export type StructType = { readonly type: 'struct'; readonly fields: readonly Field[] };

export type IcebergType = PrimitiveType | ListType | StructType;

/** A column, or a member of a struct. Its id is what it is; its name and place may change. */
export interface Field {
  readonly id: number;
  readonly name: string;
  readonly required: boolean;
  readonly type: IcebergType;
  readonly doc?: string;
}

/** The same before ids are given: what the writer of a table states. */
export type NewType =
  | PrimitiveType
  | { readonly list: NewType; readonly elementRequired: boolean }
  | { readonly struct: readonly NewField[] };

export interface NewField {
  readonly name: string;
  readonly required: boolean;
  readonly type: NewType;
  readonly doc?: string;
}

export interface Schema extends StructType {
  readonly 'schema-id': number;
  readonly 'identifier-field-ids'?: readonly number[];
}

export interface Snapshot {
  readonly 'snapshot-id': SnapshotId;
  readonly 'parent-snapshot-id'?: SnapshotId;
  readonly 'sequence-number': number;
  readonly 'timestamp-ms': number;
  readonly 'manifest-list': string;
  readonly summary: { readonly operation: Operation } & Readonly<Record<string, string>>;
  readonly 'schema-id'?: number;
}

/** `append` adds files, `replace` changes no row, `overwrite` adds and removes, `delete` only removes. */
export type Operation = 'append' | 'replace' | 'overwrite' | 'delete';

/** The metadata file. Keys that are not listed here (other engines' statistics, ...) are kept as they came. */
export interface TableMetadata {
  readonly 'format-version': 2;
  readonly 'table-uuid': string;
  readonly location: string;
  readonly 'last-sequence-number': number;
  readonly 'last-updated-ms': number;
  readonly 'last-column-id': number;
  readonly 'current-schema-id': number;
  readonly schemas: readonly Schema[];
  readonly 'default-spec-id': number;
  readonly 'partition-specs': readonly { readonly 'spec-id': number; readonly fields: readonly unknown[] }[];
  readonly 'last-partition-id': number;
  readonly 'default-sort-order-id': number;
  readonly 'sort-orders': readonly SortOrder[];
  readonly properties: Readonly<Record<string, string>>;
  readonly 'current-snapshot-id'?: SnapshotId;
  readonly refs: Readonly<
    Record<string, { readonly 'snapshot-id': SnapshotId; readonly type: 'branch' | 'tag' }>
  >;
  readonly snapshots: readonly Snapshot[];
  readonly 'snapshot-log': readonly { readonly 'timestamp-ms': number; readonly 'snapshot-id': SnapshotId }[];
  readonly 'metadata-log': readonly { readonly 'timestamp-ms': number; readonly 'metadata-file': string }[];
}

interface SortOrder {
  readonly 'order-id': number;
  readonly fields: readonly {
    readonly transform: 'identity';
    readonly 'source-id': number;
    readonly direction: 'asc' | 'desc';
    readonly 'null-order': 'nulls-first' | 'nulls-last';
  }[];
}

/** One version of a table in a folder; a value: every change returns a new one. */
export interface Table {
  /** The folder on this machine that holds `metadata/` and `data/`. */
  readonly dir: string;
  /** N of `metadata/vN.metadata.json`. */
  readonly version: number;
  readonly metadata: TableMetadata;
}

/** A bound in canonical form: text for everything but booleans (see datasets/values.ts). */
export type Bound = string | boolean;

/** A Parquet file of a table with what a reader may know without opening it. Maps are by field id. */
export interface DataFile {
  /** Below the table's location, such as `data/0001.parquet`; a whole URI if it lies elsewhere. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  /** Compressed bytes of the columns. */
  readonly columnSizes: ReadonlyMap<number, number>;
  /** Values including nulls. */
  readonly valueCounts: ReadonlyMap<number, number>;
  readonly nullCounts: ReadonlyMap<number, number>;
  /** At or below every value. Exact for identifier columns, for long texts of others the first 16 characters. */
  readonly lowerBounds: ReadonlyMap<number, Bound>;
  /** At or above every value. Exact for identifier columns; a long text of others is cut and rounded up. */
  readonly upperBounds: ReadonlyMap<number, Bound>;
  /** The sort order that its rows keep; 0 is none. */
  readonly sortOrderId: number;
}

/** What one commit does to the files of a table. */
export interface FileChange {
  readonly operation: Operation;
  readonly add: readonly DataFile[];
  /** Paths as `dataFiles` gives them. */
  readonly remove: readonly string[];
  /** Writes every manifest anew, without the entries of files that were removed before. */
  readonly rewriteManifests?: boolean;
  /** Extra properties of the snapshot, such as the checkpoint that it stands for. */
  readonly summary?: Readonly<Record<string, string>>;
}
