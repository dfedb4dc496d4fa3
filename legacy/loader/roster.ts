import type { Cell, LegacyRow } from '../rows.ts';
import type { TableName } from '../tables.ts';
import type { Bundle, BundleFile, BundleRow, Note } from './bundle.ts';

/** A monolith being put together from a bundle: rows by table, and the keys that were given to sourcedIds. */
export interface Roster {
  readonly bundle: Bundle;
  readonly rows: Map<TableName, LegacyRow[]>;
  readonly skipped: Note[];
  readonly mended: Note[];
}

export function newRoster(bundle: Bundle): Roster {
  return { bundle, rows: new Map(), skipped: [...bundle.skipped], mended: [...bundle.mended] };
}

export function add(roster: Roster, table: TableName, row: LegacyRow): void {
  const rows = roster.rows.get(table);
  if (rows) rows.push(row);
  else roster.rows.set(table, [row]);
}

export const countOf = (roster: Roster, table: TableName): number => roster.rows.get(table)?.length ?? 0;

export const fileRows = (roster: Roster, file: BundleFile): readonly BundleRow[] =>
  roster.bundle.files[file] ?? [];

export function skip(roster: Roster, file: BundleFile, row: BundleRow, rule: string): void {
  roster.skipped.push({ file: `${file}.csv`, line: row.line, rule });
}

export function mend(roster: Roster, file: BundleFile, row: BundleRow, rule: string): void {
  roster.mended.push({ file: `${file}.csv`, line: row.line, rule });
}

/** Rows of a file that name themselves and are in force, each sourcedId once; notes for the others. */
export function namedRows(roster: Roster, file: BundleFile): { id: string; row: BundleRow }[] {
  const seen = new Set<string>();
  const named: { id: string; row: BundleRow }[] = [];
  for (const row of liveRows(roster, file)) {
    const id = row.cells.sourcedId;
    if (!id) skip(roster, file, row, 'has no sourcedId');
    else if (seen.has(id)) skip(roster, file, row, 'repeats the sourcedId of an earlier row');
    else {
      seen.add(id);
      named.push({ id, row });
    }
  }
  return named;
}

export function liveRows(roster: Roster, file: BundleFile): BundleRow[] {
  return fileRows(roster, file).filter((row) => {
    const deleted = row.cells.status?.toLowerCase() === 'tobedeleted';
    if (deleted) skip(roster, file, row, 'is marked tobedeleted');
    return !deleted;
  });
}

export const text = (row: BundleRow, column: string): Cell => row.cells[column] ?? null;

export const list = (cell: string | undefined): string[] =>
  (cell ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

/** A date cell as PostgreSQL takes it; what is no date is left empty and noted. */
export function dateCell(roster: Roster, file: BundleFile, row: BundleRow, column: string): string | null {
  const cell = row.cells[column];
  if (cell === undefined) return null;
  const day = cell.slice(0, 10);
  const at = Date.parse(`${day}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(day))
    return day;
  mend(roster, file, row, `${column} is no date and was left empty`);
  return null;
}
