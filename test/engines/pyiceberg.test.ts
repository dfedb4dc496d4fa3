import { linkSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { commit } from '../../lake/iceberg/commit.ts';
import { quotedText } from '../../lake/iceberg/duckdb.ts';
import { evolveSchema } from '../../lake/iceberg/evolve.ts';
import { expireSnapshots } from '../../lake/iceberg/expire.ts';
import { dataFiles } from '../../lake/iceberg/files.ts';
import { filePath } from '../../lake/iceberg/locations.ts';
import { metadataPath, type TableDefinition } from '../../lake/iceberg/metadata.ts';
import { exportMetadata, rebase } from '../../lake/iceberg/rebase.ts';
import { scanSql } from '../../lake/iceberg/scan.ts';
import { rollback } from '../../lake/iceberg/snapshots.ts';
import type { SnapshotId, Table } from '../../lake/iceberg/types.ts';
import { createTable, openTable } from '../../lake/iceberg/versions.ts';
import {
  append,
  currentId,
  duckdb,
  instant,
  moments,
  rowsOf,
  temporaryFolder,
  writeRows,
} from '../lake/iceberg/support.ts';
import { ask, commitWithPyIceberg } from './pyiceberg/ask.ts';
import { pythonEngines } from './pyiceberg/setup.ts';

/** Every kind of table and commit, read by PyIceberg and by DuckDB's Iceberg extension as Aljibe reads it. */
const folder = temporaryFolder();
const at = moments();
let connection: Awaited<ReturnType<typeof duckdb>>;
let extended: typeof connection;
beforeAll(async () => {
  connection = await duckdb();
  extended = await duckdb();
  for (const path of pythonEngines().duckdbExtensions) await extended.run(`LOAD ${quotedText(path)}`);
});

/** The rows that DuckDB finds with its own Iceberg reader. */
async function extensionRows(table: Table, snapshot: SnapshotId | undefined) {
  const metadata = quotedText(filePath(table, metadataPath(table.version)));
  const at = snapshot === undefined ? '' : `, snapshot_from_id = ${snapshot}`;
  const sql = `SELECT * FROM iceberg_scan(${metadata}${at}) ORDER BY 1`;
  return (await extended.runAndReadAll(sql)).getRowObjectsJson();
}

/** Asserts that all readers see the same rows in the newest snapshot and in those given. */
async function expectSameRows(table: Table, snapshots: readonly SnapshotId[] = []): Promise<void> {
  const key = table.metadata.schemas[0]?.fields[0]?.name ?? '';
  const ids = [undefined, ...snapshots];
  const answers = ask(
    table,
    key,
    ids.map((snapshot) => ({ snapshot })),
  );
  for (const [index, id] of ids.entries()) {
    const rows = await rowsOf(connection, table, id);
    expect(answers[index]?.rows).toEqual(rows);
    expect(await extensionRows(table, id)).toEqual(rows);
  }
}

const everything: TableDefinition = {
  fields: [
    { name: 'id', required: true, type: 'string', doc: 'The key' },
    { name: 'name', required: false, type: 'string' },
    { name: 'count', required: false, type: 'long' },
    { name: 'small', required: false, type: 'decimal(5, 2)' },
    { name: 'big', required: false, type: 'decimal(18, 6)' },
    { name: 'yes', required: false, type: 'boolean' },
    { name: 'born', required: false, type: 'date' },
    { name: 'seen', required: false, type: 'timestamptz' },
    { name: 'tags', required: false, type: { list: 'string', elementRequired: false } },
    {
      name: 'home',
      required: false,
      type: {
        struct: [
          { name: 'street', required: false, type: 'string' },
          { name: 'since', required: false, type: 'date' },
          { name: 'phones', required: false, type: { list: 'string', elementRequired: false } },
        ],
      },
    },
    {
      name: 'visits',
      required: false,
      type: {
        list: {
          struct: [
            { name: 'at', required: false, type: 'timestamptz' },
            { name: 'cost', required: false, type: 'decimal(9, 2)' },
          ],
        },
        elementRequired: false,
      },
    },
    { name: '_version', required: true, type: 'long' },
  ],
  identifier: ['id'],
  sortBy: 'id',
};

// A missing list of structs is not asked for: PyIceberg 0.12 reads it as an empty one (apache/iceberg-python#3833).
const extremes = `SELECT * FROM (VALUES
  ('a', 'José "Pepe" Núñez' || chr(10) || '😀, el de allá', 9223372036854775807, -999.99, 123456789012.345678, true,
   DATE '1850-02-28', TIMESTAMPTZ '1890-01-01 00:00:00.000001+00', ['x', NULL, ''],
   {'street': 'Calle 1', 'since': DATE '2101-12-31', 'phones': ['1', '2']},
   [{'at': TIMESTAMPTZ '2199-12-31 23:59:59.999999+00', 'cost': -1.50}, NULL], 1),
  ('b', '', (-9223372036854775807 - 1)::BIGINT, 0.00, -0.000001, false,
   DATE '9999-12-31', TIMESTAMPTZ '2999-12-31 23:59:59.999999+00', [], {'street': NULL, 'since': NULL, 'phones': NULL}, [], 2),
  ('c', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, [], 3),
  ('😀', 'z', 0, 0.01, 0.000000, true, DATE '0001-01-01', TIMESTAMPTZ '0001-01-01 00:00:00+00', ['ñ'], NULL, [], 4))
  AS t(id, name, count, small, big, yes, born, seen, tags, home, visits, _version)`;

test('values of every type, at their extremes', async () => {
  let table = await createTable(join(folder, 'values'), everything, at('2026-01-01T00:00:00Z'));
  table = await append(connection, table, 'a', extremes, at('2026-01-02T00:00:00Z'));
  await expectSameRows(table);
  expect(await rowsOf(connection, table)).toHaveLength(4);
});

const numbers: TableDefinition = {
  fields: [
    { name: 'k', required: true, type: 'string' },
    { name: 'n', required: false, type: 'long' },
    { name: 'd', required: false, type: 'decimal(9, 2)' },
    { name: 'day', required: false, type: 'date' },
    { name: 'at', required: false, type: 'timestamptz' },
    { name: 'text', required: false, type: 'string' },
  ],
  identifier: ['k'],
  sortBy: 'k',
};

/** Rows number `from` up to `to`, texts with 16 characters in common. */
const range = (from: number, to: number) => `SELECT printf('k%05d', i) AS k, i AS n, (i - 500) / 100 AS d,
  DATE '1899-12-01' + i::INTEGER AS day, TIMESTAMPTZ '1899-12-01 00:00:00.000001+00' + to_hours(i::INTEGER) AS at,
  'the same beginning ' || i AS text FROM range(${from}, ${to}) r(i)`;

test('appends, merges and deletes, each snapshot as it was', async () => {
  let table = await createTable(join(folder, 'commits'), numbers, at('2026-01-01T00:00:00Z'));
  const ids: SnapshotId[] = [];
  const remember = () => ids.push(currentId(table));
  for (const [from, to] of [
    [0, 300],
    [300, 600],
    [600, 900],
  ] as const) {
    table = await append(connection, table, `${from}`, range(from, to), at('2026-01-02T00:00:00Z'));
    remember();
  }
  const merged = await writeRows(
    connection,
    table,
    'merged',
    `SELECT * REPLACE (-n AS n) FROM (${range(250, 650)})`,
  );
  const rest = await writeRows(connection, table, 'rest', range(0, 250));
  const tail = await writeRows(connection, table, 'tail', range(650, 900));
  const remove = ['data/0.parquet', 'data/300.parquet', 'data/600.parquet'];
  const moment = at('2026-01-03T00:00:00Z');
  table = await commit(table, { operation: 'overwrite', add: [rest, merged, tail], remove }, moment);
  remember();
  table = await commit(
    table,
    { operation: 'delete', add: [], remove: ['data/rest.parquet'] },
    at('2026-01-04T00:00:00Z'),
  );
  remember();
  await expectSameRows(table, ids);
  const everyFile = (await dataFiles(table)).map((file) => file.path);
  table = await commit(
    table,
    { operation: 'delete', add: [], remove: everyFile },
    at('2026-01-05T00:00:00Z'),
  );
  await expectSameRows(table, ids);
  expect(await rowsOf(connection, table)).toEqual([]);
  table = await append(connection, table, 'again', range(5, 6), at('2026-01-06T00:00:00Z'));
  await expectSameRows(table);
});

test('a table of 40 commits, whose manifests were merged', async () => {
  let table = await createTable(join(folder, 'many'), numbers, at('2026-01-01T00:00:00Z'));
  for (let count = 0; count < 40; count++) {
    table = await append(connection, table, `${count}`, range(count, count + 1), at('2026-01-02T00:00:00Z'));
  }
  const [first] = table.metadata.snapshots;
  await expectSameRows(table, [first?.['snapshot-id'] as SnapshotId]);
});

test('filters prune files by their bounds, and lose no row', async () => {
  let table = await createTable(join(folder, 'filters'), numbers, at('2026-01-01T00:00:00Z'));
  for (const from of [0, 100, 200, 300]) {
    table = await append(connection, table, `${from}`, range(from, from + 100), at('2026-01-02T00:00:00Z'));
  }
  const filters: [filter: string, sql: string, files: number][] = [
    ["k = 'k00150'", "k = 'k00150'", 1],
    ["k >= 'k00199' and k < 'k00201'", "k >= 'k00199' AND k < 'k00201'", 2],
    ['n > 398', 'n > 398', 1],
    ['d <= -4.00', 'd <= -4.00', 2],
    ["day < '1900-01-01'", "day < DATE '1900-01-01'", 1],
    ["at >= '1899-12-17T11:00:00.000001+00:00'", "rows.at >= TIMESTAMPTZ '1899-12-17 11:00:00.000001+00'", 1],
    ["text = 'the same beginning 399'", "text = 'the same beginning 399'", 4],
    ["text > 'the same beginnj'", "text > 'the same beginnj'", 0],
    ["text like 'the same%'", "starts_with(text, 'the same')", 4],
    ['n is null', 'n IS NULL', 0],
  ];
  const answers = ask(
    table,
    'k',
    filters.map(([filter]) => ({ filter })),
  );
  const from = await scanSql(table);
  for (const [index, [filter, where, files]] of filters.entries()) {
    const rows = (
      await connection.runAndReadAll(`SELECT * FROM ${from} AS rows WHERE ${where} ORDER BY 1`)
    ).getRowObjectsJson();
    expect([filter, answers[index]]).toEqual([filter, { files, rows }]);
  }
});

test('columns that are added, renamed, widened, moved, dropped and added again, also inside', async () => {
  let table = await createTable(join(folder, 'schema'), everything, at('2026-01-01T00:00:00Z'));
  table = await append(connection, table, 'first', extremes, at('2026-01-02T00:00:00Z'));
  const ids = [currentId(table)];
  table = await evolveSchema(
    table,
    [
      { kind: 'rename', from: 'name', to: 'full_name' },
      { kind: 'add', field: { name: 'name', required: false, type: 'long' }, after: 'id' },
      { kind: 'widen', name: 'small', type: 'decimal(12, 2)' },
      { kind: 'widen', name: 'big', type: 'decimal(24, 6)' },
      { kind: 'relax', name: '_version' },
      { kind: 'add', field: { name: 'zip', required: false, type: 'string' }, within: 'home' },
      { kind: 'add', field: { name: 'done', required: false, type: 'boolean' }, within: 'visits.element' },
      { kind: 'widen', name: 'visits.element.cost', type: 'decimal(14, 2)' },
      { kind: 'drop', name: 'home.since' },
      { kind: 'drop', name: 'born' },
      { kind: 'drop', name: 'tags' },
      { kind: 'add', field: { name: 'tags', required: false, type: 'string' } },
    ],
    at('2026-01-03T00:00:00Z'),
  );
  await expectSameRows(table, ids);
  table = await append(
    connection,
    table,
    'second',
    `SELECT 'd' AS id, 7 AS name, 'x' AS full_name, 5 AS count, 1234567890.12 AS small, 123456789012345678.000001 AS big,
     true AS yes, now() AS seen, {'street': 's', 'phones': ['3'], 'zip': '110111'} AS home,
     [{'at': NULL, 'cost': 123456789012.34, 'done': true}] AS visits, NULL AS _version, 'plain' AS tags`.replace(
      'now()',
      "TIMESTAMPTZ '2026-01-01 00:00:00+00'",
    ),
    at('2026-01-04T00:00:00Z'),
  );
  ids.push(currentId(table));
  table = await evolveSchema(
    table,
    [
      {
        kind: 'reorder',
        names:
          table.metadata.schemas
            .at(-1)
            ?.fields.map((field) => field.name)
            .reverse() ?? [],
      },
    ],
    at('2026-01-05T00:00:00Z'),
  );
  const [answer] = ask(table, 'id', [{}]);
  const sorted = (rows: readonly Record<string, unknown>[]) =>
    rows.toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
  expect(sorted(answer?.rows ?? [])).toEqual(sorted(await rowsOf(connection, table)));
  expect(Object.keys(answer?.rows[0] ?? {})).toEqual(Object.keys((await rowsOf(connection, table))[0] ?? {}));
});

test('rollback, expiry, and a folder that was moved', async () => {
  let table = await createTable(join(folder, 'life'), numbers, at('2026-01-01T00:00:00Z'));
  const ids: SnapshotId[] = [];
  for (const [day, from] of [
    [2, 0],
    [3, 100],
    [4, 200],
  ] as const) {
    table = await append(
      connection,
      table,
      `${from}`,
      range(from, from + 100),
      at(`2026-01-0${day}T00:00:00Z`),
    );
    ids.push(currentId(table));
  }
  table = await rollback(table, ids[1] as SnapshotId, at('2026-01-05T00:00:00Z'));
  await expectSameRows(table, ids);
  expect(await rowsOf(connection, table)).toHaveLength(200);

  const expiry = { olderThan: instant('2026-01-03T00:00:00Z'), keepLast: 1 };
  table = (await expireSnapshots(table, expiry, at('2026-01-06T00:00:00Z'))).table;
  await expectSameRows(table, ids.slice(1));

  const dir = join(folder, 'life elsewhere, año 2 100%25');
  renameSync(table.dir, dir);
  table = await rebase((await openTable(dir)) as Table, `file://${dir}`, at('2026-01-07T00:00:00Z'));
  await expectSameRows(table, ids.slice(1));
  table = await append(connection, table, 'after', range(300, 310), at('2026-01-08T00:00:00Z'));
  await expectSameRows(table, ids.slice(1));

  const copy = join(folder, 'copy');
  await exportMetadata(table, `file://${copy}`, copy);
  const exported = (await openTable(copy)) as Table;
  renameSync(join(dir, 'data'), join(copy, 'data'));
  await expectSameRows(exported, ids.slice(1));
});

test('what PyIceberg commits is read here, and goes on here', async () => {
  let table = await createTable(join(folder, 'foreign'), numbers, at('2026-01-01T00:00:00Z'));
  table = await append(connection, table, 'own', range(0, 100), at('2026-01-02T00:00:00Z'));
  const row = {
    k: 'x1',
    n: 5,
    d: null,
    day: null,
    at: null,
    text: 'a text that is longer than 16 characters',
  };
  // PyIceberg has no Hadoop catalog: the metadata file that it wrote gets the name that one would have given.
  const written = commitWithPyIceberg(table, { append: [row], delete: 'n >= 50' });
  linkSync(written, join(table.dir, metadataPath(table.version + 1)));
  table = (await openTable(table.dir)) as Table;
  expect(await rowsOf(connection, table)).toHaveLength(51);
  await expectSameRows(table);
  const foreign = (await dataFiles(table)).find((file) => file.rows === 1);
  expect(foreign?.upperBounds.get(1)).toBe('x1');
  expect(foreign?.upperBounds.get(6)).toBe('a text that is m');

  const ours = await writeRows(
    connection,
    table,
    'ours',
    `SELECT * REPLACE ('x1' AS k) FROM (${range(900, 901)})`,
  );
  const merge = { operation: 'overwrite', add: [ours], remove: [foreign?.path ?? ''] } as const;
  table = await commit(table, merge, at('2100-01-01T00:00:00Z'));
  await expectSameRows(
    table,
    table.metadata.snapshots.map((snapshot) => snapshot['snapshot-id']),
  );
});
