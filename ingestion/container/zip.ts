import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { UserError } from '../../base/errors.ts';
import type { Container } from './types.ts';

/** How much an archive may unpack to. A ratio is only suspicious from some size on. */
const limits = { entries: 10_000, ratio: 1000, ratioFrom: 2 ** 26 };
/** Far above any school's bundle, far below what would fill a disk: files are streamed, never held whole. */
const maxUnpacked = 64 * 2 ** 30;

/**
 * Opens a zip archive. Refused: names that lead out of it, encrypted files, and archives that unpack beyond the
 * limits. The sizes and checksums that an archive states are held against what really unpacks while it is read.
 */
export async function openZip(path: string, maxBytes = maxUnpacked): Promise<Container> {
  const zip = await openArchive(path);
  try {
    const entries = await entriesOf(zip, path, maxBytes);
    return {
      files: entries.map((entry) => ({
        path: entry.fileName,
        open: async () => Readable.from(unpacked(zip, path, entry), { objectMode: false }),
      })),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function openArchive(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false, lazyEntries: true });
  } catch (cause) {
    throw refused(path, `cannot be read as a zip (${messageOf(cause)})`, { cause });
  }
}

async function entriesOf(zip: ZipFile, path: string, maxBytes: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  let bytes = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      entries.push(entry);
      bytes += entry.uncompressedSize;
      check(path, entry);
      if (entries.length > limits.entries) throw refused(path, `holds more than ${limits.entries} files`);
      if (bytes > maxBytes) throw refused(path, `would unpack to more than ${maxBytes} bytes`);
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw refused(path, `cannot be read as a zip (${messageOf(cause)})`, { cause });
  }
  return entries;
}

async function* unpacked(zip: ZipFile, path: string, entry: Entry): AsyncGenerator<Buffer> {
  const broken = (why: string, cause?: unknown) =>
    refused(`${path}: ${entry.fileName}`, `cannot be unpacked (${why})`, { cause });
  let checksum = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (cause) {
    throw broken(messageOf(cause), cause);
  }
  if (checksum !== entry.crc32) throw broken('its checksum is another');
}

function check(path: string, entry: Entry): void {
  if (entry.isEncrypted()) {
    throw refused(`${path}: ${entry.fileName}`, 'is encrypted', { hint: 'Give the archive unencrypted.' });
  }
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > limits.ratioFrom && uncompressedSize > compressedSize * limits.ratio) {
    throw refused(`${path}: ${entry.fileName}`, `would unpack to ${uncompressedSize} bytes of nothing new`);
  }
}

function refused(place: string, rule: string, options: { cause?: unknown; hint?: string } = {}): UserError {
  return new UserError(`${place}: ${rule}`, {
    hint: 'Give a zip of CSV files that another program can open, or the folder itself.',
    ...options,
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
