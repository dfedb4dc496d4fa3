import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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

test('a deleted word is out of the files after optimize, VACUUM and a checkpoint', async () => {
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

  const db = new DatabaseSync(path);
  db.exec(`INSERT INTO "pupils.1~text" ("pupils.1~text") VALUES ('optimize');
    VACUUM; PRAGMA wal_checkpoint(TRUNCATE)`);
  db.close();
  expect(filesHold('zubizarreta')).toBe(false);
  expect(filesHold('romero')).toBe(true);
});
