import type { ColumnType } from '../../../datasets/columns.ts';
import { saltOf } from '../../governance/pseudonyms.ts';
import { type MergePlan, namesOf, valueSql } from '../plan.ts';
import { changedAtColumn, versionColumn } from '../schema.ts';

/** What differs between the engines that have MERGE. */
export interface Dialect {
  readonly name: (name: string) => string;
  /** The JSON of the column `row`, read as a struct whose every leaf is a text. */
  readonly parsed: (plan: MergePlan) => string;
  /** A text, list or struct out of that as a value of the column's type. */
  readonly value: (text: string, type: ColumnType) => string;
  /** The HMAC-SHA-256 of a text with the key of pseudonyms, in hexadecimal digits. */
  readonly hmac: (text: string) => string;
}

/** The statements of a merge, to be run in this order; each may be repeated. */
export interface MergeStatements {
  readonly tombstones: string;
  readonly merge: string;
}

export function mergeStatements(plan: MergePlan, dialect: Dialect): MergeStatements {
  return { tombstones: tombstonesStatement(plan, dialect), merge: mergeStatement(plan, dialect) };
}

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

/** The newest version of each key in the slice. */
function newest(plan: MergePlan, { name }: Dialect): string {
  const [key, version, row] = ['key', 'version', 'row'].map(name);
  return `SELECT * FROM (
    SELECT ${key}, ${version}, op = 'delete' AS gone, accepted_at AS changed_at, ${row},
      row_number() OVER (PARTITION BY ${key} ORDER BY ${version} DESC) AS place
    FROM ${plan.tables.raw}
    WHERE dataset = ${text(plan.dataset)} AND hour BETWEEN ${text(plan.hours[0])} AND ${text(plan.hours[1])}
      AND seq > ${plan.afterSeq} AND seq <= ${plan.throughSeq}
  ) c WHERE place = 1`;
}

function tombstonesStatement(plan: MergePlan, dialect: Dialect): string {
  const [key, version] = ['key', 'version'].map(dialect.name);
  return `MERGE INTO ${plan.tables.tombstones} t
USING (
  ${newest(plan, dialect)} AND gone
) s ON t.${key} = s.${key}
WHEN MATCHED AND s.${version} > t.${version} THEN UPDATE SET ${version} = s.${version}, deleted_at = s.changed_at
WHEN NOT MATCHED THEN INSERT (${key}, ${version}, deleted_at) VALUES (s.${key}, s.${version}, s.changed_at)`;
}

function mergeStatement(plan: MergePlan, dialect: Dialect): string {
  const { name, parsed, value, hmac } = dialect;
  const [key, version, tableKey] = [name('key'), name('version'), name(plan.key)];
  const contractColumns = plan.columns.map(
    (column) =>
      `${value(valueSql(namesOf(column).map((each) => `n.r.${name(each)}`)), column.type)} AS ${name(column.name)}`,
  );
  const pseudonyms = plan.pseudonyms.map(
    ({ name: pid, person, of }) =>
      `${hmac(`concat(${text(saltOf(person))}, n.r.${name(of)})`)} AS ${name(pid)}`,
  );
  const columns = [
    ...[...plan.columns, ...plan.pseudonyms].map((column) => name(column.name)),
    versionColumn,
    changedAtColumn,
  ];
  const updates = columns.filter((column) => column !== tableKey).map((column) => `${column} = s.${column}`);
  return `MERGE INTO ${plan.tables.curated} t
USING (
  SELECT n.gone, ${[...contractColumns, ...pseudonyms, `n.${version} AS ${versionColumn}`, `n.changed_at AS ${changedAtColumn}`, `n.${key} AS changed_key`].join(',\n    ')}
  FROM (
    SELECT c.*, ${parsed(plan)} AS r FROM (
    ${newest(plan, dialect)}
    ) c
  ) n LEFT JOIN ${plan.tables.tombstones} b ON b.${key} = n.${key}
  WHERE n.gone OR b.${version} IS NULL OR n.${version} > b.${version}
) s ON t.${tableKey} = s.changed_key
WHEN MATCHED AND s.${versionColumn} > t.${versionColumn} AND s.gone THEN DELETE
WHEN MATCHED AND s.${versionColumn} > t.${versionColumn} THEN UPDATE SET ${updates.join(', ')}
WHEN NOT MATCHED AND NOT s.gone THEN INSERT (${columns.join(', ')})
  VALUES (${columns.map((column) => `s.${column}`).join(', ')})`;
}
