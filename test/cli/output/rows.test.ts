import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type RowFormat, type Rows, writeRows } from '../../../cli/output/rows.ts';

const columns = [{ title: 'id', right: true }, { title: 'name' }, { title: 'grades' }];
const batches = [
  [
    ['9223372036854775807', 'Núñez, "Ángel"', ['8.50', null]],
    ['2', '', []],
  ],
  [['3', null, null]],
];

async function written(format: RowFormat, rows: Rows): Promise<string> {
  const stream = new PassThrough();
  const all = text(stream);
  await writeRows(stream as unknown as NodeJS.WriteStream, format, rows);
  stream.end();
  return all;
}

test('json is an array of row objects, a row a line', async () => {
  expect(await written('json', { columns, batches })).toBe(
    `[
  {"id":"9223372036854775807","name":"Núñez, \\"Ángel\\"","grades":["8.50",null]},
  {"id":"2","name":"","grades":[]},
  {"id":"3","name":null,"grades":null}
]
`,
  );
});

test('json without rows is an empty array', async () => {
  expect(await written('json', { columns, batches: [] })).toBe('[]\n');
});

test('jsonl is an object a line', async () => {
  expect(await written('jsonl', { columns, batches: [batches[1] ?? []] })).toBe(
    '{"id":"3","name":null,"grades":null}\n',
  );
});

test('csv keeps the empty text apart from a missing value', async () => {
  expect(await written('csv', { columns, batches })).toBe(
    `id,name,grades
9223372036854775807,"Núñez, ""Ángel""","[""8.50"",null]"
2,"",[]
3,,
`,
  );
});

test('a table is printed batch by batch under one heading', async () => {
  expect(await written('table', { columns, batches })).toBe(
    `                 id  name            grades
9223372036854775807  Núñez, "Ángel"  8.50, null
                  2
                  3  null            null
`,
  );
});

test('a table without rows is its headings', async () => {
  expect(await written('table', { columns, batches: [] })).toBe('id  name  grades\n');
});
