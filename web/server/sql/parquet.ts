import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openEngine } from '../../../lake/duckdb.ts';
import { quotedName, quotedText } from '../../../lake/iceberg/duckdb.ts';
import type { SqlAnswer } from './start.ts';

/**
 * Rows as a Parquet file with the types of their columns. It can be written only as a whole, and any engine's rows
 * are to become one: so they go aside in their exact texts, and DuckDB makes the file of these.
 */
export async function* parquet(answer: SqlAnswer): AsyncGenerator<Uint8Array> {
  const folder = join(tmpdir(), `aljibe-parquet-${randomUUID()}`);
  await mkdir(folder, { mode: 0o700 });
  try {
    const [rows, file] = [join(folder, 'rows.jsonl'), join(folder, 'rows.parquet')];
    await pipeline(numberedRows(answer), createWriteStream(rows));
    const engine = await openEngine({ spill: join(folder, 'spill') });
    try {
      await (await engine.connect()).run(copySql(answer.columns, rows, file));
    } finally {
      engine.close();
    }
    yield* createReadStream(file) as AsyncIterable<Uint8Array>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Names of columns may be anything in an answer; here they are their numbers. */
async function* numberedRows({ batches }: SqlAnswer): AsyncGenerator<string> {
  for await (const batch of batches()) {
    yield batch
      .map((row) => `${JSON.stringify(Object.fromEntries(row.map((value, at) => [`c${at}`, value])))}\n`)
      .join('');
  }
}

function copySql(columns: SqlAnswer['columns'], rows: string, file: string): string {
  const types = columns.map(({ type }, at) => `c${at}: ${quotedText(String(type))}`);
  const selected = columns.map(({ name }, at) => `c${at} AS ${quotedName(name)}`);
  const source = `read_json(${quotedText(rows)}, format = 'newline_delimited', columns = {${types.join(', ')}})`;
  return `COPY (SELECT ${selected.join(', ')} FROM ${source}) TO ${quotedText(file)} (FORMAT parquet, COMPRESSION zstd)`;
}
