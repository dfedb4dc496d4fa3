import type { SourceRow } from '../mapping/mapping.ts';

const newline = 0x0a;

/**
 * Reads the text format of COPY ... TO STDOUT (PostgreSQL manual, "COPY", File Formats) as it arrives: lines of
 * tab-separated cells, `\N` for null, backslash escapes. `push` answers the rows that became complete.
 */
export function openCopyText(columns: readonly string[]): { push(chunk: Buffer): SourceRow[]; end(): void } {
  let unfinished: Buffer[] = [];

  return {
    push(chunk) {
      // A newline within a value is written as an escape, so the byte always ends a row.
      const last = chunk.lastIndexOf(newline);
      if (last < 0) {
        unfinished.push(chunk);
        return [];
      }
      const whole = Buffer.concat([...unfinished, chunk.subarray(0, last)]);
      unfinished = last + 1 < chunk.length ? [chunk.subarray(last + 1)] : [];
      return whole
        .toString()
        .split('\n')
        .map((line) => readRow(line, columns));
    },
    end() {
      if (unfinished.length > 0) throw new Error('COPY ended in the middle of a row');
    },
  };
}

function readRow(line: string, columns: readonly string[]): SourceRow {
  const row: Record<string, string | null> = {};
  const cells = columns.length === 0 ? [] : line.split('\t');
  if (cells.length !== columns.length) {
    throw new Error(`COPY sent ${cells.length} cells for ${columns.length} columns`);
  }
  for (const [index, column] of columns.entries()) row[column] = readCell(cells[index] as string);
  return row;
}

function readCell(cell: string): string | null {
  if (!cell.includes('\\')) return cell;
  return cell === '\\N' ? null : cell.replace(/\\(.)/gs, (_, code: string) => escapes[code] ?? code);
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
