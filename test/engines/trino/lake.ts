import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { catalogOf } from '../../../analytics/catalog.ts';
import type { TableSchema, Tables } from '../../../analytics/sql/tables.ts';
import { translate } from '../../../analytics/sql/translate.ts';
import { printedType } from '../../../analytics/sql/types.ts';
import { views } from '../../../analytics/views.ts';
import { catalog } from '../../../datasets/catalog.ts';
import { quotedName } from '../../../lake/iceberg/duckdb.ts';
import { scanSql } from '../../../lake/iceberg/scan.ts';
import { openTable } from '../../../lake/iceberg/versions.ts';
import { asTrino } from '../../analytics/sql/values.ts';
import type { Answer } from './client.ts';

/** The curated tables of a state directory and the rows of all views over them, in DuckDB. */
export interface Lake {
  readonly tables: Tables;
  /** Runs a statement in Athena's SQL; the answer has Trino's form. */
  ask(sql: string): Promise<Answer>;
}

export async function openLake(connection: DuckDBConnection, dir: string): Promise<Lake> {
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run('CREATE SCHEMA curated; CREATE SCHEMA marts');
  for (const name of existsSync(dir) ? readdirSync(dir) : []) {
    const table = await openTable(join(dir, name));
    if (table)
      await connection.run(
        `CREATE VIEW curated.${quotedName(name)} AS SELECT * FROM ${await scanSql(table)}`,
      );
  }
  const schemas: Record<string, TableSchema> = {};
  for (const { name, sql } of views) {
    const { duckdb, columns } = translate(sql, catalogOf(catalog, schemas));
    await connection.run(`CREATE TABLE marts.${quotedName(name)} AS ${duckdb}`);
    schemas[`marts.${name}`] = { columns };
  }
  const tables = catalogOf(catalog, schemas);
  return {
    tables,
    async ask(sql) {
      const { duckdb, columns, travels } = translate(sql, tables);
      // The tests go back no further than to the present.
      for (const { table, name } of travels) {
        const past = `curated.${quotedName(name.replace('curated.', ''))}`;
        await connection.run(`CREATE OR REPLACE VIEW ${past} AS FROM ${table}`);
      }
      const reader = await connection.runAndReadAll(duckdb);
      const rows = reader
        .getRows()
        .map((row) => columns.map(({ type }, index) => asTrino(row[index] ?? null, type)));
      return { columns: columns.map(({ name, type }) => ({ name, type: printedType(type) })), rows };
    },
  };
}
