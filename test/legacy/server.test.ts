import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Monolith, openMonolith, runningMonolith } from '../../legacy/server.ts';

let root: string;
let dir: string;
let monolith: Monolith;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'aljibe-server-'));
  dir = join(root, 'state');
});
beforeEach(async () => {
  monolith = await openMonolith({ dir });
});
afterAll(async () => {
  await monolith.stop();
  rmSync(root, { recursive: true });
});

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  // A server that is killed breaks the connection after the answer has come.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

const postmasterPid = (stateDir: string) =>
  Number(readFileSync(join(stateDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);

test('listens on the loopback interface only, and asks for the password', async () => {
  expect(await query(monolith.connectionString, 'SHOW listen_addresses')).toEqual(['127.0.0.1']);
  expect(await query(monolith.connectionString, 'SHOW unix_socket_directories')).toEqual(['']);
  const url = new URL(monolith.connectionString);
  url.password = 'wrong';
  await expect(query(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  expect(statSync(join(dir, 'postgres.password')).mode & 0o777).toBe(0o600);
});

test('is durable and replicates logically, with a limit on what a slot holds back', async () => {
  const settings = ['fsync', 'synchronous_commit', 'wal_level', 'max_slot_wal_keep_size'];
  const shown = settings.map((name) => query(monolith.connectionString, `SHOW ${name}`));
  expect((await Promise.all(shown)).flat()).toEqual(['on', 'on', 'logical', '4GB']);
});

test('keeps its rows over a stop', async () => {
  await query(monolith.connectionString, 'CREATE TABLE parada AS SELECT 1 AS n');
  await monolith.stop();
  expect(await runningMonolith(dir)).toBeNull();
  monolith = await openMonolith({ dir });
  expect(await query(monolith.connectionString, 'SELECT n FROM parada')).toEqual([1]);
});

test('is taken over when its starter was killed', async () => {
  await monolith.stop();
  const starter = `
    const { openMonolith } = await import(${JSON.stringify(join(import.meta.dirname, '../../legacy/server.ts'))});
    await openMonolith({ dir: ${JSON.stringify(dir)} });
    process.kill(process.pid, 'SIGKILL');`;
  const args = ['--input-type=module', '--eval', starter];
  await expect(promisify(execFile)(process.execPath, args)).rejects.toMatchObject({ signal: 'SIGKILL' });
  const orphan = postmasterPid(dir);
  monolith = await openMonolith({ dir });
  expect(postmasterPid(dir)).toBe(orphan);
  expect(await query(monolith.connectionString, 'SELECT 1')).toEqual([1]);
});

test('recovers after it was killed itself', async () => {
  await query(monolith.connectionString, 'CREATE TABLE caida AS SELECT 2 AS n');
  process.kill(postmasterPid(dir), 'SIGKILL');
  monolith = await openMonolith({ dir });
  expect(await query(monolith.connectionString, 'SELECT n FROM caida')).toEqual([2]);
});

test('does not mistake the server of another directory for its own', async () => {
  await monolith.stop();
  const copy = join(root, 'copy');
  mkdirSync(copy);
  cpSync(dir, copy, { recursive: true });
  monolith = await openMonolith({ dir });
  copyFileSync(join(dir, 'postgres/postmaster.pid'), join(copy, 'postgres/postmaster.pid'));
  expect(await runningMonolith(copy)).toBeNull();
  const second = await openMonolith({ dir: copy });
  expect(new URL(second.connectionString).port).not.toBe(new URL(monolith.connectionString).port);
  await second.stop();
  expect(await query(monolith.connectionString, 'SELECT 1')).toEqual([1]);
});

test("leaves a user's own database alone", async () => {
  const own = await openMonolith({ dir: '/nowhere', databaseUrl: 'postgres://example.invalid/school' });
  expect(own).toMatchObject({ connectionString: 'postgres://example.invalid/school', embedded: false });
  await own.stop();
});

test.each(['not a url', 'localhost:5432/school', 'mysql://root:secret@db/school'])(
  '%j is no address of a PostgreSQL, and is not repeated, since it may hold a password',
  async (databaseUrl) => {
    await expect(openMonolith({ dir: '/nowhere', databaseUrl })).rejects.toMatchObject({
      message: 'DATABASE_URL is not the address of a PostgreSQL',
      hint: 'It looks like postgres://user:password@host:5432/database.',
      exitCode: 2,
    });
  },
);
