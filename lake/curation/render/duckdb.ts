import type { ColumnType } from '../../../datasets/columns.ts';
import { hiddenPrefix } from '../../../datasets/erasure.ts';
import { pseudonymSql } from '../../governance/pseudonyms.ts';
import { quotedName, quotedText } from '../../iceberg/duckdb.ts';
import { type MergePlan, namesOf, valueSql } from '../plan.ts';
import { changedAtColumn, versionColumn } from '../schema.ts';

/**
 * A merge plan as DuckDB SQL. DuckDB only reads and writes Parquet here, so the merge is spelled out: which
 * changes take effect (`incoming`, `held`, `effective`), where they go (`placed`), and the rows of each new file.
 */

/** `incoming(key, version, gone, changed_at, row)`: the newest version of each key in the slice. */
export function incomingSql(plan: MergePlan, paths: readonly string[]): string {
  return `CREATE OR REPLACE TEMP TABLE incoming AS
SELECT "key", "version", op = 'delete' AS gone, accepted_at AS changed_at, "row"
FROM read_parquet([${paths.map(quotedText).join(', ')}], hive_partitioning = false)
WHERE seq > ${plan.afterSeq} AND seq <= ${plan.throughSeq}
QUALIFY row_number() OVER (PARTITION BY "key" ORDER BY "version" DESC) = 1`;
}

/**
 * The rows of a curated table out of changes: `row` is JSON in canonical form, each value is parsed exactly.
 * @param pidKey the key of pseudonyms
 */
export function curatedRowsSql(plan: MergePlan, changes: string, pidKey: string): string {
  const shape = JSON.stringify(
    Object.fromEntries(
      plan.columns.flatMap((column) => namesOf(column).map((name) => [name, shapeOf(column.type)])),
    ),
  );
  const columns = plan.columns.map((column) => {
    const value = valueSql(namesOf(column).map((name) => `r.${quotedName(name)}`));
    return `CAST(${value} AS ${duckdbType(column.type)}) AS ${quotedName(column.name)}`;
  });
  const pseudonyms = plan.pseudonyms.map(
    ({ name, person, of }) => `${pseudonymSql(pidKey, person, `r.${quotedName(of)}`)} AS ${quotedName(name)}`,
  );
  return `SELECT ${[...columns, ...pseudonyms].join(', ')}, "version" AS ${versionColumn}, changed_at AS ${changedAtColumn}
FROM (SELECT "version", changed_at, from_json("row", ${quotedText(shape)}) AS r FROM ${changes})`;
}

/** The rows of a table of tombstones out of deletes. */
export function tombstoneRowsSql(changes: string): string {
  return `SELECT "key", "version", changed_at AS deleted_at FROM ${changes}`;
}

/** Every value of the JSON is first read as its text, so that nothing passes through a floating number. */
function shapeOf(type: ColumnType): unknown {
  if (type.kind === 'list') return [shapeOf(type.of)];
  if (type.kind !== 'struct') return 'VARCHAR';
  return Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, shapeOf(field)]));
}

function duckdbType(type: ColumnType): string {
  switch (type.kind) {
    case 'text':
    case 'json':
      return 'VARCHAR';
    case 'integer':
      return 'BIGINT';
    case 'decimal':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'boolean':
      return 'BOOLEAN';
    case 'date':
      return 'DATE';
    case 'timestamp':
      return 'TIMESTAMPTZ';
    case 'list':
      return `${duckdbType(type.of)}[]`;
    case 'struct':
      return `STRUCT(${Object.entries(type.fields)
        .map(([name, field]) => `${quotedName(name)} ${duckdbType(field)}`)
        .join(', ')})`;
  }
}

/** The columns by which a table takes part in a merge. */
export interface MergeColumns {
  readonly key: string;
  readonly version: string;
}

/**
 * `barred(key, version)`: the newest tombstone of incoming keys.
 * @param hidden what stands for a key in the tombstones of people who were erased; null where there are none
 */
export function barredSql(scan: string, hidden: ((keySql: string) => string) | null = null): string {
  const found =
    hidden === null
      ? `SELECT t."key", max(t."version") AS "version" FROM ${scan} t SEMI JOIN incoming i ON t."key" = i."key"`
      : `SELECT n."key", max(t."version") AS "version" FROM ${scan} t
JOIN (SELECT "key", unnest(["key", ${hidden('"key"')}]) AS name FROM incoming) n ON t."key" = n.name`;
  return `CREATE OR REPLACE TEMP TABLE barred AS
${found} GROUP BY ALL`;
}

