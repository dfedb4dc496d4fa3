import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { UserError } from '../../../base/errors.ts';
import type { ContainedFile } from '../../container/types.ts';
import type { Encoding, Scan } from './scan.ts';

/** One record of a CSV file. Its cells are bytes, each as the character of the same number: see `cellText`. */
export interface CsvRecord {
  /** Line of the file on which the record begins; 1 is the first. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Bytes beyond which a record is hardly one: a quote was opened and never closed. */
const maxRecord = 2 ** 26;

/**
 * The records of a file, the header among them, without blank lines and a line that only tells the delimiter. A quote that stays open and a file that
 * changed since it was scanned are refused.
 */
export async function* readRecords(file: ContainedFile, scan: Scan): AsyncGenerator<CsvRecord> {
  const hash = createHash('sha256');
  const parser = parse({
    delimiter: scan.delimiter,
    // Cells are decoded one by one, so that one bad byte breaks one row.
    encoding: 'latin1',
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: maxRecord,
  });
  const source = await file.open();
  async function* bytes() {
    const unmarked = scan.encoding.startsWith('utf-16') ? fromUtf16(scan.encoding, file.path) : withoutMark();
    for await (const chunk of source) {
      hash.update(chunk);
      yield unmarked(chunk);
    }
  }
  // Whoever iterates the parser gets every error of the pipeline.
  pipeline(bytes, parser, () => {});
  let line = 1;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      const isTelling = scan.tellsDelimiter && line === 1;
      if (!isTelling && (cells.length > 1 || cells[0] !== '')) yield { line, cells };
      line += 1 + lineBreaks(cells);
    }
  } catch (error) {
    throw error instanceof CsvError ? notCsv(file.path, line, error) : error;
  }
  if (hash.digest('hex') !== scan.sha256) {
    throw new UserError(`${file.path}: the file changed while it was read`, {
      hint: 'Load again when nobody writes the bundle any more.',
    });
  }
}

/** The text of a cell; null when its bytes are not in the encoding. */
export function cellText(cell: string, encoding: Encoding): string | null {
  if (!outsideAscii.test(cell)) return cell;
  const bytes = Buffer.from(cell, 'latin1');
  if (encoding === 'windows-1252') return windows1252.decode(bytes);
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** Bytes that mean different letters in different encodings. */
export const outsideAscii = /[\u0080-\u00ff]/;
const windows1252 = new TextDecoder('windows-1252');
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function lineBreaks(record: readonly string[]): number {
  let count = 0;
  for (const cell of record) {
    if (cell.includes('\n') || cell.includes('\r')) count += cell.split(/\r\n|\r|\n/).length - 1;
  }
  return count;
}

function fromUtf16(encoding: string, path: string): (chunk: Buffer) => Buffer {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (chunk) => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream: true }));
    } catch (cause) {
      throw new UserError(`${path}: begins as ${encoding.toUpperCase()} and does not go on as it`, {
        cause,
        hint: 'Save the file as UTF-8.',
      });
    }
  };
}

/** Drops the mark that some programs put before UTF-8. */
function withoutMark(): (chunk: Buffer) => Buffer {
  let first = true;
  return (chunk) => {
    const marked = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    first = false;
    return marked ? chunk.subarray(3) : chunk;
  };
}

function notCsv(path: string, line: number, cause: CsvError): UserError {
  const open = cause.code === 'CSV_QUOTE_NOT_CLOSED' || cause.code === 'CSV_MAX_RECORD_SIZE';
  return new UserError(`${path}:${line}: ${open ? 'a quote is opened and never closed' : cause.message}`, {
    cause,
    hint: 'Correct the line: every quote inside a quoted cell is written twice.',
  });
}
