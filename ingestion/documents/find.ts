import { createHash } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../base/errors.ts';
import { filesBelow } from '../container/walk.ts';

/** A file to be kept as a document. */
export interface FoundFile {
  readonly path: string;
  /** Its path from the folder that was loaded on, with that folder's name and slashes: `circulars/2026/trip.pdf`. */
  readonly name: string;
}

/** The files of a folder and of those below it, or one file; names that begin with a dot are left out. */
export function findFiles(path: string): FoundFile[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) {
    throw new UserError(`${path}: there is no such file or folder`, {
      exitCode: 2,
      hint: 'Name a file, or a folder of files.',
    });
  }
  const real = realpathSync(path);
  if (!found.isDirectory()) return [{ path: real, name: nameOf(basename(dirname(real)), basename(real)) }];
  return filesBelow(real)
    .filter((name) => !name.split(/[\\/]/).some((part) => part.startsWith('.')))
    .map((name) => ({ path: join(real, name), name: nameOf(basename(real), name) }));
}

/**
 * Key of the document at a path: the same wherever the folder lies, so that a file that changed is a new version
 * of its document. A hash, since names of files tell more than a key may.
 */
export function documentId(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}

/** Systems write accents of file names in two ways; a name is the same document in both. */
function nameOf(folder: string, file: string): string {
  return `${folder}/${file.replaceAll('\\', '/')}`.normalize('NFC');
}
