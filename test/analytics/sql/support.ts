import { DuckDBInstance } from '@duckdb/node-api';
import type { TableSchema, Tables } from '../../../analytics/sql/tables.ts';
import { type Translated, translate } from '../../../analytics/sql/translate.ts';
import {
  arrayOf,
  decimalOf,
  instantOf,
  plain,
  printedType,
  varcharOf,
} from '../../../analytics/sql/types.ts';
import { type Cell, exactChunk } from '../../../lake/exact.ts';

const schemas: Readonly<Record<string, TableSchema>> = {
  'curated.students': {
    columns: [
      { name: 'student_id', type: varcharOf() },
      { name: 'age', type: plain('bigint') },
      { name: 'gpa', type: decimalOf(5, 2) },
      { name: 'tags', type: arrayOf(varcharOf()) },
      { name: 'birth_date', type: plain('date') },
      { name: 'changed_at', type: instantOf(6) },
      {
        name: 'address',
        type: {
          kind: 'row',
          fields: [
            { name: 'city', type: varcharOf() },
            { name: 'floor', type: plain('bigint') },
          ],
        },
      },
    ],
  },
  'curated.attendance': {
    columns: [
      { name: 'student_id', type: varcharOf() },
      { name: 'status', type: varcharOf() },
      { name: 'minutes', type: plain('bigint') },
    ],
  },
  'marts.risk': { columns: [{ name: 'student_id', type: varcharOf() }] },
};

/** Two datasets and a view of a small school. */
export const tables: Tables = { of: (name) => schemas[name] ?? null, names: Object.keys(schemas) };

export const rows = [
  'CREATE SCHEMA curated',
  `CREATE TABLE curated.students AS FROM (VALUES
    ('s1', 12::BIGINT, 4.50::DECIMAL(5,2), ['chess', 'choir'], DATE '2014-03-01',
      TIMESTAMPTZ '2026-03-01 03:30:00+00', {'city': 'Bogotá', 'floor': 1::BIGINT}),
    ('s2', 13, NULL, [], DATE '2013-05-05', TIMESTAMPTZ '2026-03-02 15:00:00+00', {'city': 'Cali', 'floor': NULL}),
    ('s3', NULL, 3.25, NULL, NULL, TIMESTAMPTZ '2026-03-03 15:00:00+00', NULL)
  ) t(student_id, age, gpa, tags, birth_date, changed_at, address)`,
  `CREATE TABLE curated.attendance AS FROM (VALUES
    ('s1', 'present', 300::BIGINT), ('s1', 'absent', 0), ('s2', 'absent', 0), ('s2', 'absent', 0),
    ('s2', 'late', 240), ('s4', 'present', 300)
  ) t(student_id, status, minutes)`,
];

/** Rows of a statement in Athena's SQL over that school, as DuckDB answers its translation. */
export async function answerOf(sql: string): Promise<Cell[][]> {
  const { duckdb } = translate(sql, tables);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  try {
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    for (const statement of rows) await connection.run(statement);
    const result = await connection.run(duckdb);
    return (await result.fetchAllChunks()).flatMap(exactChunk);
  } finally {
    instance.closeSync();
  }
}

/** `name type` of every column. */
export const columnsOf = ({ columns }: Translated): string[] =>
  columns.map(({ name, type }) => `${name} ${printedType(type)}`);

/** What is said of a statement that is refused: its message, and the hint behind it. */
export function refusalOf(sql: string): string {
  try {
    translate(sql, tables);
  } catch (error) {
    const { message, hint } = error as { message: string; hint?: string };
    return hint === undefined ? message : `${message} (${hint})`;
  }
  return 'not refused';
}
