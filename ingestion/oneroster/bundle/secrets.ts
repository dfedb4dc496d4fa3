import type { ContainedFile } from '../../container/types.ts';
import type { Header } from './header.ts';
import { readRecords } from './records.ts';
import type { Scan } from './scan.ts';

/**
 * How many cells most records of a file have, if the file holds passwords; null if it holds none. A record of
 * another length may hold its password anywhere.
 */
export async function usualCellsOf(
  file: ContainedFile,
  scan: Scan,
  { columns }: Header,
): Promise<number | null> {
  const secret = columns.flatMap((column, index) => (column === null ? [index] : []));
  if (secret.length === 0) return null;
  const lengths = new Map<number, number>();
  let holds = false;
  let isHeader = true;
  for await (const { cells } of readRecords(file, scan)) {
    if (!isHeader) {
      lengths.set(cells.length, (lengths.get(cells.length) ?? 0) + 1);
      holds ||= secret.some((index) => (cells[index] ?? '').trim() !== '');
    }
    isHeader = false;
  }
  const [usual] = [...lengths].sort(([, a], [, b]) => b - a);
  return holds && usual ? usual[0] : null;
}
