import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { decodeAvro, encodeAvro } from '../../../lake/iceberg/avro.ts';
import { commit, commitWithRetry } from '../../../lake/iceberg/commit.ts';
import { dataFiles, readManifest, readManifestList } from '../../../lake/iceberg/files.ts';
import { decodeManifest } from '../../../lake/iceberg/manifest.ts';
import { decodeManifestList, type ManifestFile } from '../../../lake/iceberg/manifestList.ts';
import { currentSnapshot } from '../../../lake/iceberg/metadata.ts';
import type { DataFile, Snapshot, Table } from '../../../lake/iceberg/types.ts';
import { CommitConflict, createTable, openTable } from '../../../lake/iceberg/versions.ts';
import { append, duckdb, moments, notes, rowsOf, temporaryFolder, writeRows } from './support.ts';

const folder = temporaryFolder();
let connection: Awaited<ReturnType<typeof duckdb>>;
beforeAll(async () => {
  connection = await duckdb();
});

const note = (id: string, text: string) => `SELECT '${id}' AS note_id, '${text}' AS text`;

async function manifestsOf(table: Table) {
  const list = await readManifestList(table, currentSnapshot(table.metadata) as Snapshot);
  return Promise.all(
    list.map(async (line) => ({
      counts: [line.addedFiles, line.existingFiles, line.deletedFiles],
      sequence: [line.sequenceNumber, line.minSequenceNumber],
      entries: (await readManifest(table, line)).map((entry) => [
        entry.status,
        entry.sequenceNumber,
        entry.file.path,
      ]),
    })),
  );
}

test('what is added, replaced and deleted, manifest by manifest', async () => {
  const at = moments();
  let table = await createTable(join(folder, 'life'), notes, at('2026-01-01T00:00:00Z'));
  expect(await dataFiles(table)).toEqual([]);
  table = await append(connection, table, 'a', note('a', 'one'), at('2026-01-02T00:00:00Z'));
  table = await append(connection, table, 'b', note('b', 'two'), at('2026-01-03T00:00:00Z'));
  expect(await manifestsOf(table)).toEqual([
    { counts: [1, 0, 0], sequence: [2, 2], entries: [['added', 2, 'data/b.parquet']] },
    { counts: [1, 0, 0], sequence: [1, 1], entries: [['added', 1, 'data/a.parquet']] },
  ]);

  const newer = await writeRows(connection, table, 'a2', note('a', 'uno'));
  const merge = { operation: 'overwrite', add: [newer], remove: ['data/a.parquet'] } as const;
  table = await commit(table, merge, at('2026-01-04T00:00:00Z'));
  expect(await manifestsOf(table)).toEqual([
    {
      counts: [1, 0, 1],
      sequence: [3, 3],
      entries: [
        ['deleted', 1, 'data/a.parquet'],
        ['added', 3, 'data/a2.parquet'],
      ],
    },
    { counts: [1, 0, 0], sequence: [2, 2], entries: [['added', 2, 'data/b.parquet']] },
  ]);
  expect(await rowsOf(connection, table)).toEqual([
    { note_id: 'a', text: 'uno' },
    { note_id: 'b', text: 'two' },
  ]);

  const remove = ['data/a2.parquet', 'data/b.parquet'];
  table = await commit(table, { operation: 'delete', add: [], remove }, at('2026-01-05T00:00:00Z'));
  expect(await manifestsOf(table)).toEqual([
    {
      counts: [0, 0, 2],
      sequence: [4, 4],
      entries: [
        ['deleted', 3, 'data/a2.parquet'],
        ['deleted', 2, 'data/b.parquet'],
      ],
    },
  ]);
  expect(await rowsOf(connection, table)).toEqual([]);
  expect(currentSnapshot(table.metadata)?.summary).toMatchObject({
    operation: 'delete',
    'deleted-data-files': '2',
    'deleted-records': '2',
    'total-data-files': '0',
    'total-records': '0',
    'total-files-size': '0',
  });
  table = await append(connection, table, 'c', note('c', 'three'), at('2026-01-06T00:00:00Z'));
  expect(await manifestsOf(table)).toEqual([
    { counts: [1, 0, 0], sequence: [5, 5], entries: [['added', 5, 'data/c.parquet']] },
  ]);
});

test('a file comes back from its manifest as it went in', async () => {
  const at = moments();
  const table = await createTable(join(folder, 'whole'), notes, at('2026-01-01T00:00:00Z'));
  const file = await writeRows(connection, table, 'a', note('a', 'a text with more than 16 characters'));
  const next = await commit(
    table,
    { operation: 'append', add: [file], remove: [] },
    at('2026-01-02T00:00:00Z'),
  );
  expect(await dataFiles(next)).toEqual([file]);
});

