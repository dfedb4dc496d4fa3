import type { Repair } from '../../mapping/mapping.ts';
import { areGrades, cleanCell } from './clean.ts';
import type { DayOrder } from './dayOrder.ts';
import type { Header } from './header.ts';
import type { FileName } from './names.ts';
import { type CsvRecord, cellText, outsideAscii } from './records.ts';
import type { Encoding } from './scan.ts';

/** One row of a file, cleaned; cells that say nothing are absent. */
export interface Line {
  readonly file: FileName;
  /** `users.csv:12`. */
  readonly place: string;
  readonly row: Readonly<Record<string, string>>;
  readonly repairs: readonly Repair[];
  /** Why the row cannot be trusted as it stands; null for a good one. */
  readonly broken: { readonly column: string | null; readonly rule: string } | null;
}

/** How the records of a file are read. */
export interface Reading {
  readonly header: Header;
  readonly encoding: Encoding;
  readonly dayOrder: DayOrder;
  /** Cells of most records, where the file holds passwords; null where it holds none. */
  readonly usualCells: number | null;
}

/** How a repair names a whole row. */
const wholeRow = '(row)';

/**
 * Names, decodes and cleans the cells of a record. Broken are a row with more cells than the header names, unless
 * the surplus ones are empty, and a row with bytes that are no text or with a NUL; it keeps its cells for quarantine.
 * In a file with passwords a row with more or fewer cells than the others may have its password in another column,
 * since nobody can tell which of its cells is surplus or missing: the cells into which it may have slipped are left
 * out, but for grades, which stand beside it in 1.1 and look like no password.
 */
export function readLine(
  file: FileName,
  place: string,
  { header, encoding, dayOrder, usualCells }: Reading,
  { cells }: CsvRecord,
): Line {
  const repairs: Repair[] = [];
  const row: Record<string, string> = {};
  let broken: Line['broken'] = null;
  const { columns } = header;
  const slip = cells.length - columns.length;
  const isRagged = usualCells !== null && cells.length !== usualCells;
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) {
    broken = { column: null, rule: `has ${cells.length} cells where the header has ${columns.length}` };
  } else if (slip > 0) {
    repairs.push({ column: wholeRow, repair: 'surplus empty cells left out' });
  } else if (slip < 0) {
    repairs.push({ column: wholeRow, repair: 'missing cells at the end read as empty' });
  }
  const suspects = broken || isRagged ? slipped(columns, slip) : new Set<number>();
  for (const [index, cell] of cells.entries()) {
    const column = index < columns.length ? columns[index] : `surplus ${index - columns.length + 1}`;
    if (!column || cell === '' || (index >= columns.length && !broken)) continue;
    if (suspects.has(index) && !(column === 'grades' && areGrades(cell))) {
      repairs.push({ column, repair: 'left out, since it may be a password' });
      continue;
    }
    const text = cellText(cell, encoding);
    if (text === null) broken ??= { column, rule: 'holds bytes that are not UTF-8' };
    if (text?.includes('\0')) broken ??= { column, rule: 'holds a NUL character' };
    if (encoding === 'windows-1252' && outsideAscii.test(cell))
      repairs.push({ column, repair: 'read as Windows-1252' });
    const cleaned = cleanCell(file, column, text ?? '\ufffd', dayOrder);
    if (cleaned.repair) repairs.push({ column, repair: cleaned.repair });
    if (cleaned.text !== null) row[column] = cleaned.text;
  }
  return { file, place, row, repairs: broken ? [] : repairs, broken };
}

/** Cells where a secret may stand in a row that has so many cells too many, or too few. */
function slipped(columns: Header['columns'], slip: number): Set<number> {
  const hidden = new Set<number>();
  if (slip === 0) return hidden;
  for (const [index, column] of columns.entries()) {
    if (column !== null) continue;
    for (let by = Math.min(slip, 0); by <= Math.max(slip, 0); by++) hidden.add(index + by);
  }
  return hidden;
}

/** A row that is good for nothing: every cell is empty. */
export function isBlank({ cells }: CsvRecord): boolean {
  return cells.every((cell) => cell.trim() === '');
}
