import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../datasets/contract.ts';
import { changedAtColumn, versionColumn } from '../curation/schema.ts';
import type { LakeDirs } from '../dirs.ts';
import { ask } from '../duckdb.ts';
import type { Cell } from '../exact.ts';
import { pseudonymsOf } from '../governance/pseudonyms.ts';
import { quotedName, quotedText } from '../iceberg/duckdb.ts';
import { changedFiles } from '../iceberg/files.ts';
import { scanSql } from '../iceberg/scan.ts';
import { currentSchema } from '../iceberg/schema.ts';
import { type Answer, exactBatches, startAnswer } from './answer.ts';
import { factsOf, type SnapshotFacts } from './history.ts';
import { type Moment, resolveSnapshot } from './moments.ts';
import { inSession, type ReadOptions } from './session.ts';
import { tableOf } from './tables.ts';

type Row = Readonly<Record<string, Cell>>;

/** One row that differs. */
export type RowChange =
  | { readonly kind: 'added' | 'removed'; readonly key: string; readonly row: Row }
  | {
      readonly kind: 'changed';
      readonly key: string;
      /** The columns that differ. */
      readonly columns: Readonly<Record<string, { readonly before: Cell; readonly after: Cell }>>;
    };

/** How a dataset differs between two of its snapshots. */
export interface Diff {
  readonly dataset: string;
  readonly from: SnapshotFacts;
  readonly to: SnapshotFacts;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** In the order of keys, in batches. */
  readonly changes: AsyncGenerator<RowChange[]>;
  close(): Promise<void>;
}

/**
 * Compares two snapshots of a dataset, whichever is older, by keys and the values of the contract's columns. Only
 * files that one of them has and the other has not are read. Whoever asks closes the answer.
 * @throws UserError when there is no such snapshot (any more)
 */
export async function diffDataset(
  dirs: LakeDirs,
  contract: Contract,
  { from, to, ...options }: ReadOptions & { readonly from: Moment; readonly to: Moment },
): Promise<Diff> {
  const { name, key } = contract;
  const table = await tableOf(dirs, name);
  const [before, after] = [resolveSnapshot(table, name, from), resolveSnapshot(table, name, to)];
  const files = await changedFiles(table, before['snapshot-id'], after['snapshot-id']);
  // Both sides in the present schema: what a column was called or where it stood is no difference of rows.
  const sides = [
    await scanSql(table, { files: files.removed }),
    await scanSql(table, { files: files.added }),
  ] as const;
  const added = new Set([
    versionColumn,
    changedAtColumn,
    ...pseudonymsOf(contract).map(({ name: pid }) => pid),
  ]);
  const columns = currentSchema(table.metadata)
    .fields.map((field) => field.name)
    .filter((column) => !added.has(column));
  return inSession(options, async (session) => {
    await session.connection.run(differencesSql(key, columns, sides));
    const counts = await countsOf(session.connection);
    const answer = await startAnswer(
      'SELECT kind, "key", before, after FROM differences ORDER BY "key"',
      session,
    );
    return {
      dataset: name,
      from: factsOf(before),
      to: factsOf(after),
      ...counts,
      changes: changesOf(answer),
      close: answer.close,
    };
  });
}

function differencesSql(
  keyColumn: string,
  columns: readonly string[],
  [before, after]: readonly [string, string],
): string {
  const key = quotedName(keyColumn);
  const rowOf = (side: string) =>
    `{${columns.map((column) => `${quotedText(column)}: ${side}.${quotedName(column)}`).join(', ')}}`;
  const differs = columns.map(
    (column) => `before.${quotedName(column)} IS DISTINCT FROM after.${quotedName(column)}`,
  );
  return `CREATE TEMP TABLE differences AS
SELECT coalesce(before.${key}, after.${key}) AS "key",
  CASE WHEN before.${key} IS NULL THEN 'added' WHEN after.${key} IS NULL THEN 'removed' ELSE 'changed' END AS kind,
  ${rowOf('before')} AS before, ${rowOf('after')} AS after
FROM (FROM ${before}) AS before FULL JOIN (FROM ${after}) AS after ON before.${key} = after.${key}
WHERE ${differs.join(' OR ')}`;
}

async function countsOf(connection: DuckDBConnection) {
  const found = await ask<{ kind: RowChange['kind']; rows: number }>(
    connection,
    'SELECT kind, count(*) AS "rows" FROM differences GROUP BY kind',
  );
  const count = (kind: RowChange['kind']) => found.find((row) => row.kind === kind)?.rows ?? 0;
  return { added: count('added'), removed: count('removed'), changed: count('changed') };
}

async function* changesOf(answer: Answer): AsyncGenerator<RowChange[]> {
  for await (const batch of exactBatches(answer)) {
    yield batch.map(([kind, key, before, after]) =>
      changeOf(kind as RowChange['kind'], key as string, before as Row, after as Row),
    );
  }
}

function changeOf(kind: RowChange['kind'], key: string, before: Row, after: Row): RowChange {
  if (kind !== 'changed') return { kind, key, row: kind === 'added' ? after : before };
  const changed = Object.keys(after).filter(
    (column) => JSON.stringify(before[column]) !== JSON.stringify(after[column]),
  );
  const columns = changed.map((column) => [
    column,
    { before: before[column] ?? null, after: after[column] ?? null },
  ]);
  return { kind, key, columns: Object.fromEntries(columns) };
}
