import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openEngine } from '../../lake/duckdb.ts';
import { exactObjects } from '../../lake/exact.ts';
import type { StatementState } from '../../web/api.ts';
import { askRaw, hostile, post, type Served, serveSchool } from './served.ts';

let portal: Served;
beforeAll(async () => {
  portal = await serveSchool();
});
afterAll(() => portal.close());

const sql = (body: Record<string, unknown>) => post(`${portal.url}/api/sql`, body);
const digits = Array.from(
  { length: 12 },
  (_, at) => `(VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) AS t${at} (d${at})`,
);
const endless = `SELECT count(*) FROM ${digits.join(', ')} WHERE ${digits.map((_, at) => `d${at}`).join(' + ')} = 7`;

test('a statement answers an Arrow stream', async () => {
  const response = await fetch(`${portal.url}/api/sql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ sql: 'SELECT given_name, family_name FROM students ORDER BY student_id' }),
  });
  expect(response.headers.get('content-type')).toBe('application/vnd.apache.arrow.stream');
  const table = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
  expect(table.toArray().map((row) => [...row].map(([, value]) => value))).toEqual([
    ['Ángela', 'Núñez Gómez'],
    ['Eva', hostile.script],
    ['Ana', hostile.picture],
    [hostile.formula, 'Ruiz'],
    [hostile.rightToLeft, 'Gil'],
  ]);
});

test('a spreadsheet takes no text of a download for a formula', async () => {
  const { body, headers } = await sql({
    sql: `SELECT * FROM (VALUES (1, '=1+1', -5, 1.50, 'plain'), (2, ' @SUM(A1)', NULL, -0.25, ''), (3, '-', 0, 0, 'a"b,c')) AS v(n, a, b, c, d)`,
    format: 'csv',
  });
  expect(body).toBe(
    `\uFEFFn,a,b,c,d\r\n1,"'=1+1",-5,1.50,plain\r\n2,"' @SUM(A1)",,-0.25,""\r\n3,"'-",0,0.00,"a""b,c"\r\n`,
  );
  expect(headers['content-disposition']).toBe('attachment; filename="aljibe.csv"');
});

test('a Parquet file has the types and the values of the answer', async () => {
  const response = await fetch(`${portal.url}/api/sql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      format: 'parquet',
      sql: `SELECT 9007199254740993 AS n, CAST(1.50 AS decimal(9, 2)) AS d, DATE '2026-03-01' AS day, ARRAY[1, NULL] AS l,
        CAST(ROW('x') AS row(a varchar)) AS s, TIMESTAMP '2026-03-01 10:00:00.123456 UTC' AS t, true AS b,
        CAST(NULL AS varchar) AS "no ""thing", 0.1e0 AS f
        UNION ALL SELECT -1, -0.25, NULL, ARRAY[], NULL, NULL, NULL, '', nan()`,
    }),
  });
  const path = join(mkdtempSync(join(tmpdir(), 'aljibe-')), 'rows.parquet');
  onTestFinished(() => rmSync(dirname(path), { recursive: true }));
  writeFileSync(path, new Uint8Array(await response.arrayBuffer()));
  const engine = await openEngine({ spill: dirname(path) });
  onTestFinished(() => engine.close());
  const connection = await engine.connect();
  const types = await exactObjects(connection, `DESCRIBE FROM '${path}'`);
  expect(types.map(({ column_name, column_type }) => [column_name, column_type])).toEqual([
    ['n', 'BIGINT'],
    ['d', 'DECIMAL(9,2)'],
    ['day', 'DATE'],
    ['l', 'INTEGER[]'],
    ['s', 'STRUCT(a VARCHAR)'],
    ['t', 'TIMESTAMP WITH TIME ZONE'],
    ['b', 'BOOLEAN'],
    ['no "thing', 'VARCHAR'],
    ['f', 'DOUBLE'],
  ]);
  const rows = await exactObjects(connection, `FROM '${path}'`);
  expect(rows.map((row) => Object.values(row))).toEqual([
    [
      '9007199254740993',
      '1.50',
      '2026-03-01',
      [1, null],
      { a: 'x' },
      '2026-03-01T10:00:00.123456Z',
      true,
      null,
      0.1,
    ],
    ['-1', '-0.25', null, [], null, null, null, '', 'NaN'],
  ]);
});

