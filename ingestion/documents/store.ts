import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failpoint } from '../../base/failpoints.ts';
import { syncFolder, writeDurably } from '../../base/files.ts';

/** Bytes as they are kept: their SHA-256 in lower-case hexadecimal, and how many they are. */
export interface Stored {
  readonly sha256: string;
  readonly bytes: number;
}

/** What a killed copy left behind bears this ending. */
const unfinished = '.part';

/** Where bytes of this SHA-256 lie: `<first two digits>/<all digits>`. */
export function pathOf(dir: string, sha256: string): string {
  return join(dir, sha256.slice(0, 2), sha256);
}

/**
 * Copies a file into the store and answers its hash. The copy is written aside, synced and renamed, so that the
 * store holds nothing by halves; bytes that are there already stay as they are.
 */
export async function storeFile(dir: string, path: string): Promise<Stored> {
  const aside = join(dir, `incoming-${process.pid}${unfinished}`);
  const hash = createHash('sha256');
  let bytes = 0;
  const copy = await open(aside, 'w', 0o600);
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
      await copy.writeFile(chunk);
    }
    await copy.sync();
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  } finally {
    await copy.close();
  }
  const sha256 = hash.digest('hex');
  settle(dir, sha256, (path) => renameSync(aside, path));
  rmSync(aside, { force: true });
  return { sha256, bytes };
}

/** Keeps a text, as UTF-8, beside the documents, and answers its hash. */
export function storeText(dir: string, text: string): string {
  const sha256 = createHash('sha256').update(text).digest('hex');
  settle(dir, sha256, (path) => writeDurably(path, text));
  return sha256;
}

/** The text of this SHA-256; null where the store has none. */
export async function documentText(dir: string, sha256: string): Promise<string | null> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
  try {
    return await readFile(pathOf(dir, sha256), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Makes the store's folder, and removes what a killed load left there. Only the writer may call it. */
export function prepareStore(dir: string): void {
  mkdirSync(dir, { recursive: true });
  for (const name of readdirSync(dir)) if (name.endsWith(unfinished)) rmSync(join(dir, name));
}

function settle(dir: string, sha256: string, put: (path: string) => void): void {
  const path = pathOf(dir, sha256);
  if (existsSync(path)) return;
  const folder = dirname(path);
  if (mkdirSync(folder, { recursive: true }) !== undefined) syncFolder(dir);
  failpoint('before documents.store');
  put(path);
  failpoint('after documents.store');
  syncFolder(folder);
}
