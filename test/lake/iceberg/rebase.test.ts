import { readdirSync, renameSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { UserError } from '../../../base/errors.ts';
import { decodeAvro } from '../../../lake/iceberg/avro.ts';
import { commit } from '../../../lake/iceberg/commit.ts';
import { dataFiles } from '../../../lake/iceberg/files.ts';
import { filePath, pathBelow, rewriteLocations, uriOf } from '../../../lake/iceberg/locations.ts';
import { printMetadata } from '../../../lake/iceberg/metadata.ts';
import { exportMetadata, rebase } from '../../../lake/iceberg/rebase.ts';
import type { SnapshotId, Table } from '../../../lake/iceberg/types.ts';
import { createTable, openTable } from '../../../lake/iceberg/versions.ts';
import { append, currentId, duckdb, moments, notes, rowsOf, temporaryFolder, writeRows } from './support.ts';

const folder = temporaryFolder();
let connection: Awaited<ReturnType<typeof duckdb>>;
beforeAll(async () => {
  connection = await duckdb();
});

async function history(name: string) {
  const at = moments();
  let table = await createTable(join(folder, name), notes, at('2026-01-01T00:00:00Z'));
  table = await append(
    connection,
    table,
    'a',
    "SELECT 'a' AS note_id, 'x' AS text",
    at('2026-01-02T00:00:00Z'),
  );
  const first = currentId(table);
  const add = [await writeRows(connection, table, 'a2', "SELECT 'a' AS note_id, 'y' AS text")];
  const merge = { operation: 'overwrite', add, remove: ['data/a.parquet'] } as const;
  table = await commit(table, merge, at('2026-01-03T00:00:00Z'));
  return { table, first, at };
}

/** Every text in every metadata file that the newest version reaches, below a folder. */
async function textsOf(dir: string): Promise<string> {
  const hint = await readFile(join(dir, 'metadata/version-hint.text'), 'utf8');
  const json = await readFile(join(dir, `metadata/v${hint}.metadata.json`), 'utf8');
  const avro = [];
  for (const name of readdirSync(join(dir, 'metadata')).filter((file) => file.endsWith('.avro'))) {
    const { records } = decodeAvro(await readFile(join(dir, 'metadata', name)), new Map());
    avro.push(JSON.stringify(records, (_key, value) => (typeof value === 'bigint' ? String(value) : value)));
  }
  return [json, ...avro].join('\n');
}

test('a folder that was moved opens, reads and commits here as before', async () => {
  const { table, first, at } = await history('moved');
  const dir = join(folder, 'moved elsewhere');
  renameSync(table.dir, dir);
  const moved = (await openTable(dir)) as Table;
  expect(await rowsOf(connection, moved)).toEqual([{ note_id: 'a', text: 'y' }]);
  expect(await rowsOf(connection, moved, first)).toEqual([{ note_id: 'a', text: 'x' }]);
  const next = await append(
    connection,
    moved,
    'b',
    "SELECT 'b' AS note_id, 'z' AS text",
    at('2026-01-04T00:00:00Z'),
  );
  expect(await rowsOf(connection, next)).toHaveLength(2);
});

test('after a rebase every snapshot names its files at the new place, in one commit', async () => {
  const { table, first, at } = await history('before');
  const dir = join(folder, 'after');
  renameSync(table.dir, dir);
  const moved = (await openTable(dir)) as Table;
  const rebased = await rebase(moved, `file://${dir}`, at('2026-01-04T00:00:00Z'));

  expect(rebased.version).toBe(moved.version + 1);
  expect(rebased.metadata.location).toBe(`file://${dir}`);
  expect(printMetadata(rebased.metadata)).not.toContain('/before');
  for (const id of [first, currentId(rebased)]) {
    expect(await dataFiles(rebased, id)).toEqual(await dataFiles(moved, id));
  }
  expect(await rowsOf(connection, rebased, first)).toEqual([{ note_id: 'a', text: 'x' }]);
  expect(await rowsOf(connection, (await openTable(dir)) as Table)).toEqual([{ note_id: 'a', text: 'y' }]);
});

test('metadata is written for another store into another folder, again and again', async () => {
  const { table, at } = await history('local');
  const out = join(folder, 'out');
  await exportMetadata(table, 's3://lake/curated/notes', out);
  const texts = await textsOf(out);
  expect(texts).toContain('s3://lake/curated/notes/data/a2.parquet');
  expect(texts).not.toContain('file:');
  expect(texts).not.toContain(folder);

  const exported = (await openTable(out)) as Table;
  expect(exported.version).toBe(table.version);
  expect((await dataFiles(exported)).map((file) => file.path)).toEqual(['data/a2.parquet']);

  const files = readdirSync(join(out, 'metadata')).length;
  const next = await append(
    connection,
    table,
    'b',
    "SELECT 'b' AS note_id, 'z' AS text",
    at('2026-01-04T00:00:00Z'),
  );
  await exportMetadata(next, 's3://lake/curated/notes', out);
  expect((await dataFiles((await openTable(out)) as Table)).map((file) => file.path)).toEqual([
    'data/b.parquet',
    'data/a2.parquet',
  ]);
  // A manifest list, a manifest and a metadata file more; nothing else was added.
  expect(readdirSync(join(out, 'metadata'))).toHaveLength(files + 3);
});

test('a process that dies before the commit of a rebase has changed nothing', async () => {
  const { table, at } = await history('dies');
  const rebased = await rebase(table, 'local:///curated/notes', at('2026-01-04T00:00:00Z'));
  rmSync(join(table.dir, `metadata/v${rebased.version}.metadata.json`));
  const opened = (await openTable(table.dir)) as Table;
  expect(opened.metadata).toEqual(table.metadata);
  expect(await rowsOf(connection, opened)).toEqual([{ note_id: 'a', text: 'y' }]);
});

test('one place has three spellings, and a neighbour with the same beginning is another place', () => {
  for (const location of ['file:///lake/t', 'file:/lake/t', '/lake/t', 'file:///lake/t/']) {
    for (const uri of ['file:///lake/t/data/a', 'file:/lake/t/data/a', '/lake/t/data/a']) {
      expect(pathBelow(location, uri)).toBe('data/a');
    }
    expect(pathBelow(location, 'file:///lake/table/data/a')).toBe('file:///lake/table/data/a');
  }
  expect(uriOf('s3://b/t/', 'data/a')).toBe('s3://b/t/data/a');
  expect(uriOf('s3://b/t', 's3://other/a')).toBe('s3://other/a');
});

test('a file that lies elsewhere is found on this machine, or named', () => {
  const table = { dir: '/here', metadata: { location: 'file:///there' } } as Table;
  expect(filePath(table, 'data/a.parquet')).toBe('/here/data/a.parquet');
  expect(filePath(table, 'file:///there/data/a.parquet')).toBe('/here/data/a.parquet');
  expect(filePath(table, 'file:/other/a.parquet')).toBe('/other/a.parquet');
  expect(() => filePath(table, 's3://b/a.parquet')).toThrow(UserError);
  expect(() => filePath(table, 's3://b/a.parquet')).toThrow(
    '/here: the table refers to s3://b/a.parquet, which is not on this machine',
  );
});

test('locations are rewritten at every depth, and nothing else is', () => {
  const id: SnapshotId = 9223372036854775807n;
  expect(
    rewriteLocations(
      {
        location: '/a/t',
        id,
        none: null,
        log: [{ file: 'file:/a/t/m/v1', text: 'about /a/t/m' }],
        other: '/a/tt',
      },
      'file:///a/t',
      's3://b/t',
    ),
  ).toEqual({
    location: 's3://b/t',
    id,
    none: null,
    log: [{ file: 's3://b/t/m/v1', text: 'about /a/t/m' }],
    other: '/a/tt',
  });
});
