import type { Micros } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import { DamagedTable } from './damage.ts';
import { withIds } from './schema.ts';
import type { NewField, Snapshot, SnapshotId, TableMetadata } from './types.ts';

/** What a table is created from. */
export interface TableDefinition {
  readonly fields: readonly NewField[];
  /** Names of the columns that identify a row. */
  readonly identifier: readonly string[];
  /** Column by which the rows of every file are sorted: ascending, nulls first. */
  readonly sortBy: string;
  readonly properties?: Readonly<Record<string, string>>;
  /** Base of every path in the metadata; default `file://` and the absolute folder. */
  readonly location?: string;
}

/** Other engines read these, so that their commits give Aljibe what its own commits give it. */
function defaultProperties(identifier: readonly string[]): Record<string, string> {
  return {
    'write.format.default': 'parquet',
    'write.parquet.compression-codec': 'zstd',
    'write.delete.mode': 'copy-on-write',
    'write.update.mode': 'copy-on-write',
    'write.merge.mode': 'copy-on-write',
    ...Object.fromEntries(identifier.map((name) => [`write.metadata.metrics.column.${name}`, 'full'])),
  };
}

/** The metadata of a table without rows. Column ids are given in the order of the fields, from 1. */
export function newMetadata(
  definition: TableDefinition & { readonly location: string },
  uuid: string,
  now: Micros,
): TableMetadata {
  const { fields, lastId } = withIds(definition.fields, 0);
  const idOf = (name: string): number => {
    const field = fields.find((candidate) => candidate.name === name);
    if (!field?.required) throw new Error(`${definition.location}: ${name} is no required column`);
    return field.id;
  };
  return {
    'format-version': 2,
    'table-uuid': uuid,
    location: definition.location,
    'last-sequence-number': 0,
    'last-updated-ms': millisOf(now),
    'last-column-id': lastId,
    'current-schema-id': 0,
    schemas: [
      { type: 'struct', 'schema-id': 0, 'identifier-field-ids': definition.identifier.map(idOf), fields },
    ],
    'default-spec-id': 0,
    'partition-specs': [{ 'spec-id': 0, fields: [] }],
    'last-partition-id': 999,
    'default-sort-order-id': 1,
    'sort-orders': [
      {
        'order-id': 1,
        fields: [
          {
            transform: 'identity',
            'source-id': idOf(definition.sortBy),
            direction: 'asc',
            'null-order': 'nulls-first',
          },
        ],
      },
    ],
    properties: { ...defaultProperties(definition.identifier), ...definition.properties },
    refs: {},
    snapshots: [],
    'snapshot-log': [],
    'metadata-log': [],
  };
}

/** How many earlier metadata files a table remembers: the default of `write.metadata.previous-versions-max`. */
const previousVersions = 100;

/** The metadata that follows on version `version`: with the given parts replaced and the older file in its log. */
export function nextMetadata(
  metadata: TableMetadata,
  version: number,
  changes: Partial<TableMetadata>,
  now: Micros,
): TableMetadata {
  const previous = {
    'timestamp-ms': metadata['last-updated-ms'],
    'metadata-file': `${metadata.location}/${metadataPath(version)}`,
  };
  return {
    ...metadata,
    'last-updated-ms': momentAfter(metadata, now),
    'metadata-log': [...metadata['metadata-log'], previous].slice(-previousVersions),
    ...changes,
  };
}

/** A clock that was set back must not make a table's log run backwards: readers look snapshots up in it by time. */
export function momentAfter(metadata: TableMetadata, now: Micros): number {
  return Math.max(millisOf(now), metadata['last-updated-ms']);
}

export function millisOf(micros: Micros): number {
  return Number(micros / 1000n);
}

/** The parts of the metadata that change when `main` points to a snapshot. */
export function withCurrentSnapshot(
  metadata: TableMetadata,
  snapshotId: SnapshotId,
  timestampMs: number,
): Partial<TableMetadata> {
  return {
    'current-snapshot-id': snapshotId,
    refs: { ...metadata.refs, main: { ...metadata.refs.main, 'snapshot-id': snapshotId, type: 'branch' } },
    'snapshot-log': [...metadata['snapshot-log'], { 'timestamp-ms': timestampMs, 'snapshot-id': snapshotId }],
  };
}

export function currentSnapshot(metadata: TableMetadata): Snapshot | null {
  const id = metadata['current-snapshot-id'];
  return metadata.snapshots.find((snapshot) => snapshot['snapshot-id'] === id) ?? null;
}

export function metadataPath(version: number): string {
  return `metadata/v${version}.metadata.json`;
}

/**
 * Reads a metadata file. Snapshot ids become bigints without passing through a number.
 * @throws UserError naming `place` when the table has what Aljibe does not write.
 */
export function parseMetadata(text: string, place: string): TableMetadata {
  const metadata = parsed(text, place);
  const version: number = metadata['format-version'];
  if (version !== 2) {
    throw new UserError(`${place}: the table has Iceberg format version ${version}; only version 2 is read`);
  }
  if (metadata['partition-specs'].some((spec) => spec.fields.length > 0)) {
    throw new UserError(`${place}: the table is partitioned; only unpartitioned tables are read`);
  }
  return {
    ...metadata,
    properties: metadata.properties ?? {},
    refs: metadata.refs ?? {},
    snapshots: metadata.snapshots ?? [],
    'snapshot-log': metadata['snapshot-log'] ?? [],
    'metadata-log': metadata['metadata-log'] ?? [],
  };
}

function parsed(text: string, place: string): TableMetadata {
  try {
    return JSON.parse(text, keepInteger) as TableMetadata;
  } catch (cause) {
    throw new DamagedTable(place, cause);
  }
}

/** The third argument of a reviver (ECMAScript's JSON.parse source text access) has the digits as they are written. */
function keepInteger(this: unknown, key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number') return value;
  const digits = context?.source ?? '';
  return key.endsWith('snapshot-id') || (!Number.isSafeInteger(value) && /^-?\d+$/.test(digits))
    ? BigInt(digits)
    : value;
}

const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

export function printMetadata(metadata: TableMetadata): string {
  return JSON.stringify(metadata, (_key, value) => (typeof value === 'bigint' ? rawJSON(`${value}`) : value));
}
