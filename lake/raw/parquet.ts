import { mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { failpoint } from '../../base/failpoints.ts';
import { syncFile, syncFolder } from '../../base/files.ts';
import { ask } from '../duckdb.ts';
import { quotedText } from '../iceberg/duckdb.ts';
import type { RawFile } from './files.ts';

/** Where events wait for a flush. Instants are texts here: the cheapest to append, parsed when written. */
export const bufferDefinition = `CREATE TEMP TABLE events (
  seq BIGINT, dataset VARCHAR, "key" VARCHAR, op VARCHAR, "version" BIGINT, source VARCHAR, "position" VARCHAR,
  occurred_at VARCHAR, accepted_at VARCHAR, contract_version INTEGER, mapping_version INTEGER, "row" VARCHAR,
  extra VARCHAR)`;

/** The columns of a raw file, in order. Dataset and hour are in its path. */
export const rawColumns = {
  seq: 'BIGINT',
  key: 'VARCHAR',
  op: 'VARCHAR',
  version: 'BIGINT',
  source: 'VARCHAR',
  position: 'VARCHAR',
  occurred_at: 'TIMESTAMPTZ',
  accepted_at: 'TIMESTAMPTZ',
  contract_version: 'INTEGER',
  mapping_version: 'INTEGER',
  row: 'VARCHAR',
  extra: 'VARCHAR',
} as const;

/** What lies in one file of a flush. */
export type Partition = Pick<RawFile, 'dataset' | 'hour' | 'firstSeq' | 'lastSeq' | 'rows'>;

/** The hour of acceptance, as the canonical text of an instant begins. */
const hour = 'left(accepted_at, 13)';

export function partitions(connection: DuckDBConnection): Promise<Partition[]> {
  return ask(
    connection,
    `SELECT dataset, ${hour} AS hour, min(seq) AS "firstSeq", max(seq) AS "lastSeq", count(*) AS "rows"
     FROM events GROUP BY ALL ORDER BY ALL`,
  );
}

export async function writePartition(
  connection: DuckDBConnection,
  dir: string,
  partition: Partition,
): Promise<RawFile> {
  const rows = `SELECT * FROM events
    WHERE dataset = ${quotedText(partition.dataset)} AND ${hour} = ${quotedText(partition.hour)} ORDER BY seq`;
  return writeRawFile(connection, dir, partition, `(${rows})`);
}

/**
 * Writes a file of the raw zone so that it is whole and durable when its name appears.
 * @param from an expression for FROM that yields the columns of `rawColumns` in the order of `seq`
 */
export async function writeRawFile(
  connection: DuckDBConnection,
  dir: string,
  partition: Partition,
  from: string,
): Promise<RawFile> {
  const path = rawPath(partition);
  const file = join(dir, path);
  const aside = `${file}.new`;
  const made = mkdirSync(dirname(file), { recursive: true });
  const columns = Object.entries(rawColumns).map(([name, type]) => `"${name}"::${type} AS "${name}"`);
  failpoint('before raw.write');
  const copied = await connection.runAndReadAll(
    `COPY (SELECT ${columns.join(', ')} FROM ${from}) TO ${quotedText(aside)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  failpoint('after raw.write');
  syncFile(aside);
  failpoint('before raw.rename');
  renameSync(aside, file);
  failpoint('after raw.rename');
  syncFolder(dirname(file));
  const top = made === undefined ? dirname(file) : dirname(made);
  for (let at = dirname(file); at !== top; at = dirname(at)) syncFolder(dirname(at));
  const rows = Number(copied.getRows()[0]?.[0]);
  return { path, ...partition, rows, bytes: statSync(file).size };
}

function rawPath({ dataset, hour, firstSeq, lastSeq }: Partition): string {
  return `changes/dataset=${dataset}/hour=${hour}/${firstSeq}-${lastSeq}.parquet`;
}