test('JSON lines keep what is written', async () => {
  const { body } = await sql({
    sql: `SELECT given_name FROM students WHERE family_name = 'Ruiz'`,
    format: 'jsonl',
  });
  expect(body).toBe(`${JSON.stringify({ given_name: hostile.formula })}\n`);
});

describe('a statement that is wrong', () => {
  test('is answered with its place and the way out', async () => {
    const { status, body } = await sql({ sql: 'SELECT *\nFROM estudents' });
    expect([status, JSON.parse(body)]).toEqual([
      422,
      {
        error: {
          message: "line 2, column 6: Table 'curated.estudents' does not exist",
          hint: 'did you mean students?',
        },
      },
    ]);
  });

  test.each([
    'DROP TABLE students',
    "COPY students TO '/tmp/x'",
    "SELECT * FROM read_csv('/etc/passwd')",
    'SELECT 1; SELECT 2',
    'INSTALL httpfs',
  ])('may only read: %s', async (statement) => {
    expect((await sql({ sql: statement })).status).toBe(422);
  });

  test('that fails on its way says so to who asks for its state', async () => {
    const failing = `SELECT 1 / (x + y - 1300) FROM UNNEST(sequence(1, 300)) AS a (x) CROSS JOIN UNNEST(sequence(1, 1000)) AS b (y)`;
    await expect(sql({ sql: failing, id: 'late' })).rejects.toThrow();
    const state = JSON.parse((await askRaw(`${portal.url}/api/sql/late`)).body) as StatementState;
    expect(state).toMatchObject({
      state: 'failed',
      failure: { message: 'line 1, column 10: Division by zero' },
    });
  });
});

describe('a long statement', () => {
  test('can be cancelled by its id', async () => {
    const running = sql({ sql: endless, id: 'long' });
    await until('long', 'running');
    const { body } = await askRaw(`${portal.url}/api/sql/long`, {}, { method: 'DELETE' });
    expect(JSON.parse(body)).toEqual({ cancelled: true });
    expect([(await running).status, JSON.parse((await running).body)]).toEqual([
      422,
      { error: { message: 'the statement was cancelled' } },
    ]);
    await until('long', 'cancelled');
  });

  test('ends when whoever asked has gone', async () => {
    const asked = request(`${portal.url}/api/sql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
    });
    asked.on('error', () => {});
    asked.end(JSON.stringify({ sql: endless, id: 'left' }));
    await until('left', 'running');
    asked.destroy();
    await until('left', 'cancelled');
  });

  test('has an id of its own', async () => {
    const running = sql({ sql: endless, id: 'twice' });
    await until('twice', 'running');
    expect((await sql({ sql: 'SELECT 1', id: 'twice' })).status).toBe(409);
    await askRaw(`${portal.url}/api/sql/twice`, {}, { method: 'DELETE' });
    await running;
  });

  async function until(id: string, state: StatementState['state']): Promise<void> {
    await expect
      .poll(async () => JSON.parse((await askRaw(`${portal.url}/api/sql/${id}`)).body) as unknown, {
        timeout: 10_000,
        interval: 5,
      })
      .toMatchObject({ state });
  }
});

test('explain shows how a statement would run, and does not run it', async () => {
  const { body } = await post(`${portal.url}/api/sql/explain`, { sql: endless });
  expect((JSON.parse(body) as { plan: string }).plan).toContain('CROSS_PRODUCT');
});

test('nothing of all this is a defect of the server', () => {
  expect(portal.failures).toEqual([]);
});
