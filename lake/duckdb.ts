import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';

export interface EngineOptions {
  /** Folder for what does not fit into memory; made when it is needed. */
  readonly spill: string;
  /** Default: as many as the machine has cores. */
  readonly threads?: number;
  /** Default `2GB`. */
  readonly memory?: string;
}

/** A DuckDB in this process, in memory: tables of the lake are files that it reads and writes. */
export interface Engine {
  /** A connection has its own temporary tables and runs one statement at a time. */
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

/**
 * Opens DuckDB as the lake uses it everywhere: instants are UTC, nothing is fetched from a network, and what
 * runs out of memory spills into a folder of the caller's.
 */
export async function openEngine({ spill, threads, memory = '2GB' }: EngineOptions): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: memory,
    temp_directory: spill,
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
  return {
    async connect() {
      const connection = await instance.connect();
      await connection.run("SET TimeZone = 'UTC'");
      return connection;
    },
    close: () => instance.closeSync(),
  };
}

/**
 * The rows of a question that the lake asks for itself. 64-bit integers are numbers: these are counts, sizes and
 * versions, never values of a dataset (see `exactObjects` for those).
 */
export async function ask<T>(connection: DuckDBConnection, sql: string): Promise<T[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.convertRowObjects<unknown>(plain) as T[];
}

function plain(value: DuckDBValue): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new Error(`${value} is too large for a number`);
  return number;
}
