import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';

const folder = new URL('./schema/', import.meta.url);

/** Creates every table of the monolith in an empty database, in one transaction. */
export async function createSchema(client: pg.ClientBase): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')));
  await client.query(texts.join('\n'));
}

/** True when the database holds no table of anybody's. */
export async function isEmptyDatabase(client: pg.ClientBase): Promise<boolean> {
  const { rowCount } = await client.query(
    "SELECT 1 FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') LIMIT 1",
  );
  return rowCount === 0;
}
