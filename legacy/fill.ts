import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Cell, LegacyRow, TableRows } from './rows.ts';

/** Rows written, by table. */
export type Counts = Readonly<Record<string, number>>;

/**
 * Writes rows into empty tables by COPY, in one transaction, with every foreign key checked; then sets the
 * sequences past the keys written and gathers statistics. Tables must come in the order of references.
 */
export async function fill(client: pg.ClientBase, tables: Iterable<TableRows>): Promise<Counts> {
  const counts: Record<string, number> = {};
  await client.query('BEGIN');
  try {
    for (const { table, rows } of tables) counts[table] = await copyRows(client, table, rows);
    await setSequences(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
  await client.query('ANALYZE');
  return counts;
}

/** COPYs the rows of one table and answers how many there were. */
export async function copyRows(
  client: pg.ClientBase,
  table: string,
  rows: Iterable<LegacyRow>,
): Promise<number> {
  const iterator = rows[Symbol.iterator]();
  const first = iterator.next();
  if (first.done) return 0;
  const columns = Object.keys(first.value);
  const names = columns.map((name) => `"${name}"`).join(', ');
  const target = client.query(copyFrom(`COPY ${table} (${names}) FROM STDIN`));
  await pipeline(Readable.from(chunks(first.value, iterator, columns), { objectMode: false }), target);
  return target.rowCount;
}

const chunkLength = 65_536;

function* chunks(first: LegacyRow, rest: Iterator<LegacyRow>, columns: readonly string[]): Generator<Buffer> {
  let text = '';
  for (let step: IteratorResult<LegacyRow> = { value: first }; !step.done; step = rest.next()) {
    const { value: row } = step;
    text += `${columns.map((column) => copyText(row[column] as Cell)).join('\t')}\n`;
    if (text.length >= chunkLength) {
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text) yield Buffer.from(text);
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** One cell in COPY's text format: https://www.postgresql.org/docs/18/sql-copy.html */
function copyText(cell: Cell): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'string')
    return cell.replace(/[\\\t\n\r]/g, (character) => escapes[character] as string);
  return String(cell);
}

/** Identity and serial columns go on after the highest key that was written. */
async function setSequences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(`
    SELECT c.relname AS table, a.attname AS column,
           pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`);
  for (const { table, column, sequence } of rows) {
    await client.query(`SELECT setval($1, max("${column}")) FROM "${table}" HAVING count(*) > 0`, [sequence]);
  }
}
