import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../../base/files.ts';
import { incomingFolder, objectsFolder } from './manifest.ts';

/** Bytes by their SHA-256, in lower-case hexadecimal. */
export interface Stored {
  readonly sha256: string;
  readonly bytes: number;
  /** They were not there before. */
  readonly isNew: boolean;
}

/** The bytes of a backup, each once under its hash: `objects/<first two digits>/<all digits>`. */
export interface Objects {
  has(sha256: string, bytes: number): Promise<boolean>;
  /** Keeps a copy of a file. */
  keep(path: string): Promise<Stored>;
  keepText(text: string): Promise<Stored>;
  /** A path in the backup for a file that somebody else writes, to be kept and removed. */
  aside(): string;
  /** Makes the names of everything kept durable. */
  settle(): void;
  /** Removes what is not among these. */
  keepOnly(hashes: ReadonlySet<string>): Promise<void>;
}

const chunkBytes = 2 ** 20;

export const objectPath = (dir: string, sha256: string): string =>
  join(dir, objectsFolder, sha256.slice(0, 2), sha256);

/** Opens the objects of a backup; only one backup at a time may be made into a folder. */
export async function openObjects(dir: string): Promise<Objects> {
  const incoming = join(dir, incomingFolder);
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  await mkdir(join(dir, objectsFolder), { recursive: true, mode: 0o700 });
  const touched = new Set<string>([dir, join(dir, objectsFolder)]);

  const has = async (sha256: string, bytes: number) =>
    (await stat(objectPath(dir, sha256)).catch(() => null))?.size === bytes;

  async function keepFrom(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<Stored> {
    const aside = join(incoming, randomUUID());
    const { sha256, bytes } = await copyHashed(chunks, aside);
    if (await has(sha256, bytes)) {
      await rm(aside);
      return { sha256, bytes, isNew: false };
    }
    const path = objectPath(dir, sha256);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(aside, path);
    touched.add(dirname(path));
    return { sha256, bytes, isNew: true };
  }

  return {
    has,
    keep: (path) => keepFrom(createReadStream(path, { highWaterMark: chunkBytes })),
    keepText: (text) => keepFrom([Buffer.from(text)]),
    aside: () => join(incoming, randomUUID()),
    settle() {
      for (const folder of touched) syncFolder(folder);
    },
    async keepOnly(hashes) {
      await rm(incoming, { recursive: true, force: true });
      for (const entry of await readdir(join(dir, objectsFolder), { recursive: true, withFileTypes: true })) {
        if (entry.isFile() && !hashes.has(entry.name)) await rm(join(entry.parentPath, entry.name));
      }
    },
  };
}

/** Writes chunks into a new file, makes them durable, and answers their hash. The file's name is not durable yet. */
export async function copyHashed(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  to: string,
): Promise<Pick<Stored, 'sha256' | 'bytes'>> {
  const file = await open(to, 'w', 0o600);
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
    return { sha256: hash.digest('hex'), bytes };
  } finally {
    await file.close();
  }
}

/** The hash of a file, or null when it is not there. */
export async function hashOf(path: string): Promise<Pick<Stored, 'sha256' | 'bytes'> | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path, {
      highWaterMark: chunkBytes,
    }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { sha256: hash.digest('hex'), bytes };
}
