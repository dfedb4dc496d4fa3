import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ask } from '../duckdb.ts';
import { dataFileOf } from '../iceberg/dataFile.ts';
import { parquetFieldIds, quotedName, quotedText } from '../iceberg/duckdb.ts';
import { filePath } from '../iceberg/locations.ts';
import { currentSchema } from '../iceberg/schema.ts';
import type { DataFile, Table } from '../iceberg/types.ts';
import { rowGroup } from './layout.ts';

/**
 * Writes rows as new data files of a table, sorted by key, each with a key range of its own. Nothing refers to
 * them before a commit does.
 * @param rows a query that yields the columns of the table's current schema, in any order
 * @param outputs how many files to spread the rows over evenly
 */
export async function writeDataFiles(
  connection: DuckDBConnection,
  table: Table,
  rows: string,
  { key, outputs }: { readonly key: string; readonly outputs: number },
): Promise<DataFile[]> {
  const { fields } = currentSchema(table.metadata);
  const columns = fields.map(({ name }) => quotedName(name)).join(', ');
  const written: DataFile[] = [];
  for (const range of await ranges(connection, rows, key, outputs)) {
    const path = `data/${randomUUID()}.parquet`;
    await connection.run(`COPY (SELECT ${columns} FROM (${rows}) ${range} ORDER BY ${quotedName(key)})
TO ${quotedText(filePath(table, path))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroup},
FIELD_IDS ${parquetFieldIds(fields)})`);
    written.push(await dataFileOf(connection, table, path));
  }
  return written;
}

/** Removes files that were written but not committed. */
export function discardDataFiles(table: Table, files: readonly DataFile[]): void {
  for (const file of files) rmSync(filePath(table, file.path), { force: true });
}

/** Conditions that cut rows into parts of equal size in the order of their keys. */
async function ranges(
  connection: DuckDBConnection,
  rows: string,
  key: string,
  parts: number,
): Promise<string[]> {
  if (parts === 1) return [''];
  const name = quotedName(key);
  const starts = await ask<{ start: string }>(
    connection,
    `SELECT min(key) AS start FROM (SELECT ${name} AS key, ntile(${parts}) OVER (ORDER BY ${name}) AS part FROM (${rows}))
GROUP BY part ORDER BY part`,
  );
  return starts.map(({ start }, index) => {
    const next = starts[index + 1];
    const conditions = [
      ...(index > 0 ? [`${name} >= ${quotedText(start)}`] : []),
      ...(next ? [`${name} < ${quotedText(next.start)}`] : []),
    ];
    return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  });
}
