import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { parseLsn } from '../../../ingestion/postgres/lsn.ts';
import { openMonolith } from '../../../legacy/server.ts';

/** A real PostgreSQL for one test file. */
export interface TestServer {
  /** A new database with these tables; gone, with its slots, when the test ends. */
  database(sql?: string): Promise<TestDatabase>;
  stop(): Promise<void>;
}

export interface TestDatabase {
  readonly connectionString: string;
  readonly client: pg.Client;
  /** Slot names are common to a server: one of its own for each test. */
  readonly slot: string;
  /** Runs SQL and answers where the log then ends. */
  run(sql: string): Promise<bigint>;
  rows<T>(sql: string): Promise<T[]>;
}

export async function startServer(): Promise<TestServer> {
  const dir = await mkdtemp(join(tmpdir(), 'postgres-'));
  const monolith = await openMonolith({ dir });
  const admin = new pg.Client(monolith.connectionString);
  await admin.connect();
  let number = 0;

  return {
    async database(sql = '') {
      number += 1;
      const name = `test_${number}`;
      await admin.query(`CREATE DATABASE ${name}`);
      const url = new URL(monolith.connectionString);
      url.pathname = name;
      const client = new pg.Client(url.href);
      client.on('error', () => {});
      await client.connect();
      await client.query(sql);
      onTestFinished(async () => {
        await client.end();
        await dropSlots(admin, name);
        await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      });
      return {
        connectionString: url.href,
        client,
        slot: name,
        async run(statements) {
          await client.query(statements);
          const { rows } = await client.query('SELECT pg_current_wal_flush_lsn()::text AS lsn');
          return parseLsn(rows[0].lsn as string);
        },
        rows: async <T>(query: string) => (await client.query(query)).rows as T[],
      };
    },
    async stop() {
      await admin.end();
      await monolith.stop();
      await rm(dir, { recursive: true, force: true });
      await rm(`${dir}.password`, { force: true });
    },
  };
}

/** A slot that a feeder of the test still reads is let go first. */
async function dropSlots(admin: pg.Client, database: string): Promise<void> {
  await admin.query(
    `SELECT pg_terminate_backend(active_pid, 10000) FROM pg_replication_slots WHERE database = '${database}' AND active`,
  );
  await admin.query(
    `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '${database}'`,
  );
}
