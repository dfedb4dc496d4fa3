import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../base/errors.ts';
import { handOver, type Perform, type Progress, serveHandover } from '../../runtime/handover.ts';
import { layoutOf } from '../../runtime/state.ts';

let dir: string;
let server: { close(): Promise<void> } | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'handover-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(dir, { recursive: true });
});

const serve = async (perform: Perform, at = dir) => {
  server = await serveHandover(layoutOf(at), perform);
};
const ask = (steps: Progress[] = [], at = dir) =>
  handOver(layoutOf(at), { command: 'load', args: { path: 'a' } }, (step) => steps.push(step));

test('a command runs there; its progress and its result come back', async () => {
  await serve(async ({ command, args }, progress) => {
    progress({ step: 'read', done: 1, total: 2 });
    return { command, args };
  });
  const steps: Progress[] = [];
  expect(await ask(steps)).toEqual({ result: { command: 'load', args: { path: 'a' } } });
  expect(steps).toEqual([{ step: 'read', done: 1, total: 2 }]);
});

test('nobody listens: null, so that the caller does the work itself', async () => {
  expect(await ask()).toBeNull();
});

test('a mistake of the user arrives as one', async () => {
  await serve(async () => {
    throw new UserError('users.csv:3: no key', { hint: 'Add one.', exitCode: 2 });
  });
  await expect(ask()).rejects.toMatchObject({
    name: 'UserError',
    message: 'users.csv:3: no key',
    hint: 'Add one.',
    exitCode: 2,
  });
});

test('a defect arrives as a defect, with the stack of where it happened', async () => {
  await serve(async () => {
    throw new TypeError('x is not a function');
  });
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(error).not.toBeInstanceOf(UserError);
  expect((error as Error).stack).toContain('handover.test.ts');
});

test('a server that goes away in the middle is told as such', async () => {
  await serve(async () => {
    await server?.close();
    server = undefined;
  });
  await expect(ask()).rejects.toThrow('stopped before it had finished');
});

test('a caller that goes away aborts its command', async () => {
  const aborted = Promise.withResolvers<string>();
  const controller = new AbortController();
  await serve(async (_request, progress, signal) => {
    signal.addEventListener('abort', () => aborted.resolve('aborted'));
    progress({ step: 'begun' });
    await aborted.promise;
  });
  const call = handOver(
    layoutOf(dir),
    { command: 'load', args: {} },
    () => controller.abort(),
    controller.signal,
  );
  await expect(call).rejects.toThrow('stopped');
  expect(await aborted.promise).toBe('aborted');
});

test('a directory whose path is too long for a socket works too', async () => {
  const deep = join(dir, 'x'.repeat(120));
  mkdirSync(deep);
  await serve(async () => 'here', deep);
  expect(await ask([], deep)).toEqual({ result: 'here' });
});
