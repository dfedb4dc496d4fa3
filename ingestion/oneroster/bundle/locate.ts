import { basename, dirname } from 'node:path/posix';
import { UserError } from '../../../base/errors.ts';
import type { ContainedFile } from '../../container/types.ts';
import { fileNames, unmappedNames } from './names.ts';

/**
 * The known files of the outermost folder that has any, by plain lower-case name, and what else is there. Refused:
 * a place without any of them, two folders of them side by side, and one file under two spellings.
 */
export function locate(
  path: string,
  files: readonly ContainedFile[],
): { found: ReadonlyMap<string, ContainedFile>; others: string[] } {
  const names = new Set(['manifest', ...fileNames, ...unmappedNames].map((name) => name.toLowerCase()));
  const nameOf = (file: ContainedFile) =>
    basename(file.path)
      .toLowerCase()
      .replace(/\.csv$/, '');
  const known = files.filter((file) => /\.csv$/i.test(file.path) && names.has(nameOf(file)));
  const depth = (file: ContainedFile) => file.path.split('/').length;
  const outermost = Math.min(...known.map(depth));
  const folders = new Set(known.filter((file) => depth(file) === outermost).map(({ path }) => dirname(path)));
  if (!known.some((file) => nameOf(file) !== 'manifest')) throw noBundle(path, files);
  if (folders.size > 1) {
    throw new UserError(`${path}: holds more than one bundle, in ${[...folders].join(' and ')}`, {
      hint: 'Load them one by one.',
    });
  }
  const root = [...folders][0];
  const found = new Map<string, ContainedFile>();
  for (const file of known.filter(({ path }) => dirname(path) === root)) {
    const name = nameOf(file);
    const twin = found.get(name);
    if (twin) {
      throw new UserError(`${path}: holds ${twin.path} and ${file.path}`, { hint: 'Keep one of them.' });
    }
    found.set(name, file);
  }
  const others = files.filter((file) => found.get(nameOf(file)) !== file).map((file) => file.path);
  return { found, others };
}

function noBundle(path: string, files: readonly ContainedFile[]): UserError {
  const list = files.slice(0, 10).map((file) => file.path);
  const more = files.length > list.length ? `, and ${files.length - list.length} more` : '';
  return new UserError(`${path}: holds none of the files of a OneRoster bundle`, {
    hint:
      files.length === 0
        ? 'It is empty. Give the folder or the zip that holds users.csv, orgs.csv and so on.'
        : `It holds ${list.join(', ')}${more}. A bundle has files such as users.csv, orgs.csv, classes.csv.`,
  });
}
