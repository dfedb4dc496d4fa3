import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from '../../runtime/lock.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const module = JSON.stringify(join(import.meta.dirname, '../../runtime/lock.ts'));

test('one process has it; a second is refused at once', () => {
  const path = join(dir, 'lock.db');
  const lock = takeLock(path);
  const script = `import { takeLock } from ${module}; console.log(takeLock(${JSON.stringify(path)}) === null)`;
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })).toBe(
    'true\n',
  );
  lock?.release();
  expect(takeLock(path)).not.toBeNull();
});

test('a killed holder leaves no stale lock', async () => {
  const path = join(dir, 'lock.db');
  const script = `import { takeLock } from ${module}; globalThis.l = takeLock(${JSON.stringify(path)});
    console.log('held'); setInterval(() => {}, 1000)`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  expect(takeLock(path)).toBeNull();
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const lock = takeLock(path);
  expect(lock).not.toBeNull();
  lock?.release();
});

test('a file that is no lock any more is named; it holds nothing and may go', () => {
  const path = join(dir, 'lock.db');
  writeFileSync(path, 'not a database, but long enough to be looked at as one '.repeat(100));
  expect(() => takeLock(path)).toThrow(
    expect.objectContaining({
      message: `${path}: the database is damaged (file is not a database)`,
      hint: 'Remove the file: it holds nothing.',
    }),
  );
});
