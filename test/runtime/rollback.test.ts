import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { duckdbEngine } from '../../analytics/engine/duckdb.ts';
import { fixedClock } from '../../base/clock.ts';
import { catalog } from '../../datasets/catalog.ts';
import type { WriterArgs, WriterName, WriterResult } from '../../runtime/commands.ts';
import { layoutOf } from '../../runtime/state.ts';
import { runWriter } from '../../runtime/writer.ts';
import { writeBundle } from '../cli/bundle.ts';

/** A state directory in which the only course was named twice, and what can be done with it. */
async function school() {
  const root = mkdtempSync(join(tmpdir(), 'aljibe-rollback-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const dir = join(root, 'state');
  const clock = fixedClock('2026-03-02T10:00:00Z');
  const run = <N extends WriterName>(name: N, args: WriterArgs<N>): Promise<WriterResult<N>> =>
    runWriter(name, args, { dir, clock, progress: () => {}, signal: new AbortController().signal });
  const courses = (...titles: string[]) => {
    const lines = titles.map((title, index) => `c${index},,,${title},MAT,esc`);
    const csv = ['sourcedId,status,dateLastModified,title,courseCode,orgSourcedId', ...lines].join('\n');
    clock.advance(60_000_000n);
    const path = writeBundle(join(root, 'bundle'), { 'courses.csv': csv });
    return run('load oneroster', { path, maxRemovals: 0.2, acceptRemovals: [] });
  };
  const titles = async () => {
    const engine = duckdbEngine({ dirs: layoutOf(dir), contracts: catalog });
    const answer = await engine.run('SELECT title FROM courses ORDER BY course_id');
    const rows: unknown[] = [];
    for await (const batch of answer.batches()) rows.push(...batch.flat());
    await answer.close();
    return rows;
  };
  await courses('Matemáticas', 'Física');
  await courses('Álgebra', 'Física');
  return { run, courses, titles };
}

describe('a rollback', () => {
  test('is refused to where the dataset is or never was; else tells whence, whither, and what it undid', async () => {
    const { run, titles } = await school();
    const refusal = (dataset: string, to: string) =>
      run('dataset rollback', { dataset, to }).catch((error: Error) => `${error.name}: ${error.message}`);
    expect(await refusal('courses', 'latest')).toMatch(
      /^UserError: courses: snapshot \d+ is the current one already$/,
    );
    expect(await refusal('courses', '2026-03-01')).toBe(
      'UserError: courses did not exist at 2026-03-01T00:00:00.000000Z',
    );
    expect(await refusal('incidents', 'latest')).toMatch(/^UserError: incidents has no/);
    expect(await run('dataset rollback', { dataset: 'courses', to: '2026-03-02T10:01' })).toMatchObject({
      dataset: 'courses',
      from: { committedAt: '2026-03-02T10:02:00.000000Z', updated: 1 },
      to: { committedAt: '2026-03-02T10:01:00.000000Z', inserted: 2 },
      undone: 1,
    });
    expect(await titles()).toEqual(['Matemáticas', 'Física']);
  });
});

describe('a dataset that is resumed', () => {
  test('had stood still, and has what was undone and what has come since', async () => {
    const { run, titles, courses } = await school();
    await run('dataset rollback', { dataset: 'courses', to: 'previous' });
    await courses('Álgebra', 'Química');
    expect(await titles()).toEqual(['Matemáticas', 'Física']);
    expect(await run('dataset resume', { dataset: 'courses', discard: false })).toMatchObject({
      discarded: false,
      undone: 1,
      from: { committedAt: '2026-03-02T10:01:00.000000Z' },
      to: { committedAt: '2026-03-02T10:03:00.000000Z', updated: 2 },
    });
    expect(await titles()).toEqual(['Álgebra', 'Química']);
    await expect(run('dataset resume', { dataset: 'courses', discard: false })).rejects.toThrow(
      'courses is not held',
    );
  });

  test('can go on without what was undone, until those keys change again', async () => {
    const { run, titles, courses } = await school();
    await run('dataset rollback', { dataset: 'courses', to: 'previous' });
    await courses('Álgebra', 'Química');
    expect(await run('dataset resume', { dataset: 'courses', discard: true })).toMatchObject({
      discarded: true,
      undone: 1,
    });
    expect(await titles()).toEqual(['Matemáticas', 'Química']);
    await courses('Geometría', 'Química');
    expect(await titles()).toEqual(['Geometría', 'Química']);
  });
});
