import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { text } from '../../../datasets/columns.ts';
import { defineDataset } from '../../../datasets/contract.ts';
import { curatedDir, tombstonesDir } from '../../../lake/dirs.ts';
import { ask } from '../../../lake/duckdb.ts';
import { findRows, findTraces, indexSubjects, listRaw } from '../../../lake/erasure/find.ts';
import { forgetHistory } from '../../../lake/erasure/history.ts';
import { scrubRaw } from '../../../lake/erasure/raw.ts';
import { openSubjectIndex } from '../../../lake/erasure/subjects.ts';
import { hideTombstones } from '../../../lake/erasure/tombstones.ts';
import { scanSql } from '../../../lake/iceberg/scan.ts';
import type { Table } from '../../../lake/iceberg/types.ts';
import { openTable } from '../../../lake/iceberg/versions.ts';
import { type TestLake, testLake } from '../support.ts';

const lessons = defineDataset({
  name: 'lessons',
  kind: 'fact',
  version: 1,
  meaning: 'A lesson.',
  es: 'Lecciones',
  key: 'lesson_id',
  columns: {
    lesson_id: text('Key', { es: 'Clave', reveals: 'identity' }),
    student_id: text('Student', { es: 'Alumno', reveals: 'identity' }),
  },
  subjects: { student: 'student_id' },
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
});
const ana = [{ person: 'student', key: 'ana "la 1ª"' }] as const;
const lesson = (key: string, student: string) => ({ lesson_id: key, student_id: student });

/** Three flushes: rows of Ana in the first, of Eva in the second, and in the third Ana's deletes. */
async function school(): Promise<TestLake> {
  const lake = await testLake();
  const { bus } = lake;
  bus.put(lessons, 'l1', lesson('l1', 'ana "la 1ª"'));
  bus.put(lessons, 'l1', lesson('l1', 'ana "la 1ª"'));
  bus.put(lessons, 'l2', lesson('l2', 'eva'));
  bus.put(lessons, 'l3', lesson('l3', 'ana "la 1ª"'));
  await lake.settle(lessons);
  bus.put(lessons, 'l4', lesson('l4', 'eva'));
  await lake.settle(lessons);
  bus.put(lessons, 'l1', null);
  // What was Ana's lesson becomes Eva's before it goes.
  bus.put(lessons, 'l3', lesson('l3', 'eva'));
  bus.put(lessons, 'l3', null);
  await lake.settle(lessons);
  await indexSubjects({ ...lake, contracts: [lessons] });
  return lake;
}
const find = (lake: TestLake) => findTraces(ana, { ...lake, contracts: [lessons] });
const anaTraces = [
  { key: 'l1', version: 1 },
  { key: 'l1', version: 2 },
  { key: 'l1', version: 3 },
  { key: 'l3', version: 1 },
];
const byKey = <T extends { key: string; version: number }>(traces: readonly T[]) =>
  [...traces].sort((a, b) => a.key.localeCompare(b.key) || a.version - b.version);

async function rawEvents({ dirs, engine }: TestLake) {
  const connection = await engine.connect();
  const paths = listRaw(dirs).map(({ path }) => `'${join(dirs.raw, path)}'`);
  const events = await ask<{ seq: number; key: string; version: number }>(
    connection,
    `SELECT seq, "key", "version" FROM read_parquet([${paths.join(', ')}]) ORDER BY seq`,
  );
  connection.closeSync();
  return events.map(({ seq, key, version }) => `${seq} ${key}@${version}`);
}