test('many small manifests become one, files keep the sequence numbers of their commits', async () => {
  const at = moments();
  let table = await createTable(join(folder, 'many'), notes, at('2026-01-01T00:00:00Z'));
  const file = await writeRows(connection, table, 'a', note('a', 'one'));
  const commitFile = async (index: number) => {
    const add: DataFile[] = [{ ...file, path: `data/${index}.parquet` }];
    await connection.run(`COPY (${note('a', 'one')}) TO '${join(table.dir, `data/${index}.parquet`)}'`);
    table = await commit(table, { operation: 'append', add, remove: [] }, at('2026-01-02T00:00:00Z'));
  };
  for (let index = 1; index <= 32; index++) await commitFile(index);
  expect(await manifestsOf(table)).toHaveLength(32);
  await commitFile(33);
  const manifests = await manifestsOf(table);
  expect(manifests.map(({ counts, sequence }) => ({ counts, sequence }))).toEqual([
    { counts: [1, 32, 0], sequence: [33, 1] },
  ]);
  expect(manifests[0]?.entries.at(0)).toEqual(['existing', 32, 'data/32.parquet']);
  expect(manifests[0]?.entries.at(-1)).toEqual(['added', 33, 'data/33.parquet']);
});

test('of two commits on one version one wins; the other learns it, leaves nothing, and wins when it repeats', async () => {
  const dir = join(folder, 'race');
  const at = moments();
  const table = await createTable(dir, notes, at('2026-01-01T00:00:00Z'));
  const [first, second] = [
    await writeRows(connection, table, 'first', note('a', 'one')),
    await writeRows(connection, table, 'second', note('b', 'two')),
  ];
  const outcomes = await Promise.allSettled(
    [first, second].map((file) =>
      commit(table, { operation: 'append', add: [file], remove: [] }, at('2026-01-02T00:00:00Z')),
    ),
  );
  const lost = outcomes.findIndex((outcome) => outcome.status === 'rejected');
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((outcomes[lost] as PromiseRejectedResult).reason).toBeInstanceOf(CommitConflict);
  expect(readdirSync(join(dir, 'metadata')).filter((name) => /avro|aside/.test(name))).toHaveLength(2);

  const again = [first, second][lost] as DataFile;
  const planned: number[] = [];
  const after = await commitWithRetry(
    dir,
    async (newest) => {
      planned.push(newest.version);
      // Another commit slips in between the first plan and its commit.
      if (planned.length === 1) {
        await append(connection, newest, 'third', note('c', 'three'), at('2026-01-03T00:00:00Z'));
      }
      return { operation: 'append', add: [again], remove: [] };
    },
    at('2026-01-04T00:00:00Z'),
  );
  expect(planned).toEqual([2, 3]);
  expect(after.version).toBe(4);
  expect((await rowsOf(connection, after)).map((row) => row.note_id)).toEqual(['a', 'b', 'c']);
});

test('eight writers at once lose no commit', async () => {
  const dir = join(folder, 'writers');
  const at = moments();
  const table = await createTable(dir, notes, at('2026-01-01T00:00:00Z'));
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const files = [];
  for (const id of ids) files.push(await writeRows(connection, table, id, note(id, 'x')));
  await Promise.all(
    files.map((file) =>
      commitWithRetry(
        dir,
        async () => ({ operation: 'append', add: [file], remove: [] }),
        at('2026-01-02T00:00:00Z'),
      ),
    ),
  );
  const newest = (await openTable(dir)) as Table;
  expect((await rowsOf(connection, newest)).map((row) => row.note_id)).toEqual(ids);
  expect(newest.metadata['snapshot-log']).toHaveLength(8);
});

test('a plan of nothing commits nothing', async () => {
  const dir = join(folder, 'nothing');
  const at = moments();
  await createTable(dir, notes, at('2026-01-01T00:00:00Z'));
  expect((await commitWithRetry(dir, async () => null, at('2026-01-02T00:00:00Z'))).version).toBe(1);
});

test('to remove a file that the table does not have is a defect of the caller', async () => {
  const at = moments();
  const table = await createTable(join(folder, 'stranger'), notes, at('2026-01-01T00:00:00Z'));
  const change = { operation: 'delete', add: [], remove: ['data/x.parquet'] } as const;
  await expect(commit(table, change, at('2026-01-02T00:00:00Z'))).rejects.toThrow('data/x.parquet');
});

test('delete files and other formats, which Spark may write, are refused by the name of the table', async () => {
  const at = moments();
  const dir = join(folder, 'foreign');
  let table = await createTable(dir, notes, at('2026-01-01T00:00:00Z'));
  table = await append(connection, table, 'a', note('a', 'one'), at('2026-01-02T00:00:00Z'));
  const snapshot = currentSnapshot(table.metadata) as Snapshot;
  const [line] = await readManifestList(table, snapshot);
  const altered = async (path: string, change: (record: Record<string, unknown>) => void) => {
    const { header, records } = decodeAvro(await readFile(path), new Map());
    for (const record of records) change(record as Record<string, unknown>);
    return encodeAvro(JSON.parse(header['avro.schema'] ?? ''), records, {});
  };

  const listPath = snapshot['manifest-list'].slice('file://'.length);
  const list = await altered(listPath, (record) => {
    record.content = 1;
  });
  expect(() => decodeManifestList(list, table.metadata.location, dir)).toThrow(
    `${dir}: the table has delete files (merge-on-read); only copy-on-write tables are read`,
  );

  const manifest = await altered(join(dir, line?.path ?? ''), (record) => {
    (record.data_file as Record<string, unknown>).file_format = 'ORC';
  });
  expect(() => decodeManifest(manifest, line as ManifestFile, table.metadata, dir)).toThrow(
    `${dir}: file://${dir}/data/a.parquet is an ORC file; only Parquet is read`,
  );
});
