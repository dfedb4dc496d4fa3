import { expect, test } from 'vitest';
import { type Again, createStage } from '../../runtime/stage.ts';

/** A stage whose steps the test plays one by one. */
function scripted(steps: (() => Again)[]) {
  const calls: boolean[] = [];
  let finished: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    finished = resolve;
  });
  const failures: string[] = [];
  const stage = createStage({
    name: 'index',
    onFailure: (name, error) => failures.push(`${name}: ${(error as Error).message}`),
    step: async (urgent) => {
      calls.push(urgent);
      const next = steps.shift();
      if (steps.length === 0) finished();
      return next ? next() : { withinMs: 60_000 };
    },
  });
  return { stage, calls, failures, done };
}
const idle = (): Again => ({ withinMs: 60_000 });
const fail = () => {
  throw new Error('disk is full');
};

test('settling works until nothing is left', async () => {
  const { stage, calls } = scripted([() => 'now', () => 'now', idle]);
  await stage.settle();
  expect(calls).toEqual([true, true, true]);
});

test('settling ends at the place that was asked for, though more keeps coming', async () => {
  let reached = 0;
  const stage = createStage({
    name: 'raw',
    step: async () => {
      reached += 2;
      return 'now';
    },
    reached: () => reached,
  });
  await stage.settle(5);
  expect(reached).toBe(6);
});

test('what goes wrong while it settles is thrown to whoever waits, and told as well', async () => {
  const { stage, failures } = scripted([fail]);
  await expect(stage.settle()).rejects.toThrow('disk is full');
  expect(failures).toEqual(['index: disk is full']);
  expect(stage.failure()?.message).toBe('disk is full');
});

test('a started stage goes on while there is more to do', async () => {
  const { stage, calls, done } = scripted([() => 'now', () => 'now', idle]);
  stage.start();
  await done;
  await stage.stop();
  expect(calls.slice(0, 3)).toEqual([false, false, false]);
});

test('waking it cuts its rest short', async () => {
  const { stage, calls, done } = scripted([idle, idle]);
  stage.start();
  stage.wake();
  await done;
  await stage.stop();
  expect(calls.length).toBeGreaterThanOrEqual(2);
});

test('a failure is told, kept, and tried again by itself', async () => {
  const { stage, failures, done } = scripted([fail, idle]);
  stage.start();
  await done;
  expect(failures).toEqual(['index: disk is full']);
  await stage.stop();
  expect(stage.failure()).toBeNull();
});

test('steps never overlap, whoever asks for them', async () => {
  let running = 0;
  let most = 0;
  const stage = createStage({
    name: 'raw',
    step: async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return { withinMs: 60_000 };
    },
  });
  stage.start();
  await Promise.all([stage.settle(), stage.settle(), stage.settle()]);
  await stage.stop();
  expect(most).toBe(1);
});
