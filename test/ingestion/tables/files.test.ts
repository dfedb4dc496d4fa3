import { appendFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTable } from '../../../ingestion/tables/file/open.ts';
import type { TableRow } from '../../../ingestion/tables/file/tableFile.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(() => {
  bench = openWorkbench();
});
afterEach(() => bench.close());

const open = (name: string, content: string | Uint8Array) =>
  openTable({ path: bench.write(name, content), name });

async function rowsOf(name: string, content: string | Uint8Array): Promise<TableRow[]> {
  return Array.fromAsync((await open(name, content)).rows());
}

const cellsOf = (rows: readonly TableRow[]) => rows.map(({ line, cells }) => [line, cells]);

describe('CSV', () => {
  test('cells are texts as they stand, empty ones null; a line is where its record begins', async () => {
    const rows = await rowsOf('a.csv', 'id,note\n1,"two\nlines, ""quoted"""\n\n2,\n,  \n3,000\n');
    expect(cellsOf(rows)).toEqual([
      [2, { id: '1', note: 'two\nlines, "quoted"' }],
      [5, { id: '2', note: null }],
      [7, { id: '3', note: '000' }],
    ]);
  });

  test.each([
    ['semicolons', 'id;note\n1;a,b\n'],
    ['tabs', 'id\tnote\n1\ta,b\n'],
    ['a mark and Windows line ends', '\ufeffid,note\r\n1,"a,b"\r\n'],
  ])('with %s', async (_, content) => {
    expect(cellsOf(await rowsOf('a.txt', content))).toEqual([[2, { id: '1', note: 'a,b' }]]);
  });

  test('in UTF-16 and Windows-1252, which counts as a repair', async () => {
    const utf16 = await open('a.csv', Buffer.from('\ufeffid\nÁngela\n', 'utf16le'));
    const windows = await open('b.csv', Buffer.from('id\nÁngela\n', 'latin1'));
    for (const file of [utf16, windows]) {
      expect(cellsOf(await Array.fromAsync(file.rows()))).toEqual([[2, { id: 'Ángela' }]]);
    }
    expect([utf16.repairs, windows.repairs]).toEqual([
      [{ column: '(file)', repair: 'read as UTF-16LE' }],
      [{ column: '(file)', repair: 'read as WINDOWS-1252' }],
    ]);
  });

  test('every column has a name of its own', async () => {
    const file = await open('a.csv', ' id ,id,,\n1,2,3,4\n');
    expect(file.columns).toEqual(['id', 'id 2', 'column 3', 'column 4']);
    expect(file.repairs.map(({ repair }) => repair)).toEqual(['column id given twice, the first counts']);
  });

  test('a row of another length is mended if nothing is lost, and broken otherwise', async () => {
    const rows = await rowsOf('a.csv', 'id,note\n1,a,,\n2\n3,a,b\n');
    expect(rows).toEqual([
      {
        line: 2,
        cells: { id: '1', note: 'a' },
        repairs: [{ column: '(row)', repair: 'surplus empty cells left out' }],
        broken: null,
      },
      {
        line: 3,
        cells: { id: '2', note: null },
        repairs: [{ column: '(row)', repair: 'missing cells at the end read as empty' }],
        broken: null,
      },
      {
        line: 4,
        cells: { id: '3', note: 'a', 'surplus 1': 'b' },
        repairs: [],
        broken: { column: null, rule: 'has 3 cells where the header has 2' },
      },
    ]);
  });

  test('bytes that are no text break their row only', async () => {
    const rows = await rowsOf(
      'a.csv',
      Buffer.from([...Buffer.from('id,é\n1,'), 0xff, ...Buffer.from('\n2,b\n')]),
    );
    expect(rows.map(({ broken }) => broken)).toEqual([
      { column: 'é', rule: 'holds bytes that are not UTF-8' },
      null,
    ]);
  });

  test('an empty file has no rows, an open quote is refused with its line', async () => {
    expect(await rowsOf('a.csv', '')).toEqual([]);
    await expect(rowsOf('b.csv', 'id\n1\n"2\n3\n')).rejects.toThrow(
      'b.csv:3: a quote is opened and never closed',
    );
  });
});

