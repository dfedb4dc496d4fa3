import type { AnyRow, Contract } from '../../datasets/contract.ts';
import { cellOf } from './rows.ts';
import { type Cell, fieldsText, type Paper, tableText } from './table.ts';
import { widthOf } from './text.ts';

const gap = 2;
const widestCell = 32;

/** A row with the rows that are related to it, as the query cluster answers it. */
interface Found {
  readonly row: AnyRow;
  readonly included: Readonly<Record<string, { readonly items: readonly Found[]; readonly more: boolean }>>;
}

/**
 * Whole rows for a look: a table of the columns that have values, `first` before the others, as many as fit into
 * the paper. `hidden` are those that do not.
 */
export function recordsText(
  rows: readonly AnyRow[],
  paper: Paper,
  first: readonly string[] = [],
): { readonly text: string; readonly hidden: readonly string[] } {
  const names = [...new Set([...first, ...rows.flatMap((row) => Object.keys(row))])];
  const filled = names.filter((name) => rows.some((row) => (row[name] ?? null) !== null));
  const columns = filled.map((name) => ({ name, cells: rows.map((row) => cellOf(row[name])) }));
  let used = -gap;
  const end = columns.findIndex(({ name, cells }) => {
    const width = Math.max(widthOf(name), ...cells.map(cellWidth));
    used += Math.min(width, widestCell) + gap;
    return used > paper.width;
  });
  const shown = end < 0 ? columns : columns.slice(0, Math.max(1, end));
  return {
    text: tableText(
      shown.map(({ name }) => ({ title: name })),
      rows.map((_, at) => shown.map(({ cells }) => cells[at] ?? '')),
      paper,
    ),
    hidden: filled.slice(shown.length),
  };
}

/** One row with all its columns, then each of its relations. */
export function recordText({ row, included }: Found, paper: Paper): string {
  const relations = Object.entries(included).map(([relation, { items, more }]) => {
    const heading = `${relation}: ${items.length}${more ? ', and more' : ''}\n`;
    if (items.length === 0) return heading;
    const nested = items.some((item) => Object.keys(item.included).length > 0);
    return nested
      ? `${heading}${items.map((item) => `\n${recordText(item, paper)}`).join('')}`
      : `${heading}${
          recordsText(
            items.map((item) => item.row),
            paper,
          ).text
        }`;
  });
  const fields = Object.entries(row).map(([name, value]) => [name, cellOf(value)] as const);
  return [fieldsText(fields, paper), ...relations].join('\n');
}

/** The columns of a dataset in the order in which one looks at them: the key, `first`, the others. */
export function columnsToLookAt(contract: Contract, first: readonly string[]): string[] {
  return [...new Set([contract.key, ...first, ...Object.keys(contract.columns)])];
}

const cellWidth = (cell: Cell) => widthOf(typeof cell === 'string' ? cell : cell.text);
