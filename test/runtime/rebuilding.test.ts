import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { perform } from '../../runtime/commands.ts';
import { openPlatform } from '../../runtime/platform.ts';
import { clock, folder, run, school, silent } from './backup/school.ts';

test('every table and every index is rebuilt, and everything is as it was', async () => {
  const { state } = await school(folder());
  const tables = await run(state, 'rebuild', { datasets: [], index: false });
  expect(tables.filter(({ rows }) => rows > 0)).toEqual([
    { dataset: 'orgs', recovered: 0, rows: 1 },
    { dataset: 'academic_sessions', recovered: 0, rows: 1 },
    { dataset: 'courses', recovered: 0, rows: 1 },
    { dataset: 'classes', recovered: 0, rows: 1 },
    { dataset: 'teachers', recovered: 0, rows: 1 },
    { dataset: 'students', recovered: 0, rows: 2 },
    { dataset: 'school_enrollments', recovered: 0, rows: 3 },
    { dataset: 'enrollments', recovered: 0, rows: 2 },
    { dataset: 'teaching_assignments', recovered: 0, rows: 1 },
    { dataset: 'documents', recovered: 0, rows: 1 },
    // That somebody began to rebuild.
    { dataset: 'audit_events', recovered: 0, rows: 1 },
  ]);
  const indexes = await run(state, 'rebuild', { datasets: [], index: true });
  const others = (all: typeof tables) => all.filter(({ dataset }) => dataset !== 'audit_events');
  expect(others(indexes)).toEqual(others(tables));
  expect((await run(state, 'parity', {})).equal).toBe(true);
}, 60_000);

test('a table that nothing can be merged into any more is mended, with what was waiting', async () => {
  const root = folder();
  const { state } = await school(root);
  const data = join(state, 'curated', 'documents', 'data');
  for (const name of readdirSync(data)) writeFileSync(join(data, name), 'torn');
  writeFileSync(join(root, 'circulars', 'menu.txt'), 'Lentejas\n');
  const load = { path: join(root, 'circulars', 'menu.txt') };
  await expect(run(state, 'load documents', load)).rejects.toThrow(/documents/);
  const [documents] = await run(state, 'rebuild', { datasets: ['documents'], index: false });
  expect(documents).toEqual({ dataset: 'documents', recovered: 0, rows: 2 });
  expect((await run(state, 'parity', {})).equal).toBe(true);
});

test('rebuilds and backups take turns', async () => {
  const root = folder();
  const { state } = await school(root);
  const platform = await openPlatform(state, clock, { failed: () => {}, progress: () => {} });
  if (!platform) throw new Error('locked');
  const order: string[] = [];
  const told = (what: string) => ({
    ...silent,
    progress: () => {
      if (order.at(-1) !== what) order.push(what);
    },
  });
  await Promise.all([
    perform(platform, 'rebuild', { datasets: ['students', 'classes'], index: false }, told('rebuild')),
    perform(platform, 'backup', { to: `${root}/backup` }, told('backup')),
    perform(platform, 'rebuild', { datasets: ['students'], index: true }, told('index')),
  ]);
  await platform.close();
  // Each of them reports several steps; none reports while another is at work.
  expect(order.toSorted()).toEqual(['backup', 'index', 'rebuild']);
});

test('a dataset that does not exist is named before anything is done', async () => {
  const { state } = await school(folder());
  await expect(
    run(state, 'rebuild', { datasets: ['classes', 'studens'], index: false }),
  ).rejects.toMatchObject({
    message: expect.stringContaining('studens'),
    exitCode: 2,
  });
});
