import { type DuckDBConnection, DuckDBInstance, ResultReturnType } from '@duckdb/node-api';
import { UserError } from '../../../base/errors.ts';
import { type GivenFile, refuseChanged, type TableFile, type TableRow } from './tableFile.ts';

interface ParquetColumn {
  readonly name: string;
  /** As DuckDB calls it. */
  readonly type: string;
}

/**
 * A Parquet file. DuckDB reads it, since it knows every encoding and prints every type exactly: integers and decimals
 * digit by digit, floating numbers with as few digits as tell them apart, times to the nanosecond, instants in UTC,
 * nested values as JSON.
 */
export async function openParquet(given: GivenFile): Promise<TableFile> {
  const unchanged = refuseChanged(given);
  let columns: readonly ParquetColumn[] = [];
  for await (const found of reading(given, columnsOf)) columns = found;
  return {
    ...given,
    columns: columns.map(({ name }) => name),
    repairs: [],
    async *rows() {
      yield* reading(given, (connection, table) => rowsOf(connection, table, columns));
      unchanged();
    },
  };
}

/** One thread, so that rows keep their order, and nothing is ever fetched from a network. */
const settings = {
  threads: '1',
  memory_limit: '512MB',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
};

async function* reading<T>(
  { path, name }: GivenFile,
  read: (connection: DuckDBConnection, table: string) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  const engine = await DuckDBInstance.create(':memory:', settings);
  try {
    const connection = await engine.connect();
    // Brackets around them keep DuckDB from reading these characters as patterns of file names.
    const literal = path.replace(/[[*?]/g, '[$&]').replaceAll("'", "''");
    yield* read(connection, `read_parquet('${literal}', hive_partitioning = false)`);
  } catch (cause) {
    const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new UserError(`${name}: cannot be read as Parquet (${reason})`, {
      cause,
      hint: 'Give a file that another program can open.',
    });
  } finally {
    engine.closeSync();
  }
}

async function* columnsOf(connection: DuckDBConnection, table: string): AsyncGenerator<ParquetColumn[]> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${table}`);
  yield described.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
}

async function* rowsOf(
  connection: DuckDBConnection,
  table: string,
  columns: readonly ParquetColumn[],
): AsyncGenerator<TableRow> {
  await connection.run("SET TimeZone = 'UTC'");
  const result = await connection.stream(`SELECT ${columns.map(textOf).join(', ')} FROM ${table}`);
  let line = 0;
  for await (const rows of result.yieldRows()) {
    for (const values of rows) {
      line += 1;
      const cells = columns.map(({ name }, index) => [name, values[index] as string | null] as const);
      yield { line, cells: Object.fromEntries(cells), repairs: [], broken: null };
    }
  }
  // A stream that fails ends like one that is done: rows that were not read must not count as removed.
  if (result.returnType === ResultReturnType.INVALID) throw new Error(`broken off after row ${line}`);
}

function textOf({ name, type }: ParquetColumn): string {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  const isNested = /^(STRUCT|MAP|UNION)\(|\]$/.test(type);
  return isNested ? `CAST(to_json(${quoted}) AS VARCHAR)` : `CAST(${quoted} AS VARCHAR)`;
}
