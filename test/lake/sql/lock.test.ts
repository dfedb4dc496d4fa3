import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, openEngine } from '../../../lake/duckdb.ts';
import { lockSql } from '../../../lake/sql/lock.ts';

/**
 * The second wall: what the check of statements might let through by mistake meets an engine that cannot do it
 * either. The engine may open `own.parquet`; beside it lies `other.parquet`.
 */
let root: string;
let engine: Engine;
let connection: DuckDBConnection;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'aljibe-lock-'));
  writeFileSync(join(root, 'other.csv'), 'secret\n42\n');
  mkdirSync(join(root, 'folder'));
  engine = await openEngine({ spill: join(root, 'spill'), threads: 1 });
  connection = await engine.connect();
  for (const name of ['own', 'other']) {
    await connection.run(`COPY (SELECT '${name}' AS file) TO '${root}/${name}.parquet'`);
  }
  const own = join(root, 'own.parquet');
  const views = [{ schema: 'curated', name: 'own', from: `read_parquet(['${own}'])`, files: [own] }];
  for (const statement of lockSql(views)) await connection.run(statement);
});
afterAll(() => {
  connection.closeSync();
  engine.close();
  rmSync(root, { recursive: true });
});

test('what locks an engine is a list of statements', () => {
  const files = ["/lake/it's.parquet"];
  expect(lockSql([{ schema: 'curated', name: 'notes', from: 'read_parquet(...)', files }])).toEqual([
    'SET errors_as_json = true',
    'CREATE SCHEMA curated',
    'CREATE SCHEMA raw',
    'CREATE SCHEMA marts',
    'CREATE VIEW curated."notes" AS SELECT * FROM read_parquet(...)',
    `SET schema = 'curated'`,
    `SET allowed_paths = ['/lake/it''s.parquet']`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ]);
});

test('the views can be read', async () => {
  expect((await connection.runAndReadAll('FROM own')).getRows()).toEqual([['own']]);
});

test.each([
  ["FROM '{root}/other.parquet'"],
  ["FROM read_parquet('{root}/*.parquet')"],
  ["FROM '{root}/other.csv'"],
  ["FROM read_csv('{root}/other.csv')"],
  ["FROM read_text('{root}/other.csv')"],
  ["FROM read_blob('/etc/passwd')"],
  ["FROM read_json('/etc/passwd')"],
  ["FROM glob('{root}/*')"],
  ["FROM query('FROM ''{root}/other.csv''')"],
  ["FROM 'https://example.com/x.parquet'"],
  ["COPY own TO '{root}/copy.csv'"],
  ["COPY own TO '{root}/own.parquet.copy' (FORMAT parquet)"],
  ["EXPORT DATABASE '{root}/export'"],
  ["ATTACH '{root}/new.db'"],
  ["ATTACH '{root}/other.parquet'"],
  ["INSTALL httpfs FROM '{root}'"],
  ["LOAD '{root}/x.duckdb_extension'"],
  ['CREATE SECRET s (TYPE s3)'],
  ['SET enable_external_access = true'],
  ["SET allowed_directories = ['/']"],
  ["SET allowed_paths = ['/etc/passwd']"],
  ['SET lock_configuration = false'],
  ['RESET enable_external_access'],
  ["SET memory_limit = '1TB'"],
  ["SET temp_directory = '{root}/folder'"],
  ["SET TimeZone = 'America/Bogota'"],
  ["PRAGMA enable_profiling; PRAGMA profiling_output = '{root}/profile'"],
  ["SELECT getenv('HOME')"],
])('%s fails', async (sql) => {
  await expect(connection.runAndReadAll(sql.replaceAll('{root}', root))).rejects.toThrow();
  expect(
    readdirSync(root)
      .filter((name) => name !== 'spill')
      .sort(),
  ).toEqual(['folder', 'other.csv', 'other.parquet', 'own.parquet']);
});
