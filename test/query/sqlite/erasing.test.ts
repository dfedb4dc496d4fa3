import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteIndex } from '../../../query/sqlite/index.ts';
import { contracts } from '../contracts.ts';
import { eventsFrom } from '../events.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'query-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const filesHold = (word: string) =>
  readdirSync(dir).some((name) => readFileSync(join(dir, name)).includes(word));

test('a deleted word is in the files until its row is erased', async () => {
  const path = join(dir, 'index.db');
  const index = openSqliteIndex(path, { contracts, textOf: async () => null });
  const { upsert, remove } = eventsFrom(1);
  await index.apply([
    upsert('pupils', { pupil_id: 'p1', family_name: 'Zubizarreta' }),
    upsert('pupils', { pupil_id: 'p2', family_name: 'Romero' }),
  ]);
  await index.apply([remove('pupils', 'p1', 2)]);
  index.close();
  expect(filesHold('zubizarreta')).toBe(true);

  const mended = openSqliteIndex(path, { contracts, textOf: async () => null });
  expect(mended.erase({ pupils: ['p1'] })).toBe(1);
  mended.close();
  expect(filesHold('zubizarreta')).toBe(false);
  expect(filesHold('romero')).toBe(true);
});
