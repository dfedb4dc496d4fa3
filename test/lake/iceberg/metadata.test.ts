import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commit } from '../../../lake/iceberg/commit.ts';
import { parseMetadata, printMetadata } from '../../../lake/iceberg/metadata.ts';
import { createTable } from '../../../lake/iceberg/versions.ts';
import { duckdb, moments, notes, temporaryFolder, writeRows } from './support.ts';

const folder = temporaryFolder();

test('the metadata of a table with one commit, literally', async () => {
  const connection = await duckdb();
  const dir = join(folder, 'notes');
  const at = moments();
  const empty = await createTable(dir, notes, at('2026-11-24T19:26:47.123Z'));
  const file = await writeRows(connection, empty, 'a', "SELECT 'n1' AS note_id, 'hola' AS text");
  const change = { operation: 'append', add: [file], remove: [], summary: { 'aljibe.seq': '42' } } as const;
  await commit(empty, change, at('2026-11-24T19:30:00Z'));

  expect(JSON.parse(readFileSync(join(dir, 'metadata/v2.metadata.json'), 'utf8'))).toEqual({
    'format-version': 2,
    'table-uuid': '00000000-0000-4000-8000-000000000001',
    location: `file://${dir}`,
    'last-sequence-number': 1,
    'last-updated-ms': Date.parse('2026-11-24T19:30:00Z'),
    'last-column-id': 2,
    'current-schema-id': 0,
    schemas: [
      {
        type: 'struct',
        'schema-id': 0,
        'identifier-field-ids': [1],
        fields: [
          { id: 1, name: 'note_id', required: true, type: 'string' },
          { id: 2, name: 'text', required: false, type: 'string' },
        ],
      },
    ],
    'default-spec-id': 0,
    'partition-specs': [{ 'spec-id': 0, fields: [] }],
    'last-partition-id': 999,
    'default-sort-order-id': 1,
    'sort-orders': [
      {
        'order-id': 1,
        fields: [{ transform: 'identity', 'source-id': 1, direction: 'asc', 'null-order': 'nulls-first' }],
      },
    ],
    properties: {
      'write.format.default': 'parquet',
      'write.parquet.compression-codec': 'zstd',
      'write.delete.mode': 'copy-on-write',
      'write.update.mode': 'copy-on-write',
      'write.merge.mode': 'copy-on-write',
      'write.metadata.metrics.column.note_id': 'full',
    },
    'current-snapshot-id': 2121159351437192,
    refs: { main: { 'snapshot-id': 2121159351437192, type: 'branch' } },
    snapshots: [
      {
        'snapshot-id': 2121159351437192,
        'sequence-number': 1,
        'timestamp-ms': Date.parse('2026-11-24T19:30:00Z'),
        'manifest-list': `file://${dir}/metadata/snap-2121159351437192-1-00000000-0000-4000-8000-000000000004.avro`,
        summary: {
          operation: 'append',
          'aljibe.seq': '42',
          'added-data-files': '1',
          'added-records': '1',
          'added-files-size': String(file.bytes),
          'total-data-files': '1',
          'total-records': '1',
          'total-files-size': String(file.bytes),
          'total-delete-files': '0',
          'total-position-deletes': '0',
          'total-equality-deletes': '0',
        },
        'schema-id': 0,
      },
    ],
    'snapshot-log': [{ 'timestamp-ms': Date.parse('2026-11-24T19:30:00Z'), 'snapshot-id': 2121159351437192 }],
    'metadata-log': [
      {
        'timestamp-ms': Date.parse('2026-11-24T19:26:47.123Z'),
        'metadata-file': `file://${dir}/metadata/v1.metadata.json`,
      },
    ],
  });
  expect(readFileSync(join(dir, 'metadata/version-hint.text'), 'utf8')).toBe('2');
});

test('snapshot ids of 64 bits, and what other engines add, come through unchanged', async () => {
  const text = JSON.stringify({
    'format-version': 2,
    'table-uuid': 'u',
    location: 'file:///t',
    'partition-specs': [{ 'spec-id': 0, fields: [] }],
    'current-snapshot-id': '#',
    statistics: [{ 'snapshot-id': '#', 'blob-metadata': [{ ndv: 1.5 }] }],
    properties: {},
    refs: {},
    snapshots: [{ 'snapshot-id': '#', summary: { operation: 'append' } }],
    'snapshot-log': [],
    'metadata-log': [],
  }).replaceAll('"#"', '9223372036854775807');
  const metadata = parseMetadata(text, 'here');
  expect(metadata['current-snapshot-id']).toBe(9223372036854775807n);
  expect(printMetadata(metadata)).toBe(text);
});

test.each([
  [{ 'format-version': 1 }, 'here: the table has Iceberg format version 1; only version 2 is read'],
  [{ 'format-version': 3 }, 'here: the table has Iceberg format version 3; only version 2 is read'],
  [
    { 'format-version': 2, 'partition-specs': [{ 'spec-id': 0, fields: [{ name: 'day' }] }] },
    'here: the table is partitioned; only unpartitioned tables are read',
  ],
])('%o is refused', (metadata, message) => {
  expect(() => parseMetadata(JSON.stringify(metadata), 'here')).toThrow(message);
});

test('metadata that is no JSON is refused by its place', () => {
  expect(() => parseMetadata('{"format-ver', 'here')).toThrow('here: the metadata of the table is damaged');
});
