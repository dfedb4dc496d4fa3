import type { DuckDBConnection } from '@duckdb/node-api';
import { ask } from '../../lake/duckdb.ts';
import { changedFiles } from '../../lake/iceberg/files.ts';
import { scanSql } from '../../lake/iceberg/scan.ts';
import type { Table } from '../../lake/iceberg/types.ts';
import { analytics } from '../translatedViews.ts';
import type { Stored } from '../views.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { monthsSql } from './months.ts';
import { storedScan } from './scan.ts';

export type ByMonth = Extract<Stored, { kind: 'by month' }>;

/** A dataset as it was when the refresh began. */
export interface Snapshot {
  readonly table: Table | null;
  /** Its id; `none` for a dataset without one. */
  readonly version: string;
}

/** What a view is refreshed from. */
export interface Around {
  /** Folder of the analytics zone. */
  readonly zone: string;
  /** By qualified name. */
  readonly datasets: ReadonlyMap<string, Snapshot>;
  /** Version of every dataset and view so far, by qualified name. */
  readonly versions: ReadonlyMap<string, string>;
}

/** Whether a column of an input is a date or an instant. */
export const typeOf = (input: string, column: string): 'date' | 'instant' =>
  analytics()
    .tables.of(input)
    ?.columns.find(({ name }) => name === column)?.type.kind === 'date'
    ? 'date'
    : 'instant';

/** All months that the inputs have rows of. */
export async function allMonths(connection: DuckDBConnection, { inputs }: ByMonth): Promise<string[]> {
  const queries = Object.entries(inputs).map(([input, column]) =>
    monthsSql(column, typeOf(input, column), input),
  );
  return askMonths(connection, queries);
}

/** Months of the rows that differ between an input as it was and as it is; all where that is not known any more. */
export async function changedMonths(
  connection: DuckDBConnection,
  stored: ByMonth,
  changed: readonly string[],
  known: Manifest,
  around: Around,
): Promise<string[]> {
  const queries: string[] = [];
  for (const input of changed) {
    const sides = await differing(input, known, around);
    if (sides === null) return allMonths(connection, stored);
    const column = stored.inputs[input] as string;
    const [before, after] = sides;
    const rows = `((FROM ${before} EXCEPT FROM ${after}) UNION ALL (FROM ${after} EXCEPT FROM ${before}))`;
    queries.push(monthsSql(column, typeOf(input, column), rows));
  }
  return askMonths(connection, queries);
}

async function askMonths(connection: DuckDBConnection, queries: readonly string[]): Promise<string[]> {
  const months = await ask<{ month: string }>(connection, `${queries.join(' UNION ')} ORDER BY month`);
  return months.map(({ month }) => month);
}

/** Expressions for rows of an input before and now, of the files that are not in both. */
async function differing(
  input: string,
  known: Manifest,
  { zone, datasets }: Around,
): Promise<readonly [string, string] | null> {
  const dataset = datasets.get(input);
  const before = known.inputs[input];
  if (!dataset) {
    const view = analytics().views.find(({ name }) => `marts.${name}` === input);
    const manifest = view && readManifest(zone, view.name);
    if (!view || !manifest || before === undefined) return null;
    const old = before === '' ? [] : before.split(' ').map((file) => ({ month: null, file }));
    if (
      old.some(({ file }) => ![...manifest.before, ...manifest.parts.map((part) => part.file)].includes(file))
    )
      return null;
    return [storedScan(zone, view, { ...manifest, parts: old }), storedScan(zone, view, manifest)];
  }
  const { table } = dataset;
  if (!table || before === undefined || before === 'none') return null;
  if (!table.metadata.snapshots.some((snapshot) => String(snapshot['snapshot-id']) === before)) return null;
  const { added, removed } = await changedFiles(table, BigInt(before), BigInt(dataset.version));
  return [await scanSql(table, { files: removed }), await scanSql(table, { files: added })];
}
