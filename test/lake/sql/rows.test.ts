import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exactObjects } from '../../../lake/exact.ts';
import { parseMoment } from '../../../lake/sql/moments.ts';
import { datasetRows, sampleRows, writeParquet } from '../../../lake/sql/rows.ts';
import { notes, specimen, specimens, type TestLake, testLake } from '../support.ts';
import { emptyLake, rowsOf } from './support.ts';

async function lakeOfNotes(count: number): Promise<TestLake> {
  const lake = await testLake();
  for (let index = 0; index < count; index++) {
    const note_id = String(index).padStart(3, '0');
    lake.bus.put(notes, note_id, { note_id, body: null });
  }
  await lake.settle(notes);
  return lake;
}

async function sampled(lake: Pick<TestLake, 'dirs'>, limit: number, seed?: number) {
  const options = { limit, threads: 2, ...(seed === undefined ? {} : { seed }) };
  const answer = await sampleRows(lake.dirs, notes, options);
  onTestFinished(() => answer.close());
  return (await rowsOf(answer)).map(([key]) => key);
}

describe('a sample', () => {
  test('is drawn by its seed, the same each time, in the order of keys', async () => {
    const lake = await lakeOfNotes(100);
    expect(await sampled(lake, 5)).toEqual(['014', '050', '074', '075', '086']);
    expect(await sampled(lake, 5)).toEqual(await sampled(lake, 5, 1));
    expect(await sampled(lake, 5, 2)).not.toEqual(await sampled(lake, 5));
  });

  test('is everything when there is no more, and nothing where there is nothing', async () => {
    expect(await sampled(await lakeOfNotes(2), 5)).toEqual(['000', '001']);
    expect(await sampled(emptyLake, 5)).toEqual([]);
  });
});

test('all rows, with their versions, as of a moment', async () => {
  const lake = await lakeOfNotes(1);
  lake.clock.advance(1_000_000n);
  lake.bus.put(notes, '000', { note_id: '000', body: 'new' });
  await lake.settle(notes);
  const rows = async (at: string) => {
    const answer = await datasetRows(lake.dirs, notes, { at: parseMoment(at), threads: 2 });
    onTestFinished(() => answer.close());
    return rowsOf(answer);
  };
  expect(await rows('latest')).toEqual([['000', 'new', '2', '2026-03-01T10:00:01.000000Z']]);
  expect(await rows('2026-03-01T10:00:00')).toEqual([['000', null, '1', '2026-03-01T10:00:00.000000Z']]);
});

test('a Parquet file has the types of the columns', async () => {
  const lake = await testLake();
  const row = specimen('s', {
    amount: '9223372036854775807',
    price: '-999999999999999.999',
    day: '0001-01-01',
    moment: '9999-12-31T23:59:59.999999Z',
    home: { street: '', since: null, spots: ['1.50'] },
  });
  lake.bus.put(specimens, 's', row);
  await lake.settle(specimens);
  const path = join(lake.dirs.raw, "it's.parquet");
  await writeParquet(path, lake.dirs, specimens, { threads: 2 });
  const connection = await lake.engine.connect();
  onTestFinished(() => connection.closeSync());
  const file = `read_parquet('${path.replace("'", "''")}')`;
  expect(await exactObjects(connection, `SELECT * EXCLUDE (_version, _changed_at) FROM ${file}`)).toEqual([
    row,
  ]);
  const types = await exactObjects(connection, `SELECT column_type FROM (DESCRIBE FROM ${file})`);
  expect(types.map(({ column_type }) => column_type)).toEqual([
    'VARCHAR',
    'VARCHAR',
    'BIGINT',
    'DECIMAL(18,3)',
    'BOOLEAN',
    'DATE',
    'TIMESTAMP WITH TIME ZONE',
    'VARCHAR',
    'VARCHAR[]',
    'BIGINT[]',
    'STRUCT(street VARCHAR, since DATE, spots DECIMAL(5,2)[])',
    'BIGINT',
    'TIMESTAMP WITH TIME ZONE',
  ]);
});
