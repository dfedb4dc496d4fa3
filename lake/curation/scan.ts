import { quotedText } from '../iceberg/duckdb.ts';
import { filePath } from '../iceberg/locations.ts';
import { scanSql } from '../iceberg/scan.ts';
import type { DataFile, Table } from '../iceberg/types.ts';

/**
 * An expression for FROM with the rows of these files of a table, or null for none.
 *
 * DuckDB reads a single file with one thread when it is told a schema of field ids. As long as a table never had
 * another schema the names in its files are those of its columns, and it is read without.
 */
export async function rowsOfFiles(table: Table, files: readonly DataFile[]): Promise<string | null> {
  if (files.length === 0) return null;
  if (table.metadata.schemas.length > 1) return scanSql(table, { files });
  const paths = files.map(({ path }) => quotedText(filePath(table, path)));
  return `read_parquet([${paths.join(', ')}], hive_partitioning = false)`;
}