describe('JSON lines', () => {
  test('numbers keep their digits, lists and objects stay JSON', async () => {
    const lines = [
      '{"id": 12345678901234567890, "gpa": 3.10, "ok": true, "none": null, "name": "Ángela \\n"}',
      '',
      '{"id":"x","tags":["a", 1.50, {"b":9007199254740993}],"empty":""}',
    ];
    expect(cellsOf(await rowsOf('a.jsonl', `${lines.join('\r\n')}\n`))).toEqual([
      [1, { id: '12345678901234567890', gpa: '3.10', ok: 'true', none: null, name: 'Ángela \n' }],
      [3, { id: 'x', tags: '["a",1.50,{"b":9007199254740993}]', empty: '' }],
    ]);
  });

  test('the columns are those of all rows', async () => {
    const file = await open('a.ndjson', '{"a":1}\n{"b":2,"a":3}');
    expect(file.columns).toEqual(['a', 'b']);
  });

  test('a line that is no object is broken, and kept', async () => {
    const rows = await rowsOf('a.json', Buffer.from('{"a":1}\n{"a":\n7\n[1]\n{"a":"\xff"}\n', 'latin1'));
    expect(rows.map(({ line, cells, broken }) => [line, cells, broken?.rule])).toEqual([
      [1, { a: '1' }, undefined],
      [2, { line: '{"a":' }, 'is not a JSON object'],
      [3, { line: '7' }, 'is not a JSON object'],
      [4, { line: '[1]' }, 'is not a JSON object'],
      [5, { line: '{"a":"\ufffd"}' }, 'holds bytes that are not UTF-8'],
    ]);
  });

  test('an array is refused', async () => {
    await expect(open('a.json', '[{"a":1}]')).rejects.toThrow('a.json:1: begins a JSON array');
  });

  test('a column may be called like a part of every object', async () => {
    expect(cellsOf(await rowsOf('a.jsonl', '{"__proto__":"x","constructor":"y"}'))).toEqual([
      [1, JSON.parse('{"__proto__":"x","constructor":"y"}')],
    ]);
  });
});

describe('Parquet', () => {
  async function parquet(name: string, select: string) {
    const path = bench.write(name, '');
    const engine = await DuckDBInstance.create(':memory:');
    const connection = await engine.connect();
    await connection.run(`COPY (${select}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
    connection.closeSync();
    engine.closeSync();
    return openTable({ path, name });
  }

  test('every type is printed exactly', async () => {
    const file = await parquet(
      'types.parquet',
      `SELECT 9007199254740993::BIGINT AS long, 18446744073709551615::UBIGINT AS unsigned,
        1234567890123.4500::DECIMAL(18, 4) AS "decimal", 0.1::FLOAT AS single, 0.1::DOUBLE AS double,
        DATE '2022-01-03' AS day, TIMESTAMP '2022-01-03 10:00:00.000001' AS "local",
        TIMESTAMPTZ '2022-01-03 10:00:00.5+02' AS instant, TIMESTAMP_NS '2022-01-03 10:00:00.000000001' AS nanos,
        true AS flag, NULL::VARCHAR AS nothing, '' AS empty, ['a', 'b, "c"'] AS list,
        {'number': 9007199254740993, 'text': 'x'} AS struct, 'bytes'::BLOB AS bytes, 'Ángela' AS "full name"`,
    );
    expect(await Array.fromAsync(file.rows())).toEqual([
      {
        line: 1,
        cells: {
          long: '9007199254740993',
          unsigned: '18446744073709551615',
          decimal: '1234567890123.4500',
          single: '0.1',
          double: '0.1',
          day: '2022-01-03',
          local: '2022-01-03 10:00:00.000001',
          instant: '2022-01-03 08:00:00.5+00',
          nanos: '2022-01-03 10:00:00.000000001',
          flag: 'true',
          nothing: null,
          empty: '',
          list: '["a","b, \\"c\\""]',
          struct: '{"number":9007199254740993,"text":"x"}',
          bytes: 'bytes',
          'full name': 'Ángela',
        },
        repairs: [],
        broken: null,
      },
    ]);
  });

  test('rows come in their order, over many row groups', async () => {
    const file = await parquet('many.parquet', 'SELECT range AS n FROM range(300000)');
    let expected = 0;
    for await (const { line, cells } of file.rows()) {
      if (cells.n !== String(expected) || line !== expected + 1) break;
      expected += 1;
    }
    expect(expected).toBe(300_000);
  });

  test('a name with the characters of a pattern is a name, and a folder no column', async () => {
    const file = await parquet("year=2022/it's [1]*?.parquet", 'SELECT 1 AS a');
    expect([file.columns, cellsOf(await Array.fromAsync(file.rows()))]).toEqual([['a'], [[1, { a: '1' }]]]);
  });

  test('a damaged file is refused', async () => {
    await expect(open('a.parquet', 'PAR1 and no more')).rejects.toThrow(
      'a.parquet: cannot be read as Parquet',
    );
  });
});

test('without an ending that tells, a file is what it begins as', async () => {
  expect((await open('a', '\n {"a":1}\n')).columns).toEqual(['a']);
  expect((await open('b.dat', 'a,b\n1,2\n')).columns).toEqual(['a', 'b']);
  await expect(open('c', 'PAR1....')).rejects.toThrow('c: cannot be read as Parquet');
});

test('a file that is not there is named', async () => {
  await expect(openTable({ path: `${bench.dir}/none.csv`, name: 'none.csv' })).rejects.toMatchObject({
    message: 'none.csv: there is no such file',
    exitCode: 2,
  });
});

test.each(['a.csv', 'a.jsonl'])('%s is refused when it changes between two readings', async (name) => {
  const file = await open(name, '{"a":1}\n{"a":2}\n');
  appendFileSync(`${bench.dir}/${name}`, '{"a":3}\n');
  await expect(Array.fromAsync(file.rows())).rejects.toThrow(`${name}: the file changed while it was read`);
});
