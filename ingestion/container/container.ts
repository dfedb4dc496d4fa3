import { createReadStream, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../base/errors.ts';
import type { Container } from './types.ts';
import { filesBelow } from './walk.ts';
import { openZip } from './zip.ts';

/** Opens a folder or a zip; anything else is refused. */
export async function openContainer(path: string): Promise<Container> {
  if (!existsSync(path)) {
    throw new UserError(`${path}: there is no such file or folder`, {
      exitCode: 2,
      hint: 'Name the folder or the zip that holds the CSV files.',
    });
  }
  const container = statSync(path).isDirectory() ? openFolder(path) : await openZip(path);
  return { ...container, files: container.files.filter(({ path: file }) => !isLitter(file)) };
}

function openFolder(root: string): Container {
  return {
    files: filesBelow(root).map((name) => ({
      path: name.replaceAll('\\', '/'),
      open: async () => createReadStream(join(root, name)),
    })),
    close() {},
  };
}

/** What operating systems leave in folders and archives. */
function isLitter(path: string): boolean {
  return path.split('/').some((name) => name.startsWith('.') || name === '__MACOSX' || name === 'Thumbs.db');
}
