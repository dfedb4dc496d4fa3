import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalText, hash64 } from '../../../datasets/canonical.ts';
import {
  boolean,
  date,
  decimal,
  integer,
  json,
  list,
  struct,
  text,
  timestamp,
} from '../../../datasets/columns.ts';
import { defineDataset } from '../../../datasets/contract.ts';
import { type Engine, openEngine } from '../../../lake/duckdb.ts';
import { canonicalSql } from '../../../lake/sql/canonical.ts';

const optional = { es: 'x', optional: true } as const;
const oddities = defineDataset({
  name: 'oddities',
  kind: 'entity',
  version: 1,
  meaning: 'One of each type.',
  es: 'Rarezas',
  key: 'oddity_id',
  columns: {
    oddity_id: text('Key', { es: 'Clave' }),
    whole: integer('Whole', optional),
    amount: decimal(18, 4)('Amount', optional),
    flag: boolean('Flag', optional),
    day: date('Day', optional),
    instant: timestamp('Instant', optional),
    note: json('Note', optional),
    words: list({ kind: 'text' })('Words', optional),
    lists: list({ kind: 'list', of: { kind: 'text' } })('Lists', optional),
    pair: struct({ a: { kind: 'text' }, b: { kind: 'integer' } })('Pair', optional),
  },
  subjects: {},
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
});

const types: Record<string, string> = {
  oddity_id: 'VARCHAR',
  whole: 'BIGINT',
  amount: 'DECIMAL(18, 4)',
  flag: 'BOOLEAN',
  day: 'DATE',
  instant: 'TIMESTAMPTZ',
  note: 'VARCHAR',
  words: 'VARCHAR[]',
  lists: 'VARCHAR[][]',
  pair: 'STRUCT(a VARCHAR, b BIGINT)',
};

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const words = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0') && value.isWellFormed());
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const time = {
  noInvalidDate: true,
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
};
const rows = fc.record({
  oddity_id: words,
  whole: maybe(int64),
  amount: maybe(
    fc
      .tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.integer({ min: 0, max: 9999 }))
      .map(([whole, part]) => `${whole}.${String(part).padStart(4, '0')}`),
  ),
  flag: maybe(fc.boolean()),
  day: maybe(fc.date(time).map((at) => at.toISOString().slice(0, 10))),
  instant: maybe(fc.date(time).map((at) => at.toISOString().replace('Z', '007Z'))),
  note: maybe(words.map((value) => JSON.stringify({ value }))),
  words: maybe(fc.array(maybe(words))),
  lists: maybe(fc.array(maybe(fc.array(maybe(words))))),
  pair: maybe(fc.record({ a: maybe(words), b: maybe(int64) })),
});

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ spill: '' });
});
afterAll(() => engine.close());

/** The row's canonical text and hash as DuckDB computes them. */
async function inDuckDB(row: Record<string, unknown>) {
  const connection = await engine.connect();
  const casts = Object.entries(types).map(
    ([name, type]) => `from_json(j->'${name}', $${name})::${type} AS ${name}`,
  );
  const parameters = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, plainType(type)]));
  const reader = await connection.runAndReadAll(
    `WITH r AS (SELECT ${casts.join(', ')} FROM (SELECT $row::JSON AS j))
     SELECT ${canonicalSql(oddities)} AS text, md5_number_lower(${canonicalSql(oddities)})::VARCHAR AS hash FROM r`,
    { row: JSON.stringify(row), ...parameters },
  );
  connection.closeSync();
  return reader.getRowObjectsJson()[0];
}

/** Everything arrives as text within its shape and is cast afterwards. */
function plainType(type: string): string {
  if (type === 'VARCHAR[]') return '["VARCHAR"]';
  if (type === 'VARCHAR[][]') return '[["VARCHAR"]]';
  if (type.startsWith('STRUCT')) return '{"a":"VARCHAR","b":"VARCHAR"}';
  return '"VARCHAR"';
}

test('DuckDB makes the same text and the same hash of any row', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (row) => {
      const canonical = canonicalText(oddities, row);
      expect(await inDuckDB(row)).toEqual({ text: canonical, hash: String(hash64(canonical)) });
    }),
    { seed: 11, numRuns: 150 },
  );
});
