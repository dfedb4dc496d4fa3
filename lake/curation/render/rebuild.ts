import { quotedText } from '../../iceberg/duckdb.ts';

/** A table made anew out of the raw zone, as DuckDB SQL: which versions count, then their rows by ranges of keys. */

const scanOf = (paths: readonly string[]) =>
  `read_parquet([${paths.map(quotedText).join(', ')}], hive_partitioning = false)`;

/** `newest(key, version)`: of every key that is not deleted, the version that counts. */
export function newestSql(
  paths: readonly string[],
  throughSeq: number,
  tombstones: string | null,
  hidden: ((keySql: string) => string) | null = null,
): string {
  const bars = (key: string) =>
    ` AND NOT EXISTS (SELECT 1 FROM ${tombstones} t WHERE t."key" = ${key} AND t."version" >= n."version")`;
  const barred =
    tombstones === null ? '' : bars('n."key"') + (hidden === null ? '' : bars(hidden('n."key"')));
  return `CREATE OR REPLACE TEMP TABLE newest AS
SELECT n."key", n."version" FROM (
  SELECT "key", max("version") AS "version", arg_max(op, "version") AS op
  FROM ${scanOf(paths)} WHERE seq <= ${throughSeq} GROUP BY "key") n
WHERE n.op <> 'delete'${barred}`;
}

/** `buried(key, version, gone, changed_at)`: the newest delete of every key that was ever deleted. */
export function deletesSql(paths: readonly string[]): string {
  return `CREATE OR REPLACE TEMP TABLE buried AS
SELECT "key", max("version") AS "version", false AS gone, arg_max(accepted_at, "version") AS changed_at
FROM ${scanOf(paths)} WHERE op = 'delete' GROUP BY "key"`;
}

/** `(first, last)`: ranges of keys in their order, each with as many rows as a file takes. */
export function rangesSql(rowsAFile: number): string {
  return `SELECT min("key") AS first, max("key") AS last
FROM (SELECT "key", row_number() OVER (ORDER BY "key") - 1 AS place FROM newest)
GROUP BY place // ${rowsAFile} ORDER BY 1`;
}

/** `incoming(key, version, changed_at, row)`: the changes that count, of the keys from the first to the last. */
export function changesBetweenSql(
  paths: readonly string[],
  { first, last }: { readonly first: string; readonly last: string },
): string {
  const between = (key: string) => `${key} BETWEEN ${quotedText(first)} AND ${quotedText(last)}`;
  return `CREATE OR REPLACE TEMP TABLE incoming AS
SELECT r."key", r."version", any_value(r.accepted_at) AS changed_at, any_value(r."row") AS "row"
FROM ${scanOf(paths)} r JOIN newest n ON r."key" = n."key" AND r."version" = n."version"
WHERE ${between('r."key"')} AND ${between('n."key"')} GROUP BY r."key", r."version"`;
}