/** Whether tombstones are of people who were erased. As a range of keys, it passes by all files and pages without. */
export const anyHiddenSql = (scan: string): string =>
  `SELECT EXISTS (SELECT 1 FROM ${scan} WHERE "key" >= '${hiddenPrefix}' AND "key" < '${afterHidden}') AS "found"`;

/** The first text behind all that begin with the prefix: its last character is the one that follows. */
const afterHidden =
  hiddenPrefix.slice(0, -1) + String.fromCharCode(hiddenPrefix.charCodeAt(hiddenPrefix.length - 1) + 1);

/** Files that may hold an incoming key, under the number that they have in the plan of the rewrite. */
export interface Candidates {
  readonly scan: string;
  readonly paths: ReadonlyMap<number, string>;
}

/**
 * `effective(key, gone, file)`: the incoming changes that change something, and the file that holds their key now.
 * A delete needs an older row; a row needs to be newer than the one that is there and than a tombstone.
 */
export function effectiveSql(
  { key, version }: MergeColumns,
  incoming: string,
  candidates: Candidates | null,
  barred: string | null,
): string {
  const there = candidates === null ? 'NULL' : `t.${quotedName(version)}`;
  const files = [...(candidates?.paths ?? [])].map(([file, path]) => `(${file}, ${quotedText(path)})`);
  const joins = [
    ...(candidates === null
      ? []
      : [
          `LEFT JOIN ${candidates.scan} t ON t.${quotedName(key)} = i."key"`,
          `LEFT JOIN (VALUES ${files.join(', ')}) AS f(file, path) ON f.path = t.filename`,
        ]),
    ...(barred === null ? [] : [`LEFT JOIN ${barred} b ON b."key" = i."key"`]),
  ];
  const above = [`coalesce(${there}, 0)`, ...(barred === null ? [] : ['coalesce(b."version", 0)'])];
  return `CREATE OR REPLACE TEMP TABLE effective AS
SELECT i."key", i.gone, ${candidates === null ? 'NULL::INTEGER AS file' : 'f.file'}
FROM ${[`${incoming} i`, ...joins].join('\n')}
WHERE CASE WHEN i.gone THEN i."version" > ${there} ELSE ${above.map((one) => `i."version" > ${one}`).join(' AND ')} END`;
}

/** A file that is rewritten by itself, and the range of new keys that it takes; `upper` null is without end. */
export interface Home {
  readonly file: number;
  readonly lower: string;
  readonly upper: string | null;
}

/**
 * `placed(key, gone, file, piece)`: each effective change with the piece of the rewrite that it belongs to: the
 * file that holds its key, or else the home whose range it falls into, or else -1.
 */
export function placedSql(ownPieces: readonly number[], homes: readonly Home[]): string {
  const own = ownPieces.length === 0 ? 'false' : `e.file IN (${ownPieces.join(', ')})`;
  if (homes.length === 0) {
    return `CREATE OR REPLACE TEMP TABLE placed AS
SELECT e.*, CASE WHEN ${own} THEN e.file ELSE -1 END AS piece FROM effective e`;
  }
  const rows = homes.map(
    ({ file, lower, upper }) =>
      `(${file}, ${quotedText(lower)}, ${upper === null ? 'NULL' : quotedText(upper)})`,
  );
  return `CREATE OR REPLACE TEMP TABLE placed AS
SELECT e.*, CASE WHEN ${own} THEN e.file WHEN e.file IS NULL AND home.file IS NOT NULL
  AND (home.upper IS NULL OR e."key" <= home.upper) THEN home.file ELSE -1 END AS piece
FROM effective e ASOF LEFT JOIN (VALUES ${rows.join(', ')}) AS home(file, lower, upper) ON e."key" >= home.lower`;
}

/** The rows that a piece of a rewrite ends with: those of its files that did not change, and the changed ones. */
export function pieceSql(piece: number, { key, incoming, rowsOf }: PieceRows, scan: string | null): string {
  const changed = rowsOf(`(SELECT i.* FROM ${incoming} i
SEMI JOIN (SELECT "key" FROM placed WHERE piece = ${piece} AND NOT gone) p ON i."key" = p."key")`);
  if (scan === null) return changed;
  return `SELECT t.* FROM ${scan} t
ANTI JOIN (SELECT "key" FROM placed WHERE piece = ${piece}) p ON t.${quotedName(key)} = p."key"
UNION ALL BY NAME ${changed}`;
}

interface PieceRows {
  readonly key: string;
  readonly incoming: string;
  readonly rowsOf: (changes: string) => string;
}
