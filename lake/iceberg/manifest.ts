import { UserError } from '../../base/errors.ts';
import { decodeAvro, encodeAvro, fieldNames } from './avro.ts';
import { list, map, optional, record, required } from './avroFields.ts';
import { decodeBound, encodeBound } from './bounds.ts';
import { pathBelow, uriOf } from './locations.ts';
import type { ManifestFile } from './manifestList.ts';
import { currentSchema, primitiveTypes } from './schema.ts';
import type { Bound, DataFile, PrimitiveType, SnapshotId, TableMetadata } from './types.ts';

/** A line of a manifest: a data file, and how it stands to the snapshot that wrote the manifest. */
export interface ManifestEntry {
  readonly status: 'existing' | 'added' | 'deleted';
  /** The snapshot that added the file, or that deleted it if that is its status. */
  readonly snapshotId: SnapshotId;
  /** Of the commit that the rows belong to. */
  readonly sequenceNumber: number;
  /** Of the commit that added the file. */
  readonly fileSequenceNumber: number;
  readonly file: DataFile;
}

export const isLive = (entry: ManifestEntry): boolean => entry.status !== 'deleted';

/** Data manifests by "Entries in Manifests" of the specification, version 2, of an unpartitioned table. */
const manifestSchema = record('manifest_entry', [
  required(0, 'status', 'int'),
  optional(1, 'snapshot_id', 'long'),
  optional(3, 'sequence_number', 'long'),
  optional(4, 'file_sequence_number', 'long'),
  required(
    2,
    'data_file',
    record('r2', [
      required(134, 'content', 'int'),
      required(100, 'file_path', 'string'),
      required(101, 'file_format', 'string'),
      required(102, 'partition', record('r102', [])),
      required(103, 'record_count', 'long'),
      required(104, 'file_size_in_bytes', 'long'),
      optional(108, 'column_sizes', map(117, 118, 'long')),
      optional(109, 'value_counts', map(119, 120, 'long')),
      optional(110, 'null_value_counts', map(121, 122, 'long')),
      optional(137, 'nan_value_counts', map(138, 139, 'long')),
      optional(125, 'lower_bounds', map(126, 127, 'bytes')),
      optional(128, 'upper_bounds', map(129, 130, 'bytes')),
      optional(131, 'key_metadata', 'bytes'),
      optional(132, 'split_offsets', list(133, 'long')),
      optional(135, 'equality_ids', list(136, 'int')),
      optional(140, 'sort_order_id', 'int'),
    ]),
  ),
]);
const names = fieldNames(manifestSchema);
const statuses = ['existing', 'added', 'deleted'] as const;

type Pairs<T> = readonly { readonly key: number; readonly value: T }[];

interface StoredEntry {
  readonly status: number;
  readonly snapshot_id?: bigint | null;
  readonly sequence_number?: bigint | null;
  readonly file_sequence_number?: bigint | null;
  readonly data_file: {
    readonly content?: number;
    readonly file_path: string;
    readonly file_format: string;
    readonly record_count: bigint;
    readonly file_size_in_bytes: bigint;
    readonly column_sizes?: Pairs<bigint> | null;
    readonly value_counts?: Pairs<bigint> | null;
    readonly null_value_counts?: Pairs<bigint> | null;
    readonly lower_bounds?: Pairs<Buffer> | null;
    readonly upper_bounds?: Pairs<Buffer> | null;
    readonly sort_order_id?: number | null;
  };
}

/** The bytes of a manifest of `metadata`'s table. Added files leave their sequence numbers to the manifest list. */
export function encodeManifest(metadata: TableMetadata, entries: readonly ManifestEntry[]): Buffer {
  const schema = currentSchema(metadata);
  const types = primitiveTypes(metadata);
  return encodeAvro(
    manifestSchema,
    entries.map((entry) => storedEntry(entry, metadata.location, types)),
    {
      schema: JSON.stringify(schema),
      'schema-id': String(schema['schema-id']),
      'partition-spec': '[]',
      'partition-spec-id': String(metadata['default-spec-id']),
      'format-version': '2',
      content: 'data',
    },
  );
}

