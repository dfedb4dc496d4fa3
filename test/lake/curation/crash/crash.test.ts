import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { curatedDir, spillDir } from '../../../../lake/dirs.ts';
import { openEngine } from '../../../../lake/duckdb.ts';
import { exactObjects } from '../../../../lake/exact.ts';
import { dataFiles } from '../../../../lake/iceberg/files.ts';
import { scanSql } from '../../../../lake/iceberg/scan.ts';
import type { Table } from '../../../../lake/iceberg/types.ts';
import { openTable } from '../../../../lake/iceberg/versions.ts';
import { openRawFiles } from '../../../../lake/raw/files.ts';
import { history } from './history.ts';

const writer = fileURLToPath(new URL('./writer.ts', import.meta.url));

/** Runs a writer and kills it as it begins its nth step; without a number it runs to its end. */
function run(dir: string, killAt: number): Promise<readonly string[]> {
  const child: ChildProcess = spawn(process.execPath, [writer, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const steps: string[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (step) => {
    steps.push(step);
    if (steps.length === killAt) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(steps));
  });
}

test('a writer that is killed again and again loses nothing and repeats nothing', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'aljibe-crash-'));
  const dirs = {
    raw: join(dir, 'raw'),
    curated: join(dir, 'curated'),
    tombstones: join(dir, 'tombstones'),
    keys: join(dir, 'keys'),
  };
  for (const folder of Object.values(dirs)) mkdirSync(folder);
  const engine = await openEngine({ spill: spillDir(dirs) });
  onTestFinished(() => {
    engine.close();
    rmSync(dir, { recursive: true, force: true });
  });

  for (const killAt of [1, 2, 4, 5, 3, 7, 6, 2, 8]) {
    expect((await run(dir, killAt)).length).toBeGreaterThanOrEqual(killAt);
  }
  expect((await run(dir, Number.POSITIVE_INFINITY)).at(-1)).toBe('end');

  const { bus, expected } = history();
  const files = openRawFiles(dirs.raw, { readOnly: true });
  expect(files.checkpoint()).toBe(bus.head());
  const listed = files.list();
  files.close();
  expect(listed.every(({ path }) => existsSync(join(dirs.raw, path)))).toBe(true);
  const connection = await engine.connect();
  const paths = listed.map(({ path }) => `'${join(dirs.raw, path)}'`);
  const raw = await exactObjects(
    connection,
    `SELECT seq FROM read_parquet([${paths.join(', ')}]) ORDER BY seq`,
  );
  expect(raw.map(({ seq }) => Number(seq))).toEqual(
    Array.from({ length: bus.head() }, (_, index) => index + 1),
  );

  const table = (await openTable(curatedDir(dirs, 'notes'))) as Table;
  const rows = await exactObjects(connection, `SELECT note_id, body FROM ${await scanSql(table)}`);
  connection.closeSync();
  expect(rows.map(({ note_id, body }) => `${note_id} ${body}`).sort()).toEqual(expected);
  expect((await dataFiles(table)).every(({ path }) => existsSync(join(table.dir, path)))).toBe(true);
}, 60_000);
