import { existsSync, readdirSync } from 'node:fs';
import type { View } from '../../../analytics/views.ts';
import { metadataPath } from '../../../lake/iceberg/metadata.ts';
import { openTable } from '../../../lake/iceberg/versions.ts';
import { askTrino } from './client.ts';

/**
 * Registers the Iceberg tables in the folders of `dir` with Trino, as `awsdatacatalog.<schema>.<folder>`: it reads
 * the very files that DuckDB reads.
 * @returns names of the tables
 */
export async function registerTables(url: string, dir: string, schema: string): Promise<string[]> {
  const session = { catalog: 'awsdatacatalog', schema };
  await askTrino(url, `CREATE SCHEMA IF NOT EXISTS ${schema}`, session);
  const names: string[] = [];
  for (const name of existsSync(dir) ? readdirSync(dir).toSorted() : []) {
    const table = await openTable(`${dir}/${name}`);
    if (!table) continue;
    const file = metadataPath(table.version).replace(/^.*\//, '');
    const location = table.metadata.location;
    await askTrino(
      url,
      `CALL system.register_table('${schema}', '${name}', '${location.replaceAll("'", "''")}', '${file}')`,
      session,
    );
    names.push(name);
  }
  return names;
}

/**
 * Computes every view once, and lets it be read as `awsdatacatalog.marts.<name>` with the types that it has. Read
 * through each other, views would be one plan, and Trino takes none of more than 150 stages.
 */
export async function computeViews(url: string, views: readonly Pick<View, 'name' | 'sql'>[]): Promise<void> {
  const session = { catalog: 'awsdatacatalog', schema: 'curated' };
  await askTrino(url, 'CREATE SCHEMA marts', session);
  await askTrino(url, 'CREATE SCHEMA memory.marts', session);
  for (const { name, sql } of views) {
    await askTrino(url, `CREATE TABLE memory.marts.${name} AS ${sql}`, session);
    await askTrino(url, `CREATE VIEW marts.${name} AS SELECT * FROM memory.marts.${name}`, session);
  }
}
