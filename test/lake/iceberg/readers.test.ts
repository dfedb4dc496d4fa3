import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ParquetReader } from '@dsnp/parquetjs';
import { icebergRead } from 'icebird';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { commit } from '../../../lake/iceberg/commit.ts';
import { evolveSchema } from '../../../lake/iceberg/evolve.ts';
import { expireSnapshots } from '../../../lake/iceberg/expire.ts';
import { filePath } from '../../../lake/iceberg/locations.ts';
import type { TableDefinition } from '../../../lake/iceberg/metadata.ts';
import { rebase } from '../../../lake/iceberg/rebase.ts';
import { rollback } from '../../../lake/iceberg/snapshots.ts';
import type { Table } from '../../../lake/iceberg/types.ts';
import { createTable, openTable } from '../../../lake/iceberg/versions.ts';
import { append, currentId, duckdb, instant, moments, temporaryFolder, writeRows } from './support.ts';

/** Readers of others: icebird from the hint to the rows, parquetjs for the data files. */
const pupils: TableDefinition = {
  fields: [
    { name: 'pupil_id', required: true, type: 'string' },
    { name: 'name', required: false, type: 'string' },
    { name: 'born', required: false, type: 'date' },
    { name: 'points', required: false, type: 'long' },
    { name: 'tags', required: false, type: { list: 'string', elementRequired: false } },
  ],
  identifier: ['pupil_id'],
  sortBy: 'pupil_id',
};

const folder = temporaryFolder();
let connection: Awaited<ReturnType<typeof duckdb>>;
beforeAll(async () => {
  connection = await duckdb();
});

/** icebird fetches over HTTP only: this hands it the bytes that a `file://` location names. */
beforeEach(() => {
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    const path = url.slice('file://'.length);
    if (!existsSync(path)) return new Response(null, { status: 404, statusText: 'Not Found' });
    const range = /^bytes=(\d+)-(\d*)$/.exec(new Headers(init?.headers).get('range') ?? '');
    const bytes = readFileSync(path);
    if (!range) return new Response(bytes);
    const end = range[2] ? Number(range[2]) + 1 : statSync(path).size;
    return new Response(bytes.subarray(Number(range[1]), end), { status: 206 });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** The rows that icebird finds in the newest version, as `id name` texts. */
async function seen(table: Table): Promise<string[]> {
  const rows = await icebergRead({ tableUrl: `file://${table.dir}` });
  return rows.map((row) => `${row.pupil_id} ${row.name}`).sort();
}

const pupil = (id: string, name: string) =>
  `SELECT '${id}' AS pupil_id, '${name}' AS name, DATE '1899-12-31' AS born, 9007199254740993 AS points, ['a', NULL] AS tags`;

test('icebird reads after every kind of commit', async () => {
  const at = moments();
  let table = await createTable(join(folder, 'pupils'), pupils, at('2026-01-01T00:00:00Z'));
  table = await append(connection, table, 'a', pupil('a', 'Núñez 😀'), at('2026-01-02T00:00:00Z'));
  table = await append(connection, table, 'b', pupil('b', 'Bello'), at('2026-01-03T00:00:00Z'));
  const appended = currentId(table);
  expect(await seen(table)).toEqual(['a Núñez 😀', 'b Bello']);
  expect((await icebergRead({ tableUrl: `file://${table.dir}` }))[0]).toEqual({
    pupil_id: 'b',
    name: 'Bello',
    born: new Date('1899-12-31'),
    points: 9007199254740993n,
    tags: ['a', null],
  });

  const merged = await writeRows(connection, table, 'a2', pupil('a', 'Nunez'));
  table = await commit(
    table,
    { operation: 'overwrite', add: [merged], remove: ['data/a.parquet'] },
    at('2026-01-04T00:00:00Z'),
  );
  expect(await seen(table)).toEqual(['a Nunez', 'b Bello']);

  table = await commit(
    table,
    { operation: 'delete', add: [], remove: ['data/b.parquet'] },
    at('2026-01-05T00:00:00Z'),
  );
  expect(await seen(table)).toEqual(['a Nunez']);

  table = await rollback(table, appended, at('2026-01-06T00:00:00Z'));
  expect(await seen(table)).toEqual(['a Núñez 😀', 'b Bello']);

  const expiry = { olderThan: instant('2026-02-01T00:00:00Z'), keepLast: 1 };
  table = (await expireSnapshots(table, expiry, at('2026-02-01T00:00:00Z'))).table;
  expect(await seen(table)).toEqual(['a Núñez 😀', 'b Bello']);

  const dir = join(folder, 'pupils moved');
  renameSync(table.dir, dir);
  table = await rebase((await openTable(dir)) as Table, `file://${dir}`, at('2026-02-02T00:00:00Z'));
  expect(await seen(table)).toEqual(['a Núñez 😀', 'b Bello']);

  // icebird takes the columns of old files by their present names, so only what it can tell is asked here.
  table = await evolveSchema(
    table,
    [{ kind: 'add', field: { name: 'note', required: false, type: 'string' } }],
    at('2026-02-03T00:00:00Z'),
  );
  table = await append(
    connection,
    table,
    'c',
    `${pupil('c', 'Caro')}, 'x' AS note`,
    at('2026-02-04T00:00:00Z'),
  );
  expect(await seen(table)).toEqual(['a Núñez 😀', 'b Bello', 'c Caro']);
});

test('parquetjs finds the field ids and the number of rows in a data file', async () => {
  const at = moments();
  const table = await createTable(join(folder, 'files'), pupils, at('2026-01-01T00:00:00Z'));
  const file = await writeRows(
    connection,
    table,
    'a',
    `${pupil('c', 'Caro')} UNION ALL ${pupil('a', 'Abad')} UNION ALL ${pupil('b', 'Bello')}`,
  );
  const reader = await ParquetReader.openFile(filePath(table, file.path));
  const fields = reader.metadata?.schema.map((element) => [element.name, element.field_id]);
  expect(fields).toEqual([
    ['duckdb_schema', null],
    ['pupil_id', 1],
    ['name', 2],
    ['born', 3],
    ['points', 4],
    ['tags', 5],
    ['list', null],
    ['element', 6],
  ]);
  expect(Number(reader.getRowCount())).toBe(file.rows);
  await reader.close();
});
