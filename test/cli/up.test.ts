import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeBundle } from './bundle.ts';
import { aljibe, start } from './program.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'aljibe-up-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('a platform at work', () => {
  let up: ReturnType<typeof start>;
  const env = () => ({ ALJIBE_DIR: join(dir, 'state') });

  beforeAll(async () => {
    up = start(['up', '--students', '20', '--rate', '20', '--seed', '3', '--port', '0'], env());
    up.stdout.resume();
    for await (const line of createInterface({ input: up.stderr })) {
      if (line.startsWith('ready')) break;
    }
    up.stderr.resume();
  });
  afterAll(() => up.kill('SIGKILL'));

  test('is equal in source, lake and query cluster while its school office writes', async () => {
    const { code, stdout } = await aljibe(['parity', '--json'], env());
    const report = JSON.parse(stdout) as { datasets: { dataset: string; source: number }[] };
    expect(code).toBe(0);
    expect(report.datasets.find(({ dataset }) => dataset === 'calendar_days')?.source).toBeGreaterThan(0);
  });

  test('takes commands that write from other processes', async () => {
    const bundle = writeBundle(join(dir, 'bundle'));
    expect(await aljibe(['load', 'oneroster', bundle, '--json'], env())).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect((await aljibe(['search', 'students', 'nunez gomez'], env())).stderr).toContain('1 of 1 row');
  });

  test('keeps what was read in a role, and how the rules of the contracts are kept', async () => {
    expect(await aljibe(['query', 'SELECT org_id FROM orgs', '--as', 'analyst'], env())).toMatchObject({
      code: 0,
    });
    const audit = 'SELECT act, role, outcome, rows FROM audit_events WHERE ended_at IS NOT NULL';
    expect(await firstRow(['query', audit, '--json'])).toEqual({
      act: 'read',
      role: 'analyst',
      outcome: 'done',
      rows: '5',
    });
    expect(await firstRow(['quality', 'orgs', '--history', '--json'])).toMatchObject({
      dataset: 'orgs',
      severity: expect.stringMatching(/^(error|warning|quarantine|hold)$/),
    });
  });

  /** What a command prints first, as soon as it prints any: behind the bus nothing says when it has arrived. */
  async function firstRow(line: readonly string[]): Promise<unknown> {
    for (let attempt = 0; attempt < 200; attempt++) {
      const [row] = JSON.parse((await aljibe([...line], env())).stdout) as unknown[];
      if (row !== undefined) return row;
    }
    return null;
  }

  test('refuses a second one on its directory', async () => {
    expect(await aljibe(['up'], env())).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('another aljibe is writing there'),
    });
  });

  test('tells its status', async () => {
    const { stdout } = await aljibe(['status', '--json'], env());
    expect(JSON.parse(stdout)).toMatchObject({
      running: true,
      portal: expect.stringMatching(/^http:\/\/localhost:\d+$/),
      source: { state: 'streaming' },
    });
  });

  test('stops cleanly when it is interrupted', async () => {
    up.kill('SIGINT');
    expect(await once(up, 'exit')).toEqual([0, null]);
    expect(existsSync(join(dir, 'state', 'aljibe.sock'))).toBe(false);
  });
});

test('up --once ends with the parity of everything', async () => {
  const child = start(['up', '--once', '--students', '10', '--dir', join(dir, 'once')]);
  const ended = once(child, 'exit');
  child.stderr.resume();
  expect(await text(child.stdout)).toMatch(
    /\nequal: [\d,]+ rows in 22 datasets, the same in source, lake and query cluster\n$/,
  );
  expect(await ended).toEqual([0, null]);
});

test('up whose reader has seen enough leaves no server behind', async () => {
  const state = join(dir, 'piped');
  const child = start(['up', '--once', '--students', '0', '--dir', state]);
  const ended = once(child, 'exit');
  child.stdout.resume();
  for await (const line of createInterface({ input: child.stderr })) {
    if (line === 'preparing the monolith') break;
  }
  child.stderr.destroy();
  expect(await ended).toEqual([130, null]);
  expect(existsSync(join(state, 'postgres', 'postmaster.pid'))).toBe(false);
});

test('up that is interrupted while it makes the school ends as such, and leaves no server behind', async () => {
  const state = join(dir, 'early');
  const child = start(['up', '--once', '--students', '10', '--dir', state]);
  const ended = once(child, 'exit');
  child.stdout.resume();
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    lines.push(line);
    if (line === 'preparing the monolith') child.kill('SIGINT');
  }
  expect(await ended).toEqual([130, null]);
  expect(lines.filter((line) => line.startsWith('error'))).toEqual([]);
  expect(existsSync(join(state, 'postgres', 'postmaster.pid'))).toBe(false);
});
