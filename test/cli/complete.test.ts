import { expect, test } from 'vitest';
import { commands } from '../../cli/commands.js';
import { complete } from '../../cli/complete.js';

const words = async (...line: string[]) =>
  (
    await complete(line, async () => [
      ['students', 'Pupils'],
      ['teachers', 'Those who teach'],
    ])
  ).map(([word]) => word);

test('the first word is a command or the first of two', async () => {
  const first = new Set(Object.keys(commands).map((name) => name.split(' ')[0]));
  expect((await words('')).sort()).toEqual([...first].sort());
});

test('the second word is one of its group', async () => {
  expect(await words('quarantine', '')).toEqual(['list', 'show', 'replay']);
});

test('an argument that is a dataset is completed from the contracts', async () => {
  expect(await words('--dir', 'D', 'dataset', 'show', '')).toEqual(['students', 'teachers']);
});

test('an option that names a dataset too', async () => {
  expect(await words('load', 'oneroster', 'x', '--accept-removals', '')).toEqual(['students', 'teachers']);
});

test('an option with choices offers them', async () => {
  expect(await words('query', 'SELECT 1', '--format', 'a')).toEqual([
    'table',
    'json',
    'jsonl',
    'csv',
    'arrow',
  ]);
});

test('behind a dash are the options that are not there yet', async () => {
  expect(await words('dataset', 'diff', 'students', '--from', '1', '--')).toEqual([
    '--to',
    '--json',
    '--dir',
    '--verbose',
  ]);
});

test('what may be anything is left to the shell', async () => {
  expect(await words('load', 'documents', '')).toEqual([]);
  expect(await words('unknown', '')).toEqual([]);
});
