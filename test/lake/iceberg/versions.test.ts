import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Table } from '../../../lake/iceberg/types.ts';
import { CommitConflict, createTable, openTable, publish } from '../../../lake/iceberg/versions.ts';
import { moments, notes, temporaryFolder } from './support.ts';

const folder = temporaryFolder();

/** A table of three versions. */
async function threeVersions(name: string): Promise<Table> {
  const at = moments();
  let table = await createTable(join(folder, name), notes, at('2026-01-01T00:00:00Z'));
  for (const marker of ['second', 'third']) {
    table = await publish(table, { ...table.metadata, properties: { marker } }, at('2026-01-02T00:00:00Z'));
  }
  return table;
}

const hint = (table: Table) => join(table.dir, 'metadata/version-hint.text');

async function newest(table: Table) {
  const opened = await openTable(table.dir);
  return [opened?.version, opened?.metadata.properties.marker];
}

test('a folder without a table opens as null', async () => {
  expect(await openTable(join(folder, 'nowhere'))).toBeNull();
});

test('a table is created once', async () => {
  const table = await threeVersions('once');
  await expect(createTable(table.dir, notes, moments()('2026-01-01T00:00:00Z'))).rejects.toThrow(
    CommitConflict,
  );
  expect(await newest(table)).toEqual([3, 'third']);
});

test.each([
  ['was not written any more', (table: Table) => writeFileSync(hint(table), '2')],
  ['is gone', (table: Table) => rmSync(hint(table))],
  ['is empty', (table: Table) => writeFileSync(hint(table), '')],
  ['is garbage', (table: Table) => writeFileSync(hint(table), 'three')],
  ['points to a version that is not there', (table: Table) => writeFileSync(hint(table), '9')],
])('the newest version is found when the hint %s', async (reason, harm) => {
  const table = await threeVersions(`hint ${reason}`);
  harm(table);
  expect(await newest(table)).toEqual([3, 'third']);
});

test('a torn metadata file that was never linked is no version, and the next change leaves a whole one', async () => {
  const table = await threeVersions('torn');
  writeFileSync(join(table.dir, 'metadata/00000000-0000-4000-8000-00000000dead.aside'), '{"format-ver');
  expect(await newest(table)).toEqual([3, 'third']);
  const at = moments();
  await publish(table, { ...table.metadata, properties: { marker: 'fourth' } }, at('2026-01-03T00:00:00Z'));
  expect(await newest(table)).toEqual([4, 'fourth']);
});

test('a version that exists is never replaced, and the loser leaves no file', async () => {
  const table = await threeVersions('taken');
  const before = readFileSync(join(table.dir, 'metadata/v3.metadata.json'), 'utf8');
  const second = { ...table, version: 2 };
  await expect(publish(second, table.metadata, moments()('2026-01-03T00:00:00Z'))).rejects.toThrow(
    CommitConflict,
  );
  expect(readFileSync(join(table.dir, 'metadata/v3.metadata.json'), 'utf8')).toBe(before);
  expect(readdirSync(join(table.dir, 'metadata')).filter((name) => name.endsWith('.aside'))).toEqual([]);
});

test('a slow writer does not take the free name of a version that has been forgotten', async () => {
  const table = await threeVersions('slow');
  rmSync(join(table.dir, 'metadata/v2.metadata.json'));
  const first = { ...table, version: 1 };
  await expect(publish(first, table.metadata, moments()('2026-01-03T00:00:00Z'))).rejects.toThrow(
    CommitConflict,
  );
  expect(existsSync(join(table.dir, 'metadata/v2.metadata.json'))).toBe(false);
});
