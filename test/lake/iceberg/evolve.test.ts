import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import {
  evolvedSchema,
  evolveSchema,
  restoreSchema,
  type SchemaChange,
} from '../../../lake/iceberg/evolve.ts';
import { newMetadata, type TableDefinition } from '../../../lake/iceberg/metadata.ts';
import { scanSql } from '../../../lake/iceberg/scan.ts';
import { currentSchema } from '../../../lake/iceberg/schema.ts';
import type { Table } from '../../../lake/iceberg/types.ts';
import { createTable } from '../../../lake/iceberg/versions.ts';
import { append, currentId, duckdb, instant, moments, rowsOf, temporaryFolder } from './support.ts';

const grades: TableDefinition = {
  fields: [
    { name: 'grade_id', required: true, type: 'string' },
    { name: 'score', required: false, type: 'decimal(5, 2)' },
    { name: 'comment', required: true, type: 'string' },
    { name: 'given', required: false, type: { struct: [{ name: 'by', required: false, type: 'string' }] } },
    {
      name: 'steps',
      required: false,
      type: { list: { struct: [{ name: 'n', required: false, type: 'long' }] }, elementRequired: false },
    },
  ],
  identifier: ['grade_id'],
  sortBy: 'grade_id',
};
const metadata = newMetadata(
  { ...grades, location: 'file:///grades' },
  'uuid',
  instant('2026-01-01T00:00:00Z'),
);

/** The columns after some changes as `id name type`, or the message of the refusal. */
function after(...changes: SchemaChange[]): unknown {
  try {
    const evolved = evolvedSchema(metadata, changes);
    const schema = evolved?.schemas?.at(-1);
    return schema?.fields.map(
      ({ id, name, required, type }) =>
        `${id} ${name}${required ? '!' : ''} ${typeof type === 'string' ? type : JSON.stringify(type)}`,
    );
  } catch (error) {
    return (error as Error).message;
  }
}

const given = '4 given {"type":"struct","fields":[{"id":6,"name":"by","required":false,"type":"string"}]}';
const steps =
  '5 steps {"type":"list","element-id":7,"element-required":false,' +
  '"element":{"type":"struct","fields":[{"id":8,"name":"n","required":false,"type":"long"}]}}';

test('a column is added at the end, behind another, or inside of a struct or a list', () => {
  expect(after({ kind: 'add', field: { name: 'day', required: false, type: 'date' } })).toEqual([
    '1 grade_id! string',
    '2 score decimal(5, 2)',
    '3 comment! string',
    given,
    steps,
    '9 day date',
  ]);
  expect(
    after({ kind: 'add', field: { name: 'day', required: false, type: 'date' }, after: 'score' }),
  ).toEqual(['1 grade_id! string', '2 score decimal(5, 2)', '9 day date', '3 comment! string', given, steps]);
  const inside = { name: 'at', required: false, type: 'timestamptz' } as const;
  expect((after({ kind: 'add', field: inside, within: 'given' }) as string[])[3]).toBe(
    given.replace(']}', ',{"id":9,"name":"at","required":false,"type":"timestamptz"}]}'),
  );
  expect((after({ kind: 'add', field: inside, within: 'steps.element' }) as string[])[4]).toBe(
    steps.replace(']}', ',{"id":9,"name":"at","required":false,"type":"timestamptz"}]}'),
  );
});

test('a column is renamed, widened, made optional, moved, dropped; its id stays', () => {
  expect(
    after(
      { kind: 'rename', from: 'comment', to: 'remark' },
      { kind: 'widen', name: 'score', type: 'decimal(9, 2)' },
      { kind: 'relax', name: 'remark' },
      { kind: 'drop', name: 'given' },
      { kind: 'reorder', names: ['grade_id', 'steps', 'remark', 'score'] },
    ),
  ).toEqual(['1 grade_id! string', steps, '3 remark string', '2 score decimal(9, 2)']);
});

test('a name that was dropped and comes back is another column', () => {
  expect(
    after(
      { kind: 'drop', name: 'comment' },
      { kind: 'add', field: { name: 'comment', required: false, type: 'long' }, after: 'score' },
    ),
  ).toEqual(['1 grade_id! string', '2 score decimal(5, 2)', '9 comment long', given, steps]);
});

