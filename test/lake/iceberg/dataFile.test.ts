import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DataFile } from '../../../lake/iceberg/types.ts';
import { createTable } from '../../../lake/iceberg/versions.ts';
import { duckdb, moments, notes, temporaryFolder, writeRows } from './support.ts';

const folder = temporaryFolder();

test('a data file tells its rows, sizes, counts and bounds by field id', async () => {
  const connection = await duckdb();
  const table = await createTable(
    join(folder, 'kinds'),
    {
      fields: [
        { name: 'id', required: true, type: 'string' },
        { name: 'name', required: false, type: 'string' },
        { name: 'points', required: false, type: 'long' },
        { name: 'grade', required: false, type: 'decimal(5, 2)' },
        { name: 'born', required: false, type: 'date' },
        { name: 'seen', required: false, type: 'timestamptz' },
        { name: 'active', required: false, type: 'boolean' },
        { name: 'tags', required: false, type: { list: 'string', elementRequired: true } },
        {
          name: 'home',
          required: false,
          type: { struct: [{ name: 'street', required: false, type: 'string' }] },
        },
        { name: 'nothing', required: false, type: 'string' },
      ],
      identifier: ['id'],
      sortBy: 'id',
    },
    moments()('2026-01-01T00:00:00Z'),
  );
  const file: DataFile = await writeRows(
    connection,
    table,
    'kinds',
    `SELECT * FROM (VALUES
      ('a-key-that-is-longer-than-sixteen', 'Nuñez Peñaranda, María', -5, 9.50, DATE '1899-12-31',
       TIMESTAMPTZ '1890-01-01 00:00:00.000001+00', true, ['x', 'y'], {'street': 'Calle 1'}, NULL),
      ('b', NULL, 7, -10.25, DATE '2101-01-01', TIMESTAMPTZ '2101-01-01 00:00:00+00', false, NULL, NULL, NULL))
     AS t(id, name, points, grade, born, seen, active, tags, home, nothing)`,
  );
  expect(file).toMatchObject({ path: 'data/kinds.parquet', rows: 2, sortOrderId: 1 });
  expect(file.valueCounts).toEqual(new Map([1, 2, 3, 4, 5, 6, 7, 12, 10].map((id) => [id, 2])));
  expect(Object.fromEntries(file.nullCounts)).toEqual({
    1: 0,
    2: 1,
    3: 0,
    4: 0,
    5: 0,
    6: 0,
    7: 0,
    10: 2,
    12: 1,
  });
  expect(Object.fromEntries(file.lowerBounds)).toEqual({
    1: 'a-key-that-is-longer-than-sixteen',
    2: 'Nuñez Peñaranda,',
    3: '-5',
    4: '-10.25',
    5: '1899-12-31',
    6: '1890-01-01T00:00:00.000001Z',
    7: false,
    12: 'Calle 1',
  });
  expect(Object.fromEntries(file.upperBounds)).toEqual({
    1: 'b',
    2: 'Nuñez Peñaranda-',
    3: '7',
    4: '9.50',
    5: '2101-01-01',
    6: '2101-01-01T00:00:00.000000Z',
    7: true,
    12: 'Calle 1',
  });
});

test('the bounds of a file with many row groups are those of all of them', async () => {
  const connection = await duckdb();
  const table = await createTable(join(folder, 'groups'), notes, moments()('2026-01-01T00:00:00Z'));
  const file = await writeRows(
    connection,
    table,
    'many',
    "SELECT printf('%06d', i) AS note_id, CASE WHEN i = 200000 THEN repeat('é', 200) ELSE 't' END AS text FROM range(300000) r(i)",
  );
  expect(file.rows).toBe(300000);
  expect(file.lowerBounds.get(1)).toBe('000000');
  expect(file.upperBounds.get(1)).toBe('299999');
  // Parquet has no bounds for the one row group whose text was too long to cut: then nothing may be claimed.
  expect(file.upperBounds.has(2)).toBe(false);
});
