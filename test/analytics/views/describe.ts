import { analytics } from '../../../analytics/translatedViews.ts';
import { catalog } from '../../../datasets/catalog.ts';
import { curatedFields } from '../../../lake/curation/schema.ts';
import { openEngine } from '../../../lake/duckdb.ts';
import { emptySql } from '../../../lake/iceberg/scan.ts';
import { withIds } from '../../../lake/iceberg/schema.ts';

/** Columns of every view as DuckDB itself describes them over empty datasets, in Trino's words: `name type`. */
export async function describedInDuckDb(): Promise<Record<string, string[]>> {
  const engine = await openEngine({ spill: '/nowhere', threads: 1 });
  const connection = await engine.connect();
  try {
    await connection.run('CREATE SCHEMA curated; CREATE SCHEMA marts');
    for (const contract of Object.values(catalog)) {
      const from = emptySql(withIds(curatedFields(contract), 0).fields);
      await connection.run(`CREATE VIEW curated.${contract.name} AS FROM ${from}`);
    }
    const described: Record<string, string[]> = {};
    for (const { name, translated } of analytics().views) {
      await connection.run(`CREATE TABLE marts.${name} AS FROM (${translated.duckdb})`);
      const result = await connection.runAndReadAll(`FROM marts.${name}`);
      const types = result.columnTypes();
      described[name] = result
        .columnNames()
        .map((column, index) => `${column} ${trinoType(String(types[index]))}`);
    }
    return described;
  } finally {
    connection.closeSync();
    engine.close();
  }
}

const trinoType = (type: string) =>
  ({ 'TIMESTAMP WITH TIME ZONE': 'timestamp(6) with time zone' })[type] ??
  type.toLowerCase().replace(',', ', ');
