import { stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { compareBounds, cutLower, cutUpper } from './bounds.ts';
import { quotedText } from './duckdb.ts';
import { filePath } from './locations.ts';
import { currentSchema, primitiveTypes } from './schema.ts';
import type { Bound, DataFile, PrimitiveType, Table } from './types.ts';

/**
 * Describes a Parquet file that DuckDB has written for a table with `parquetFieldIds`, its rows sorted by the
 * table's sort order. Only the footer is read: counts, sizes, and bounds of every column outside of lists.
 *
 * Parquet itself cuts texts longer than 256 bytes and may leave their bounds out, so the bounds of a key are
 * exact for keys up to there; a bound that is missing says that the file may hold any key.
 * @param path below the table's folder, such as `data/0001.parquet`
 */
export async function dataFileOf(
  connection: DuckDBConnection,
  table: Table,
  path: string,
): Promise<DataFile> {
  const { metadata } = table;
  const file = filePath(table, path);
  const types = primitiveTypes(metadata);
  const whole = new Set(currentSchema(metadata)['identifier-field-ids']);
  const columns = new Map<number, ColumnFacts>();
  let rows = 0;
  for (const chunk of await readFooter(connection, file)) {
    if (chunk.columnId === 0) rows += chunk.rows;
    const type = chunk.fieldId === null ? undefined : types.get(chunk.fieldId);
    if (chunk.fieldId === null || type === undefined) continue;
    const seen = columns.get(chunk.fieldId);
    columns.set(chunk.fieldId, seen ? merged(type, seen, factsOf(type, chunk)) : factsOf(type, chunk));
  }
  const maps = { columnSizes: new Map(), valueCounts: new Map(), nullCounts: new Map() };
  const [lowerBounds, upperBounds] = [new Map<number, Bound>(), new Map<number, Bound>()];
  for (const [id, facts] of columns) {
    maps.columnSizes.set(id, facts.size);
    maps.valueCounts.set(id, facts.values);
    maps.nullCounts.set(id, facts.nulls);
    if (!facts.bounds) continue;
    const cut = types.get(id) === 'string' && !whole.has(id);
    const [lower, upper] = facts.bounds;
    lowerBounds.set(id, cut ? cutLower(lower as string) : lower);
    const above = cut ? cutUpper(upper as string) : upper;
    if (above !== null) upperBounds.set(id, above);
  }
  const { size } = await stat(file);
  return {
    path,
    rows,
    bytes: size,
    ...maps,
    lowerBounds,
    upperBounds,
    sortOrderId: metadata['default-sort-order-id'],
  };
}

interface ColumnFacts {
  readonly size: number;
  readonly values: number;
  readonly nulls: number;
  /** Null when there is nothing to bound. */
  readonly bounds: readonly [Bound, Bound] | null;
  /** Some value may lie outside of all bounds. */
  readonly unbounded: boolean;
}

interface ColumnChunk {
  readonly columnId: number;
  readonly fieldId: number | null;
  readonly rows: number;
  readonly values: number;
  readonly nulls: number | null;
  readonly size: number;
  readonly min: string | null;
  readonly max: string | null;
}

function factsOf(type: PrimitiveType, chunk: ColumnChunk): ColumnFacts {
  const lower = canonical(type, chunk.min);
  const upper = canonical(type, chunk.max);
  const bounds = lower === null || upper === null ? null : ([lower, upper] as const);
  const nulls = chunk.nulls ?? 0;
  return {
    size: chunk.size,
    values: chunk.values,
    nulls,
    bounds,
    unbounded: !bounds && nulls < chunk.values,
  };
}

function merged(type: PrimitiveType, a: ColumnFacts, b: ColumnFacts): ColumnFacts {
  const unbounded = a.unbounded || b.unbounded;
  const wider = (): readonly [Bound, Bound] | null => {
    if (!a.bounds || !b.bounds) return a.bounds ?? b.bounds;
    const [low, high] = [a.bounds, b.bounds];
    return [
      compareBounds(type, low[0], high[0]) <= 0 ? low[0] : high[0],
      compareBounds(type, low[1], high[1]) >= 0 ? low[1] : high[1],
    ];
  };
  return {
    size: a.size + b.size,
    values: a.values + b.values,
    nulls: a.nulls + b.nulls,
    bounds: unbounded ? null : wider(),
    unbounded,
  };
}

/** DuckDB prints statistics as it prints values; null is what has no canonical form. */
function canonical(type: PrimitiveType, text: string | null): Bound | null {
  if (text === null) return null;
  switch (type) {
    case 'boolean':
      return text === 'true';
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(text) ? text : null;
    case 'timestamptz': {
      const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text);
      return match && `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(6, '0')}Z`;
    }
    default:
      return text;
  }
}

/** One line per column and row group. The leaves of the Parquet schema are numbered as its column chunks are. */
async function readFooter(connection: DuckDBConnection, file: string): Promise<ColumnChunk[]> {
  const name = quotedText(file);
  const reader = await connection.runAndReadAll(`
    WITH leaves AS (
      SELECT row_number() OVER (ORDER BY column_id) - 1 AS leaf, field_id
      FROM parquet_schema(${name}) WHERE num_children IS NULL
    )
    SELECT leaf::INTEGER AS "columnId", field_id::INTEGER AS "fieldId", row_group_num_rows::DOUBLE AS "rows",
      num_values::DOUBLE AS "values", stats_null_count::DOUBLE AS "nulls", total_compressed_size::DOUBLE AS "size",
      stats_min_value AS "min", stats_max_value AS "max"
    FROM parquet_metadata(${name}) JOIN leaves ON column_id = leaf
    ORDER BY row_group_id, leaf`);
  return reader.getRowObjects() as unknown as ColumnChunk[];
}
