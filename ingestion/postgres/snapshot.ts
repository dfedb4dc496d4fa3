import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { UserError } from '../../base/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { positionText } from '../ledger/position.ts';
import type { Source } from '../ledger/sources.ts';
import type { SourceRow } from '../mapping/mapping.ts';
import type { TableFacts } from './catalog.ts';
import { quoteName, quoteText } from './connect.ts';
import { openCopyText } from './copyText.ts';
import type { Intake } from './intake.ts';
import type { Lsn } from './lsn.ts';
import { qualified } from './publication.ts';
import type { Report } from './report.ts';
import { type BatchLimits, withNulls } from './stream.ts';
import type { SourceTable } from './tables.ts';

/**
 * Where the rows of a copy stand. A streamed transaction may commit exactly at the slot's consistent point, so the
 * copy stands one byte below it: older than everything that is streamed, newer than every epoch before.
 */
export interface CopyPositions {
  /** Begin marker: rows of the source that stay below it were not seen by the copy. */
  readonly begin: string;
  row(ordinal: number): string;
  /** End marker: the position of the deletes. */
  readonly end: string;
}

export function copyPositions(epoch: number, consistentPoint: Lsn): CopyPositions {
  const lsn = consistentPoint - 1n;
  return {
    begin: positionText(epoch, lsn, 0),
    row: (ordinal) => positionText(epoch, lsn, ordinal),
    end: positionText(epoch, lsn, 0xffff_ffff),
  };
}

/** Begins a transaction that sees the exported snapshot, and keeps the tables' shapes as they are until its end. */
export async function importSnapshot(
  client: pg.ClientBase,
  snapshotName: string,
  tables: readonly SourceTable[],
): Promise<void> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query(`SET TRANSACTION SNAPSHOT ${quoteText(snapshotName)}`);
  await client.query(lockStatement(tables));
}

export const lockStatement = (tables: readonly SourceTable[]): string =>
  `LOCK TABLE ${tables.map(qualified).join(', ')} IN ACCESS SHARE MODE`;

/**
 * Copies tables as the client's transaction sees them, in batches that the ledger makes durable; memory holds one
 * batch. `rowCopied` is called after each batch with the rows so far.
 */
export async function copyTables(parts: {
  readonly client: pg.ClientBase;
  readonly ledger: Ledger;
  readonly intake: Intake;
  readonly tables: readonly SourceTable[];
  readonly facts: ReadonlyMap<string, TableFacts>;
  readonly positions: CopyPositions;
  readonly limits: BatchLimits;
  readonly report: Report;
  readonly rowsCopied: (rows: number) => void;
}): Promise<void> {
  const { client, ledger, intake, limits } = parts;
  let ordinal = 0;
  for (const table of parts.tables) {
    const all = parts.facts.get(table.label)?.columns.map(({ name }) => name) ?? [];
    const columns = all.filter((name) => !table.secret.has(name));
    const absent = [...table.optional].filter((name) => !all.includes(name));
    const before = ordinal;
    let bytes = 0;
    const text = openCopyText(columns);
    for await (const chunk of client.query(copyTo(copyStatement(table, columns))) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      for (const row of text.push(chunk)) {
        ordinal += 1;
        intake.insert(table, withLost(ledger, table, row, absent), {
          position: parts.positions.row(ordinal),
        });
        if (intake.size() >= limits.rows) intake.accept();
      }
      if (bytes >= limits.bytes) {
        intake.accept();
        bytes = 0;
      }
      parts.rowsCopied(ordinal);
    }
    text.end();
    intake.accept();
    parts.report({ kind: 'copied', table: table.label, rows: ordinal - before });
  }
}

export function copyStatement(table: SourceTable, columns: readonly string[], condition = ''): string {
  return `COPY (SELECT ${columns.map(quoteName).join(', ')} FROM ${qualified(table)}${condition}) TO STDOUT`;
}

/** Columns that the table has lost: known rows keep their value, new rows have none. */
function withLost(ledger: Ledger, table: SourceTable, row: SourceRow, absent: readonly string[]): SourceRow {
  if (absent.length === 0) return row;
  const isKnown = table.mappings.some((compiled) => {
    const key = compiled.keyOf(row);
    return key !== null && ledger.get(compiled.contract.name, key)?.deleted === false;
  });
  return isKnown ? row : withNulls(row, absent);
}

/** Which removals go through whatever their share is, and up to which share the others do. */
export interface RemovalGuard {
  readonly share: number;
  readonly accepted: ReadonlySet<string>;
}

/**
 * Deletes the source's rows that the copy did not see. UserError when that would remove more of a dataset than the
 * guard allows, with the counts of every such dataset; then nothing is deleted.
 */
export function sweepUnseen(
  ledger: Ledger,
  source: Source,
  datasets: readonly string[],
  positions: CopyPositions,
  guard: RemovalGuard,
  report: Report,
): number {
  const refused = datasets.flatMap((dataset) => {
    const { present, missing } = ledger.removable(source, dataset, positions.begin);
    return missing > present * guard.share && !guard.accepted.has(dataset)
      ? [{ dataset, present, missing }]
      : [];
  });
  if (refused.length > 0) {
    const counts = refused.map(({ dataset, present, missing }) => `${missing} of ${present} ${dataset}`);
    throw new UserError(`the source no longer has ${counts.join(', ')}: too many to remove unasked`, {
      hint: `If that is right, repeat with ${refused.map(({ dataset }) => `--accept-removals ${dataset}`).join(' ')}.`,
    });
  }
  let removed = 0;
  for (const dataset of datasets) {
    const swept = ledger.sweep(source, dataset, positions.begin, positions.end);
    if (swept > 0) report({ kind: 'swept', dataset, removed: swept });
    removed += swept;
  }
  return removed;
}