test('a schema that the table had before is taken up again; no change makes no schema', () => {
  const renamed = evolvedSchema(metadata, [{ kind: 'rename', from: 'comment', to: 'remark' }]);
  expect(renamed).toMatchObject({ 'current-schema-id': 1, 'last-column-id': 8 });
  const back = evolvedSchema({ ...metadata, ...renamed }, [
    { kind: 'rename', from: 'remark', to: 'comment' },
  ]);
  expect(back).toEqual({ 'current-schema-id': 0, 'last-column-id': 8 });
  expect(evolvedSchema(metadata, [])).toBeNull();
});

test.each<[SchemaChange, string]>([
  [
    { kind: 'add', field: { name: 'day', required: true, type: 'date' } },
    'a new column must be optional, since old files lack it: day',
  ],
  [
    { kind: 'add', field: { name: 'SCORE', required: false, type: 'date' } },
    'there is a column SCORE already',
  ],
  [{ kind: 'rename', from: 'score', to: 'comment' }, 'there is a column comment already'],
  [{ kind: 'drop', name: 'points' }, 'there is no column points'],
  [{ kind: 'drop', name: 'grade_id' }, 'grade_id identifies or orders the rows; it cannot change'],
  [{ kind: 'drop', name: 'given.by' }, 'by is the only column of its struct'],
  [{ kind: 'relax', name: 'grade_id' }, 'grade_id identifies or orders the rows; it cannot change'],
  [{ kind: 'widen', name: 'score', type: 'decimal(4, 2)' }, 'score cannot become decimal(4, 2)'],
  [{ kind: 'widen', name: 'score', type: 'decimal(9, 3)' }, 'score cannot become decimal(9, 3)'],
  [{ kind: 'widen', name: 'comment', type: 'long' }, 'comment cannot become long'],
  [
    { kind: 'reorder', names: ['grade_id', 'score'] },
    'a new order must name every column once: grade_id, score',
  ],
  [{ kind: 'rename', from: 'score.by', to: 'x' }, 'score has no columns inside'],
  [{ kind: 'rename', from: 'steps.n', to: 'x' }, 'steps is a list; what is inside is steps.element'],
  [
    { kind: 'rename', from: 'given.by', to: 'who' },
    'file:///grades: a member of a struct must keep its name for good: who',
  ],
])('refused: %o', (change, message) => {
  expect(after(change)).toBe(message);
});

let connection: Awaited<ReturnType<typeof duckdb>>;
const folder = temporaryFolder();
beforeAll(async () => {
  connection = await duckdb();
});

test('files of every older schema read as the newest asks, and the past reads as it was', async () => {
  const at = moments();
  let table: Table = await createTable(join(folder, 'grades'), grades, at('2026-01-01T00:00:00Z'));
  table = await append(
    connection,
    table,
    'first',
    `SELECT 'g1' AS grade_id, 9.5 AS score, 'bien' AS comment, {'by': 'Núñez'} AS given, [{'n': 1}, {'n': 2}] AS steps`,
    at('2026-01-02T00:00:00Z'),
  );
  const first = currentId(table);
  table = await evolveSchema(
    table,
    [
      { kind: 'rename', from: 'comment', to: 'remark' },
      { kind: 'add', field: { name: 'comment', required: false, type: 'long' } },
      { kind: 'widen', name: 'score', type: 'decimal(18, 2)' },
      { kind: 'add', field: { name: 'at', required: false, type: 'timestamptz' }, within: 'given' },
      { kind: 'add', field: { name: 'done', required: false, type: 'boolean' }, within: 'steps.element' },
      { kind: 'reorder', names: ['grade_id', 'comment', 'score', 'steps', 'given', 'remark'] },
    ],
    at('2026-01-03T00:00:00Z'),
  );
  expect(currentSchema(table.metadata).fields.map((field) => field.id)).toEqual([1, 9, 2, 5, 4, 3]);
  table = await append(
    connection,
    table,
    'second',
    `SELECT 'g2' AS grade_id, 7 AS comment, 1234567890123456.78 AS score, [{'n': 3, 'done': true}] AS steps,
     {'by': NULL, 'at': TIMESTAMPTZ '1890-01-01 00:00:00.000001+00'} AS given, 'mal' AS remark`,
    at('2026-01-04T00:00:00Z'),
  );
  expect(await rowsOf(connection, table)).toEqual([
    {
      grade_id: 'g1',
      comment: null,
      score: '9.50',
      steps: [
        { n: '1', done: null },
        { n: '2', done: null },
      ],
      given: { by: 'Núñez', at: null },
      remark: 'bien',
    },
    {
      grade_id: 'g2',
      comment: '7',
      score: '1234567890123456.78',
      steps: [{ n: '3', done: true }],
      given: { by: null, at: '1890-01-01 00:00:00.000001+00' },
      remark: 'mal',
    },
  ]);
  expect(await rowsOf(connection, table, first)).toEqual([
    {
      grade_id: 'g1',
      score: '9.50',
      comment: 'bien',
      given: { by: 'Núñez' },
      steps: [{ n: '1' }, { n: '2' }],
    },
  ]);
});

