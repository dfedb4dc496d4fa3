import type { DuckDBConnection } from '@duckdb/node-api';
import { quotedText } from '../iceberg/duckdb.ts';
import type { Trace } from './find.ts';

/** Statements stay short enough to be parsed quickly. */
const rowsAStatement = 5_000;

/** Fills the temporary table `traces(key, version)` of a connection. */
export async function loadTraces(connection: DuckDBConnection, traces: readonly Trace[]): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE traces ("key" VARCHAR, "version" BIGINT)');
  for (let at = 0; at < traces.length; at += rowsAStatement) {
    const rows = traces
      .slice(at, at + rowsAStatement)
      .map(({ key, version }) => `(${quotedText(key)}, ${version})`);
    await connection.run(`INSERT INTO traces VALUES ${rows.join(', ')}`);
  }
}
