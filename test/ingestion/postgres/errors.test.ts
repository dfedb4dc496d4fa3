import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isConnectionLoss } from '../../../ingestion/postgres/errors.ts';
import { startServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('a connection that was lost stays lost, whatever is asked of it afterwards', async () => {
  const database = await server.database();
  const client = new pg.Client(database.connectionString);
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
  const gone = new Promise((resolve) => client.once('end', resolve));
  await database.run(`SELECT pg_terminate_backend(${rows[0].pid})`);
  await gone;
  const error: unknown = await client.query('SELECT 1').catch((reason: unknown) => reason);
  expect(error).toMatchObject({ message: expect.stringContaining('is not queryable') });
  expect(isConnectionLoss(error)).toBe(true);
});
