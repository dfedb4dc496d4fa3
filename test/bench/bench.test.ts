import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { chartOf } from './chart.ts';

const script = fileURLToPath(new URL('./run.ts', import.meta.url));

test('every bench measures something, also where there is next to nothing to measure', {
  timeout: 120_000,
}, () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--quick', '--json'], {
    encoding: 'utf8',
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  const figures = JSON.parse(stdout) as { bench: string; value: number }[];
  expect([...new Set(figures.map(({ bench }) => bench))]).toEqual([
    'backlog',
    'curate',
    'dialect',
    'erase',
    'feeder',
    'freshness',
    'help',
    'marts',
  ]);
  for (const { value } of figures) expect(value).toBeGreaterThanOrEqual(0);
});

test('a chart draws each figure as a share of what its bar allows', () => {
  const chart = chartOf([
    { bench: 'a', what: 'half of it', value: 30, unit: 'ms', bar: { atMost: 60 } },
    { bench: 'a', what: 'twice <as fast>', value: 24_000, unit: 'rows/s', bar: { atLeast: 12_000 } },
    {
      bench: 'a',
      what: 'too slow',
      value: 4,
      unit: 's',
      peer: { what: 'one', value: 2 },
      bar: { atMost: 1.5 },
    },
    { bench: 'a', what: 'without a bar', value: 1, unit: 's' },
  ]);
  const rects = [...chart.matchAll(/<rect class="(\w+)" .*?width="(\d+)"/g)].map(([, kept, width]) => [
    kept,
    width,
  ]);
  expect(rects).toEqual([
    ['kept', '90'],
    ['kept', '90'],
    ['missed', '240'],
  ]);
  expect(chart).toContain('twice &lt;as fast>');
  expect(chart).toContain('too slow, beside one');
  expect(chart).toContain('2 times');
  expect(chart).not.toContain('without a bar');
});
