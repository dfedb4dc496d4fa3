import { createHash } from 'node:crypto';
import type { ContainedFile } from '../../container/types.ts';
import { type DayEvidence, gatherDayEvidence } from './dayOrder.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export type Delimiter = ',' | ';' | '\t' | '|';

/** What must be known of a file before its rows can be read. */
export interface Scan {
  readonly bytes: number;
  /** Of the file as it lies there, so that a second reading knows whether it is still the same. */
  readonly sha256: string;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** Whether the first line is `sep=;`, with which spreadsheets tell each other the delimiter. */
  readonly tellsDelimiter: boolean;
  readonly dayEvidence: DayEvidence;
}

/** Reads a file once to its end, and once more when its bytes are not UTF-8. */
export async function scanFile(file: ContainedFile): Promise<Scan> {
  const hash = createHash('sha256');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const days = gatherDayEvidence();
  let bytes = 0;
  let start = Buffer.alloc(0);
  let isUtf8 = true;
  for await (const chunk of await file.open()) {
    hash.update(chunk);
    days.take(chunk);
    bytes += chunk.length;
    if (start.length < 2 ** 16) start = Buffer.concat([start, chunk]);
    isUtf8 &&= decodes(utf8, chunk, true);
  }
  days.take(Buffer.from('\n'));
  isUtf8 &&= decodes(utf8, Buffer.alloc(0), false);
  const encoding = markOf(start) ?? (isUtf8 || !(await isWindows1252(file)) ? 'utf-8' : 'windows-1252');
  return {
    bytes,
    sha256: hash.digest('hex'),
    encoding,
    ...delimiterOf(start),
    dayEvidence: days.found,
  };
}

function decodes(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array, stream: boolean): boolean {
  try {
    decoder.decode(chunk, { stream });
    return true;
  } catch {
    return false;
  }
}

function markOf(start: Buffer): Encoding | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  // Without a mark: headers are ASCII, of which UTF-16 makes every other byte nothing.
  const [first = 1, second = 1, third = 1, fourth = 1] = start;
  if (first && !second && third && !fourth) return 'utf-16le';
  return !first && second && !third && fourth ? 'utf-16be' : null;
}

/**
 * Whether bytes that are not UTF-8 are plainly Windows-1252, as old spreadsheets write it: everything outside of
 * ASCII is a letter or a mark of Western European writing, and nothing looks like a UTF-8 sequence. A file that
 * mixes encodings stays UTF-8: its broken lines are named one by one.
 */
async function isWindows1252(file: ContainedFile): Promise<boolean> {
  let before = 0;
  for await (const chunk of await file.open()) {
    for (const byte of chunk as Buffer) {
      if (byte >= 0x80) {
        const sequence = before >= 0xc2 && before <= 0xf4 && byte <= 0xbf;
        if (sequence || !western.has(byte)) return false;
      }
      before = byte;
    }
  }
  return true;
}

/** Letters of Windows-1252 (U+00C0 to U+00FF without × and ÷, Š Œ Ž š œ ž Ÿ), quotes, dashes, € ¡ ª « ° ´ · º » ¿. */
const western = new Set([
  ...[0x80, 0x85, 0x8a, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0x9a, 0x9c, 0x9e, 0x9f],
  ...[0xa0, 0xa1, 0xaa, 0xab, 0xb0, 0xb4, 0xb7, 0xba, 0xbb, 0xbf],
  ...Array.from({ length: 0x40 }, (_, index) => 0xc0 + index).filter(
    (byte) => byte !== 0xd7 && byte !== 0xf7,
  ),
]);

const delimiters = [',', ';', '\t', '|'] as const;

/** A header without a comma is separated by what spreadsheets of other countries, or copying, put there. */
function delimiterOf(start: Buffer): Pick<Scan, 'delimiter' | 'tellsDelimiter'> {
  const header =
    start
      .toString('latin1')
      .replaceAll('\0', '')
      .split(/[\r\n]/, 1)[0] ?? '';
  const told = /^\W*sep=([,;\t|])$/.exec(header)?.[1];
  const delimiter = delimiters.find((each) => (told ?? header).includes(each)) ?? ',';
  return { delimiter, tellsDelimiter: told !== undefined };
}
