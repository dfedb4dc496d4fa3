import { UserError } from '../../base/errors.ts';
import { decodeAvro, encodeAvro, fieldNames } from './avro.ts';
import { list, optional, record, required } from './avroFields.ts';
import { pathBelow, uriOf } from './locations.ts';
import type { Snapshot } from './types.ts';

/** A line of a manifest list: one manifest, with what a reader may know without opening it. */
export interface ManifestFile {
  /** Below the table's location. */
  readonly path: string;
  readonly length: number;
  /** Of the commit that wrote the manifest; its added files inherit it. */
  readonly sequenceNumber: number;
  /** The lowest of the live files in it. */
  readonly minSequenceNumber: number;
  readonly addedSnapshotId: bigint;
  readonly addedFiles: number;
  readonly existingFiles: number;
  readonly deletedFiles: number;
  readonly addedRows: number;
  readonly existingRows: number;
  readonly deletedRows: number;
}

export const liveFiles = (manifest: ManifestFile): number => manifest.addedFiles + manifest.existingFiles;

/** Manifest lists by "Manifest Lists" of the specification, version 2. */
const manifestListSchema = record('manifest_file', [
  required(500, 'manifest_path', 'string'),
  required(501, 'manifest_length', 'long'),
  required(502, 'partition_spec_id', 'int'),
  required(517, 'content', 'int'),
  required(515, 'sequence_number', 'long'),
  required(516, 'min_sequence_number', 'long'),
  required(503, 'added_snapshot_id', 'long'),
  required(504, 'added_files_count', 'int'),
  required(505, 'existing_files_count', 'int'),
  required(506, 'deleted_files_count', 'int'),
  required(512, 'added_rows_count', 'long'),
  required(513, 'existing_rows_count', 'long'),
  required(514, 'deleted_rows_count', 'long'),
  optional(
    507,
    'partitions',
    list(
      508,
      record('r508', [
        required(509, 'contains_null', 'boolean'),
        optional(518, 'contains_nan', 'boolean'),
        optional(510, 'lower_bound', 'bytes'),
        optional(511, 'upper_bound', 'bytes'),
      ]),
    ),
  ),
  optional(519, 'key_metadata', 'bytes'),
]);
const names = fieldNames(manifestListSchema);

interface StoredManifest {
  readonly manifest_path: string;
  readonly manifest_length: bigint;
  readonly content?: number;
  readonly sequence_number?: bigint;
  readonly min_sequence_number?: bigint;
  readonly added_snapshot_id: bigint;
  readonly added_files_count: number;
  readonly existing_files_count: number;
  readonly deleted_files_count: number;
  readonly added_rows_count: bigint;
  readonly existing_rows_count: bigint;
  readonly deleted_rows_count: bigint;
}

export function encodeManifestList(
  manifests: readonly ManifestFile[],
  snapshot: Pick<Snapshot, 'snapshot-id' | 'parent-snapshot-id' | 'sequence-number'>,
  table: { readonly location: string; readonly specId: number },
): Buffer {
  return encodeAvro(
    manifestListSchema,
    manifests.map((manifest) => ({
      manifest_path: uriOf(table.location, manifest.path),
      manifest_length: BigInt(manifest.length),
      partition_spec_id: table.specId,
      content: 0,
      sequence_number: BigInt(manifest.sequenceNumber),
      min_sequence_number: BigInt(manifest.minSequenceNumber),
      added_snapshot_id: manifest.addedSnapshotId,
      added_files_count: manifest.addedFiles,
      existing_files_count: manifest.existingFiles,
      deleted_files_count: manifest.deletedFiles,
      added_rows_count: BigInt(manifest.addedRows),
      existing_rows_count: BigInt(manifest.existingRows),
      deleted_rows_count: BigInt(manifest.deletedRows),
      partitions: [],
    })),
    {
      'snapshot-id': String(snapshot['snapshot-id']),
      'parent-snapshot-id': String(snapshot['parent-snapshot-id'] ?? null),
      'sequence-number': String(snapshot['sequence-number']),
      'format-version': '2',
    },
  );
}

/** @throws UserError naming `place` when the table has delete files: Aljibe reads copy-on-write tables only. */
export function decodeManifestList(bytes: Buffer, location: string, place: string): ManifestFile[] {
  const manifests: ManifestFile[] = [];
  for (const stored of decodeAvro(bytes, names).records as StoredManifest[]) {
    const manifest = {
      path: pathBelow(location, stored.manifest_path),
      length: Number(stored.manifest_length),
      sequenceNumber: Number(stored.sequence_number ?? 0n),
      minSequenceNumber: Number(stored.min_sequence_number ?? 0n),
      addedSnapshotId: stored.added_snapshot_id,
      addedFiles: stored.added_files_count,
      existingFiles: stored.existing_files_count,
      deletedFiles: stored.deleted_files_count,
      addedRows: Number(stored.added_rows_count),
      existingRows: Number(stored.existing_rows_count),
      deletedRows: Number(stored.deleted_rows_count),
    };
    if (stored.content === 0 || stored.content === undefined) manifests.push(manifest);
    else if (liveFiles(manifest) > 0) {
      throw new UserError(
        `${place}: the table has delete files (merge-on-read); only copy-on-write tables are read`,
        {
          hint: 'rewrite its data files with the engine that wrote the deletes',
        },
      );
    }
  }
  return manifests;
}
