import type { DuckDBConnection } from '@duckdb/node-api';
import { ask } from '../../../lake/duckdb.ts';
import { quotedName, quotedText } from '../../../lake/iceberg/duckdb.ts';
import type { Hit, Needles } from './needles.ts';

/** Values of every column, and the least and greatest ones that the footer states. */
export async function parquetHits(
  connection: DuckDBConnection,
  file: string,
  place: string,
  needles: Needles,
): Promise<Hit[]> {
  const rows = `read_parquet(${quotedText(file)}, hive_partitioning = false)`;
  const described = await ask<{ column_name: string }>(
    connection,
    `SELECT column_name FROM (DESCRIBE SELECT * FROM ${rows})`,
  );
  const columns = described.map(({ column_name }) => `${quotedName(column_name)}::VARCHAR`);
  const statistics = `parquet_metadata(${quotedText(file)})`;
  return [
    ...(await hitsIn(rows, columns, place)),
    ...(await hitsIn(statistics, ['stats_min_value', 'stats_max_value'], `${place} (statistics)`)),
  ];

  async function hitsIn(from: string, values: readonly string[], where: string): Promise<Hit[]> {
    const sought = needles.texts;
    if (sought.length === 0) return [];
    const answers = sought.map((needle, index) => {
      const conditions = values.map((value) => `contains(${value}, ${quotedText(needle)})`);
      return `coalesce(bool_or(${conditions.join(' OR ')}), false) AS "${index}"`;
    });
    const [found = {}] = await ask<Record<string, boolean>>(
      connection,
      `SELECT ${answers.join(', ')} FROM ${from}`,
    );
    return sought.filter((_, index) => found[index] === true).map((needle) => ({ place: where, needle }));
  }
}
