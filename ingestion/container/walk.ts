import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../base/errors.ts';

/**
 * Paths, from a folder on, of the files in it and below it, in order. Links are followed, but never back into a
 * folder that the way to them came through, and those to nothing are left out.
 */
export function filesBelow(root: string): string[] {
  return walk(root, '', [realpathSync(root)]).sort();
}

function walk(root: string, folder: string, way: readonly string[]): string[] {
  return namesIn(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    const found = statOf(join(root, path));
    if (found?.isFile()) return [path];
    if (!found?.isDirectory()) return [];
    const real = realpathSync(join(root, path));
    return way.includes(real) ? [] : walk(root, path, [...way, real]);
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw refusal(folder, error);
  }
}

/** What a path leads to; null for a link to nothing, or to itself. */
function statOf(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    if (['ENOENT', 'ELOOP'].includes(codeOf(error))) return null;
    throw refusal(path, error);
  }
}

function refusal(path: string, cause: unknown): unknown {
  if (!['EACCES', 'EPERM'].includes(codeOf(cause))) return cause;
  return new UserError(`${path}: may not be read`, {
    hint: 'Open it to the user who runs Aljibe, or load what lies beside it.',
    cause,
  });
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';