test('filters see the values of the newest schema, also where old files store them narrower', async () => {
  const at = moments();
  let table: Table = await createTable(join(folder, 'filters'), grades, at('2026-01-01T00:00:00Z'));
  const row = (id: string, score: string) =>
    `SELECT '${id}' AS grade_id, ${score} AS score, 'x' AS comment, NULL AS given, NULL AS steps`;
  table = await append(connection, table, 'old', row('g1', '9.50'), at('2026-01-02T00:00:00Z'));
  table = await evolveSchema(
    table,
    [{ kind: 'widen', name: 'score', type: 'decimal(12, 2)' }],
    at('2026-01-03T00:00:00Z'),
  );
  table = await append(connection, table, 'new', row('g2', '1000000.00'), at('2026-01-04T00:00:00Z'));
  const found = async (where: string) => {
    const sql = `SELECT grade_id FROM ${await scanSql(table)} WHERE ${where} ORDER BY 1`;
    return (await connection.runAndReadAll(sql)).getRowsJson().flat();
  };
  expect(await found('score > 9.49')).toEqual(['g1', 'g2']);
  expect(await found('score = 9.5')).toEqual(['g1']);
  expect(await found('score >= 1000000')).toEqual(['g2']);
});

test('a table without files has columns and no rows; a folder named a=b makes no column', async () => {
  const at = moments();
  let table: Table = await createTable(join(folder, "dataset=it's [1]*"), grades, at('2026-01-01T00:00:00Z'));
  expect(await rowsOf(connection, table)).toEqual([]);
  table = await append(
    connection,
    table,
    'a',
    `SELECT 'g1' AS grade_id, 1 AS score, 'x' AS comment, NULL AS given, NULL AS steps`,
    at('2026-01-02T00:00:00Z'),
  );
  expect(await rowsOf(connection, table)).toEqual([
    { grade_id: 'g1', score: '1.00', comment: 'x', given: null, steps: null },
  ]);
});

test('a table goes back to the columns of before, with what its files hold of them', async () => {
  const at = moments();
  const dir = join(temporaryFolder(), 'restored');
  const first = await createTable(dir, grades, at('2026-01-01T00:00:00Z'));
  const row = `SELECT 'g1' AS grade_id, '7.50' AS score, 'well done' AS comment, NULL AS given, NULL AS steps`;
  const filled = await append(await duckdb(), first, 'g1', row, at('2026-01-02T00:00:00Z'));
  const changes: SchemaChange[] = [
    { kind: 'drop', name: 'comment' },
    { kind: 'rename', from: 'steps', to: 'path' },
    { kind: 'widen', name: 'score', type: 'decimal(9, 2)' },
  ];
  const changed = await evolveSchema(filled, changes, at('2026-01-03T00:00:00Z'));
  const restored = await restoreSchema(
    changed,
    filled.metadata['current-schema-id'],
    at('2026-01-04T00:00:00Z'),
  );
  const { fields } = currentSchema(restored.metadata);
  expect(fields.map(({ id, name }) => `${id} ${name}`)).toEqual([
    '1 grade_id',
    '2 score',
    '3 comment',
    '4 given',
    '5 steps',
  ]);
  // Files may have been written with the longer values.
  expect(fields[1]?.type).toBe('decimal(9, 2)');
  expect(await rowsOf(await duckdb(), restored)).toMatchObject([{ grade_id: 'g1', comment: 'well done' }]);
  const schemaId = restored.metadata['current-schema-id'];
  expect(await restoreSchema(restored, schemaId, at('2026-01-05T00:00:00Z'))).toBe(restored);
});
