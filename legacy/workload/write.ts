import type pg from 'pg';
import type { LegacyRow } from '../rows.ts';
import type { TableName } from '../tables.ts';

/** Inserts rows with one statement; answers the values of `returning`, in the order of the rows. */
export async function insert(
  client: pg.ClientBase,
  table: TableName,
  rows: readonly LegacyRow[],
  returning: string,
): Promise<string[]> {
  const [first] = rows;
  if (!first) return [];
  const columns = Object.keys(first);
  const values = rows.map(
    (_, row) => `(${columns.map((_, at) => `$${row * columns.length + at + 1}`).join(', ')})`,
  );
  const names = columns.map((name) => `"${name}"`).join(', ');
  const { rows: written } = await client.query<{ key: string }>(
    `INSERT INTO ${table} (${names}) VALUES ${values.join(', ')} RETURNING ${returning}::text AS key`,
    rows.flatMap((row) => columns.map((column) => row[column])),
  );
  return written.map(({ key }) => key);
}

/** Runs one UPDATE or DELETE and answers how many rows it touched. */
export async function change(
  client: pg.ClientBase,
  sql: string,
  values: readonly unknown[],
): Promise<number> {
  return (await client.query(sql, [...values])).rowCount ?? 0;
}