function storedEntry(entry: ManifestEntry, location: string, types: ReadonlyMap<number, PrimitiveType>) {
  const added = entry.status === 'added';
  const { file } = entry;
  return {
    status: statuses.indexOf(entry.status),
    snapshot_id: entry.snapshotId,
    sequence_number: added ? null : BigInt(entry.sequenceNumber),
    file_sequence_number: added ? null : BigInt(entry.fileSequenceNumber),
    data_file: {
      content: 0,
      file_path: uriOf(location, file.path),
      file_format: 'PARQUET',
      partition: {},
      record_count: BigInt(file.rows),
      file_size_in_bytes: BigInt(file.bytes),
      column_sizes: storedCounts(file.columnSizes),
      value_counts: storedCounts(file.valueCounts),
      null_value_counts: storedCounts(file.nullCounts),
      lower_bounds: storedBounds(file.lowerBounds, types),
      upper_bounds: storedBounds(file.upperBounds, types),
      sort_order_id: file.sortOrderId,
    },
  };
}

function storedCounts(counts: ReadonlyMap<number, number>): Pairs<bigint> {
  return [...counts].map(([key, value]) => ({ key, value: BigInt(value) }));
}

function storedBounds(
  bounds: ReadonlyMap<number, Bound>,
  types: ReadonlyMap<number, PrimitiveType>,
): Pairs<Buffer> {
  return [...bounds].map(([key, bound]) => {
    const type = types.get(key);
    if (!type) throw new Error(`field ${key} has a bound but is no column of the table`);
    return { key, value: encodeBound(type, bound) };
  });
}

/**
 * The entries of a manifest, with what they inherit from their line in the manifest list.
 * @throws UserError naming `place` when the table holds what Aljibe does not read.
 */
export function decodeManifest(
  bytes: Buffer,
  manifest: ManifestFile,
  metadata: TableMetadata,
  place: string,
): ManifestEntry[] {
  const types = primitiveTypes(metadata);
  return (decodeAvro(bytes, names).records as StoredEntry[]).map((entry) => {
    const status = statuses[entry.status];
    const file = entry.data_file;
    if (status === undefined) throw new Error(`${place}: a manifest entry has the status ${entry.status}`);
    if (file.file_format.toLowerCase() !== 'parquet') {
      throw new UserError(`${place}: ${file.file_path} is an ${file.file_format} file; only Parquet is read`);
    }
    return {
      status,
      snapshotId: entry.snapshot_id ?? manifest.addedSnapshotId,
      sequenceNumber: Number(entry.sequence_number ?? manifest.sequenceNumber),
      fileSequenceNumber: Number(entry.file_sequence_number ?? manifest.sequenceNumber),
      file: {
        path: pathBelow(metadata.location, file.file_path),
        rows: Number(file.record_count),
        bytes: Number(file.file_size_in_bytes),
        columnSizes: readCounts(file.column_sizes),
        valueCounts: readCounts(file.value_counts),
        nullCounts: readCounts(file.null_value_counts),
        lowerBounds: readBounds(file.lower_bounds, types),
        upperBounds: readBounds(file.upper_bounds, types),
        sortOrderId: file.sort_order_id ?? 0,
      },
    };
  });
}

function readCounts(pairs: Pairs<bigint> | null | undefined): Map<number, number> {
  return new Map(pairs?.map(({ key, value }) => [key, Number(value)]));
}

function readBounds(
  pairs: Pairs<Buffer> | null | undefined,
  types: ReadonlyMap<number, PrimitiveType>,
): Map<number, Bound> {
  const bounds = new Map<number, Bound>();
  for (const { key, value } of pairs ?? []) {
    const type = types.get(key);
    const bound = type === undefined ? null : decodeBound(type, value);
    if (bound !== null) bounds.set(key, bound);
  }
  return bounds;
}
