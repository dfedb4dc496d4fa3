import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../base/errors.ts';
import { writeDurably } from '../../base/files.ts';

/** Raised when the layout of a backup changes. */
const backupFormat = 1;

/** A file of the state directory, and the object that holds its bytes. */
export interface BackupFile {
  /** Below the state directory, with slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Time of the last change as the file system told it; absent where the bytes were made for the backup. */
  readonly modifiedMs?: number;
}

/** What a backup holds. Its appearance is what finishes a backup: before it there is the one before, or none. */
export interface Manifest {
  /** Canonical instant. */
  readonly madeAt: string;
  /** The state directory that it is of. */
  readonly of: string;
  /** Last place on the bus that is in it. */
  readonly head: number;
  readonly sources: readonly { readonly name: string; readonly kind: string }[];
  /** Folders that must be there, also empty ones. */
  readonly folders: readonly string[];
  readonly files: readonly BackupFile[];
}

export const objectsFolder = 'objects';
/** Where objects are written before they have their name. */
export const incomingFolder = 'incoming';
const manifestName = 'backup.json';

/** Paths of what a backup's folder may hold. */
export const backupNames: ReadonlySet<string> = new Set([manifestName, objectsFolder, incomingFolder]);

export function writeManifest(dir: string, manifest: Manifest): void {
  const text = JSON.stringify({ format: backupFormat, checksum: checksumOf(manifest), ...manifest });
  writeDurably(join(dir, manifestName), `${text}\n`);
}

/**
 * The manifest of the last finished backup in a folder; null when there is none.
 * @throws UserError when it is damaged or of a format that this program does not know
 */
export async function readManifest(dir: string): Promise<Manifest | null> {
  const path = join(dir, manifestName);
  if (!existsSync(path)) return null;
  const { format, checksum, ...manifest } = parsed(await readFile(path, 'utf8'), path);
  if (format !== backupFormat) {
    throw new UserError(`${path}: format ${format} is not known to this program (it knows ${backupFormat})`, {
      hint: 'Use the version of Aljibe that made the backup, or a newer one.',
    });
  }
  if (checksum !== checksumOf(manifest)) throw damaged(path);
  return manifest;
}

function parsed(text: string, path: string): Manifest & { format: number; checksum: string } {
  try {
    return JSON.parse(text) as Manifest & { format: number; checksum: string };
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function damaged(path: string, cause?: unknown): UserError {
  return new UserError(`${path} is damaged`, {
    cause,
    hint: 'Restore another backup, or make a new one into an empty folder.',
  });
}

function checksumOf(manifest: Manifest): string {
  const { madeAt, of, head, sources, folders, files } = manifest;
  const text = JSON.stringify([madeAt, of, head, sources, folders, files]);
  return createHash('sha256').update(text).digest('hex');
}
