import * as arrow from 'apache-arrow';
import { expect, test } from 'vitest';
import { arrowFile } from '../../../lake/sql/arrow/file.ts';
import type { ReadOptions } from '../../../lake/sql/session.ts';
import { specimen, specimens, testLake } from '../support.ts';
import { answerTo, emptyLake } from './support.ts';

/** What another program finds in the file of an answer. */
async function tableOf(sql: string, lake: Parameters<typeof answerTo>[0] = emptyLake, options?: ReadOptions) {
  const pieces: Uint8Array[] = [];
  for await (const piece of arrowFile(await answerTo(lake, sql, options))) pieces.push(piece);
  return arrow.tableFromIPC(Buffer.concat(pieces));
}

const typesOf = ({ schema }: arrow.Table) => schema.fields.map(({ name, type }) => `${name} ${type}`);

/** The values of a column as they lie in the file: integers, not the numbers that readers make of them. */
function stored(table: arrow.Table, name: string) {
  const data = table.getChild(name)?.data[0];
  return [...(data?.values ?? [])];
}

/** Decimals without their point: four words each, the lowest first, the two's complement of 128 bits. */
function decimals(table: arrow.Table, name: string): bigint[] {
  const words = stored(table, name).map(BigInt);
  return Array.from({ length: words.length / 4 }, (_, row) => {
    const [a = 0n, b = 0n, c = 0n, d = 0n] = words.slice(row * 4);
    return BigInt.asIntN(128, a | (b << 32n) | (c << 64n) | (d << 96n));
  });
}

test('a dataset keeps its types and values', async () => {
  const lake = await testLake();
  const most = specimen('most', {
    label: 'Núñez 👩🏽‍🏫',
    amount: '9223372036854775807',
    price: '-999999999999999.999',
    ready: true,
    day: '9999-12-31',
    moment: '2026-03-01T10:00:00.123456Z',
    facts: '{"a":1}',
    tags: ['', 'a'],
    counts: ['9223372036854775807', '-9223372036854775808'],
    home: { street: 'Calle', since: '1899-12-31', spots: ['-999.99', '0.01'] },
  });
  for (const row of [most, specimen('none')]) lake.bus.put(specimens, String(row.specimen_id), row);
  await lake.settle(specimens);
  const table = await tableOf('SELECT * EXCLUDE (_changed_at) FROM specimens ORDER BY 1', lake);
  expect(typesOf(table)).toEqual([
    'specimen_id Utf8',
    'label Utf8',
    'amount Int64',
    'price Decimal[18e+3]',
    'ready Bool',
    'day Date32<DAY>',
    'moment Timestamp<MICROSECOND, UTC>',
    'facts Utf8',
    'tags List<Utf8>',
    'counts List<Int64>',
    'home Struct<{street:Utf8, since:Date32<DAY>, spots:List<Decimal[5e+2]>}>',
    '_version Int64',
  ]);
  expect(table.numRows).toBe(2);
  expect(table.getChild('label')?.get(0)).toBe('Núñez 👩🏽‍🏫');
  expect(stored(table, 'amount')).toEqual([9223372036854775807n, 0n]);
  expect(stored(table, 'moment')).toEqual([1772359200123456n, 0n]);
  expect(stored(table, 'day')).toEqual([2932896, 0]);
  expect(decimals(table, 'price')).toEqual([-999_999_999_999_999_999n, 0n]);
  expect(table.getChild('tags')?.get(0)?.toArray()).toEqual(['', 'a']);
  expect([...(table.getChild('counts')?.get(0) ?? [])]).toEqual([
    9223372036854775807n,
    -9223372036854775808n,
  ]);
  const home = table.getChild('home')?.get(0)?.toJSON();
  expect({ street: home?.street, since: home?.since, spots: home?.spots.length }).toEqual({
    street: 'Calle',
    since: Date.UTC(1899, 11, 31),
    spots: 2,
  });
  for (const { name } of table.schema.fields.filter(({ name }) => !/_id|_version/.test(name))) {
    expect([name, table.getChild(name)?.get(1)]).toEqual([name, null]);
  }
});

test('what else a statement can give', async () => {
  const table = await tableOf(`SELECT 1::TINYINT AS tiny, 65535::USMALLINT AS small, 1.5::FLOAT AS "float",
    'nan'::DOUBLE AS "double", 18446744073709551615::UBIGINT AS big, sum(9223372036854775807) AS huge,
    TIME '10:00:00.000001' AS "time", TIMESTAMP '2026-03-01' AS wall, '\\x00\\xFF'::BLOB AS bytes,
    MAP {'a': 1} AS counts, INTERVAL 1 DAY AS span, 'b'::ENUM ('a', 'b') AS letter,
    '00000000-0000-0000-0000-000000000001'::UUID AS id, NULL AS nothing FROM range(3)`);
  expect(typesOf(table)).toEqual([
    'tiny Int8',
    'small Uint16',
    'float Float32',
    'double Float64',
    'big Uint64',
    'huge Decimal[38e0]',
    'time Time64<MICROSECOND>',
    'wall Timestamp<MICROSECOND>',
    'bytes Binary',
    'counts Map<{key:Utf8, value:Int32}>',
    'span Utf8',
    'letter Utf8',
    'id Utf8',
    'nothing Int32',
  ]);
  expect(stored(table, 'big')).toEqual([18446744073709551615n]);
  expect(decimals(table, 'huge')).toEqual([27670116110564327421n]);
  expect(stored(table, 'time')).toEqual([36_000_000_001n]);
  expect(table.getChild('double')?.get(0)).toBeNaN();
  expect([...(table.getChild('bytes')?.get(0) ?? [])]).toEqual([0, 255]);
  expect(table.getChild('counts')?.get(0)?.toJSON()).toEqual({ a: 1 });
  expect(['span', 'letter', 'id'].map((name) => table.getChild(name)?.get(0))).toEqual([
    '1 day',
    'b',
    '00000000-0000-0000-0000-000000000001',
  ]);
});

test('many rows come in several pieces and batches', async () => {
  const answer = await answerTo(emptyLake, 'SELECT range AS n, range % 3 = 0 AS third FROM range(150000)');
  const pieces: Uint8Array[] = [];
  for await (const piece of arrowFile(answer)) pieces.push(piece);
  const table = arrow.tableFromIPC(Buffer.concat(pieces));
  expect([pieces.length, table.batches.length, table.numRows]).toEqual([3, 3, 150000]);
  expect(table.getChild('n')?.get(149_999)).toBe(149_999n);
  expect([table.getChild('third')?.get(149_998), table.getChild('third')?.get(149_997)]).toEqual([
    false,
    true,
  ]);
});

test('an answer without rows has its columns', async () => {
  const table = await tableOf('SELECT 1 AS one, [] AS items WHERE false');
  expect([table.numRows, typesOf(table)]).toEqual([0, ['one Int32', 'items List<Int32>']]);
});

test('a number that Arrow cannot hold is refused', async () => {
  await expect(
    tableOf("SELECT '170141183460469231731687303715884105727'::HUGEINT AS n"),
  ).rejects.toMatchObject({
    name: 'UserError',
    message: '170141183460469231731687303715884105727 has more than the 38 digits that Arrow can hold',
  });
});
