import { join } from 'node:path';
import { attendance } from '../../../datasets/attendance.ts';
import { seconds } from '../bench.ts';
import { type Lake, rowsOf } from './lake.ts';

/** The table's rows as one plain Parquet file, sorted by key. @returns its path */
export async function plainFile({ dirs, connection }: Lake): Promise<string> {
  const plain = join(dirs.curated, 'plain.parquet');
  await connection.run(`COPY (SELECT * FROM '${dirs.curated}/attendance/data/*.parquet' ORDER BY ${attendance.key})
    TO '${plain}' (FORMAT parquet, COMPRESSION zstd)`);
  return plain;
}

/**
 * The same merge as one statement over one plain file: what DuckDB itself needs for it.
 * @param order of the rows that it writes: `ORDER BY ...`, or nothing
 * @returns seconds
 */
export function oneStatement({ dirs, connection, raw }: Lake, plain: string, order: string): Promise<number> {
  const [key, path] = [attendance.key, join(dirs.raw, raw.path)];
  const newer = `(SELECT n.* FROM newest n LEFT JOIN read_parquet('${plain}') t ON t.${key} = n."key"
    WHERE NOT n.gone AND n."version" > coalesce(t._version, 0))`;
  return seconds(() =>
    connection.run(`COPY (
      WITH newest AS MATERIALIZED (
        SELECT "key", "version", op = 'delete' AS gone, accepted_at AS changed_at, "row" FROM read_parquet('${path}')
        QUALIFY row_number() OVER (PARTITION BY "key" ORDER BY "version" DESC) = 1)
      SELECT * FROM (
        SELECT t.* FROM read_parquet('${plain}') t LEFT JOIN newest n ON t.${key} = n."key"
        WHERE n."key" IS NULL OR n."version" <= t._version
        UNION ALL BY NAME ${rowsOf(newer)}) ${order}
    ) TO '${plain}.merged' (FORMAT parquet, COMPRESSION zstd)`),
  );
}
