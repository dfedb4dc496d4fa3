import { readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from './account.ts';

/** What a running server says of itself in `postmaster.pid`. */
interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/**
 * The server that runs on this data directory now, whoever started it, or null.
 * A `postmaster.pid` that came with a copied directory, or whose process id went to some other program, is
 * removed: PostgreSQL would take it for a live server and refuse to start.
 * Lines of the file: https://github.com/postgres/postgres/blob/master/src/include/utils/pidfile.h
 */
export async function findPostmaster(dataDir: string, run: Run): Promise<Postmaster | null> {
  const path = join(dataDir, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const [pid, directory, , port, , , , status] = text.split('\n').map((line) => line.trim());
  if (!isAlive(Number(pid))) return null;
  if ((await workingFolder(Number(pid), directory, run)) !== (await realpath(dataDir))) {
    await rm(path, { force: true });
    return null;
  }
  return { pid: Number(pid), port: Number(port), ready: status === 'ready' };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A server works inside its data directory. Linux tells where that is now, even after a move. */
async function workingFolder(
  pid: number,
  recorded: string | undefined,
  run: Run,
): Promise<string | undefined> {
  if (process.platform !== 'linux') return recorded;
  return run('readlink', [`/proc/${pid}/cwd`]).then(
    (text) => text.trim(),
    () => undefined,
  );
}
