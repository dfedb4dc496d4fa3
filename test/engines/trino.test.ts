import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { views } from '../../analytics/views.ts';
import { instantText, systemClock } from '../../base/clock.ts';
import { readFamilies } from '../analytics/sql/expectations.ts';
import { type Answer, askTrino } from './trino/client.ts';
import { type Lake, openLake } from './trino/lake.ts';
import { answered } from './trino/record.ts';
import { runningTrino } from './trino/running.ts';
import { computeViews, registerTables } from './trino/tables.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const school = { catalog: 'awsdatacatalog', schema: 'curated' };

let folder: string;
/** The datasets of a small school. */
let datasets: readonly string[];
/** The same school in DuckDB. */
let lake: Lake;

beforeAll(async () => {
  const url = runningTrino();
  folder = mkdtempSync(join(tmpdir(), 'aljibe trino ñ-'));
  const state = join(folder, 'state');
  await run(process.execPath, ['cli/aljibe.js', 'up', '--once', '--students', '60', '--dir', state], {
    cwd: root,
  });
  datasets = await registerTables(url, join(state, 'curated'), 'curated');
  await computeViews(url, views);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  lake = await openLake(connection, join(state, 'curated'));
});
afterAll(() => folder && rmSync(folder, { recursive: true, force: true }));

test('values come whole, with their types', async () => {
  const sql = `SELECT 9223372036854775807 AS n, 1.50 AS d, 1e10 AS x, ARRAY[1, NULL] AS a, row(1, 'ñ') AS r,
    TIMESTAMP '2026-03-01 10:00:00.000001 UTC' AS at, X'00ff' AS b`;
  expect(await askTrino(runningTrino(), sql)).toEqual({
    columns: [
      { name: 'n', type: 'bigint' },
      { name: 'd', type: 'decimal(3,2)' },
      { name: 'x', type: 'double' },
      { name: 'a', type: 'array(integer)' },
      { name: 'r', type: 'row(integer, varchar(1))' },
      { name: 'at', type: 'timestamp(6) with time zone' },
      { name: 'b', type: 'varbinary' },
    ],
    rows: [
      [
        '9223372036854775807',
        '1.50',
        '10000000000',
        ['1', null],
        ['1', 'ñ'],
        '2026-03-01 10:00:00.000001 UTC',
        'AP8=',
      ],
    ],
  });
});

test('an answer of many pages comes whole', async () => {
  const { rows } = await askTrino(
    runningTrino(),
    'SELECT a * 1000 + b FROM UNNEST(sequence(0, 99)) x(a), UNNEST(sequence(0, 999)) y(b) ORDER BY 1',
  );
  expect(rows).toHaveLength(100_000);
  expect(rows.at(-1)).toEqual(['99999']);
});

test('an error has its kind and its place', async () => {
  await expect(askTrino(runningTrino(), 'SELECT 1,\n  "nombré" + 1')).rejects.toMatchObject({
    kind: 'COLUMN_NOT_FOUND',
    place: { line: 2, column: 3 },
  });
  await expect(askTrino(runningTrino(), 'SELECT 1 / 0')).rejects.toMatchObject({
    kind: 'DIVISION_BY_ZERO',
    place: null,
  });
});

test('every dataset of a school is a table', async () => {
  const { rows } = await askTrino(runningTrino(), 'SHOW TABLES', school);
  expect(rows.map(([name]) => name)).toEqual(datasets);
  expect(datasets).toContain('students');
  const { rows: counted } = await askTrino(runningTrino(), 'SELECT count(*) FROM students', school);
  expect(counted).toEqual([['60']]);
});

/** Rows in the order of their texts: a view has none of its own. */
const sorted = (rows: Answer['rows']) => rows.map((row) => JSON.stringify(row)).toSorted();

test.each(views.map(({ name }) => name))(
  'marts.%s has the rows, types and nulls that Trino has',
  async (name) => {
    const [here, there] = [
      await lake.ask(`SELECT * FROM marts.${name}`),
      await askTrino(runningTrino(), `SELECT * FROM marts.${name}`, school),
    ];
    expect(here.columns).toEqual(there.columns);
    expect(sorted(here.rows)).toEqual(sorted(there.rows));
  },
);

const documented = readFileSync(join(root, 'docs/sql.md'), 'utf8').matchAll(/^```sql\n(.*?)^```/gms);
const statements = [...documented]
  .flatMap(([, block = '']) => block.split(/;\s*$/m))
  .filter((sql) => sql.trim() !== '');

test.each(statements)('the documented statement %s', async (documented) => {
  // The school is as old as this test: the past is the moment now.
  const sql = documented.replaceAll(
    /(?<=AS OF )TIMESTAMP '[^']*'/g,
    `TIMESTAMP '${instantText(systemClock.now()).replace('T', ' ').replace('Z', ' UTC')}'`,
  );
  const [here, there] = [await lake.ask(sql), await askTrino(runningTrino(), sql, school)];
  expect(here.columns).toEqual(there.columns);
  if (/ORDER BY/i.test(sql)) expect(here.rows).toEqual(there.rows);
  else expect(sorted(here.rows)).toEqual(sorted(there.rows));
});

test.each([...readFamilies()])('what is written down of %s is what Trino answers', async (_name, family) => {
  expect(await answered(runningTrino(), family)).toEqual(family);
});