describe('finding', () => {
  test('reads every version that names a person, and the delete that followed on one', async () => {
    const traces = await find(await school());
    expect([...traces.keys()]).toEqual(['lessons']);
    expect(byKey(traces.get('lessons') ?? [])).toEqual(anaTraces);
  });

  test('answers what each version said', async () => {
    const lake = await school();
    const rows = await findRows(ana, { ...lake, contracts: [lessons] });
    expect(rows.get('lessons')?.map(({ key, version, row }) => [key, version, JSON.parse(row)])).toEqual([
      ['l1', 2, lesson('l1', 'ana "la 1ª"')],
      ['l1', 1, lesson('l1', 'ana "la 1ª"')],
      ['l3', 1, lesson('l3', 'ana "la 1ª"')],
    ]);
  });

  test('looks at the files alone that hold them, of which the index tells without a name', async () => {
    const lake = await school();
    const index = openSubjectIndex(lake.dirs);
    const [first, , third] = listRaw(lake.dirs).map(({ path }) => path);
    expect([...index.filesWith(['student:ana "la 1ª"'])]).toEqual([first]);
    expect([...index.filesWith(['deleted lessons:l1'])]).toEqual([third]);
    expect(index.missing(listRaw(lake.dirs))).toEqual([]);
    index.close();
    for (const name of readdirSync(lake.dirs.raw).filter((name) => name.startsWith('subjects.db'))) {
      expect(readFileSync(join(lake.dirs.raw, name)).includes('la 1')).toBe(false);
    }
  });
});

test('the raw zone is left without them, and with every other event as it was', async () => {
  const lake = await school();
  const traces = await find(lake);
  expect(await scrubRaw(ana, traces, lake)).toMatchObject({ events: 4, files: 2 });
  expect(await rawEvents(lake)).toEqual(['3 l2@1', '5 l4@1', '7 l3@2', '8 l3@3']);
  expect(listRaw(lake.dirs).map(({ rows }) => rows)).toEqual([1, 1, 2]);
  expect(await find(lake)).toEqual(new Map());
  expect(await scrubRaw(ana, traces, lake)).toMatchObject({ events: 0, files: 0 });
});

describe('tombstones whose keys are hidden', () => {
  async function hidden() {
    const lake = await school();
    expect(await hideTombstones('lessons', anaTraces, lake)).toBe(1);
    return lake;
  }

  test('tell nobody of whom', async () => {
    const lake = await hidden();
    const table = (await openTable(tombstonesDir(lake.dirs, 'lessons'))) as Table;
    const connection = await lake.engine.connect();
    const keys = await ask<{ key: string }>(
      connection,
      `SELECT "key" FROM ${await scanSql(table)} ORDER BY 1 DESC`,
    );
    connection.closeSync();
    expect(keys).toEqual([{ key: 'l3' }, { key: expect.stringMatching(/^erased:[0-9a-f]{64}$/) }]);
    expect(await hideTombstones('lessons', anaTraces, lake)).toBe(0);
  });

  test('go on barring what is older, and nothing that is newer', async () => {
    const lake = await hidden();
    lake.bus.put(lessons, 'l1', lesson('l1', 'ana "la 1ª"'), { version: 2 });
    await lake.settle(lessons);
    expect((await lake.rows(lessons)).map(({ lesson_id }) => lesson_id)).toEqual(['l2', 'l4']);
    lake.bus.put(lessons, 'l1', lesson('l1', 'leo'), { version: 4 });
    await lake.settle(lessons);
    expect((await lake.rows(lessons)).map(({ lesson_id }) => lesson_id)).toEqual(['l1', 'l2', 'l4']);
  });
});

test('a table without its history has its rows, and no file of before', async () => {
  const lake = await school();
  const dir = curatedDir(lake.dirs, 'lessons');
  const before = await lake.rows(lessons);
  expect(await forgetHistory(dir, lake.clock)).toMatchObject({ snapshots: 3 });
  expect(await lake.rows(lessons)).toEqual(before);
  const { metadata } = await lake.table(lessons);
  expect(metadata.snapshots).toHaveLength(1);
  expect(readdirSync(join(dir, 'data'))).toHaveLength(1);
  const manifests = readdirSync(join(dir, 'metadata')).filter((name) => name.endsWith('.avro'));
  expect(manifests.filter((name) => readFileSync(join(dir, 'metadata', name)).includes('ana'))).toEqual([]);
  // What comes later goes on from the checkpoint.
  lake.bus.put(lessons, 'l5', lesson('l5', 'eva'));
  expect(await lake.settle(lessons)).toMatchObject({ inserted: 1, updated: 0, deleted: 0 });
});
