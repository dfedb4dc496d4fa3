import { execFile } from 'node:child_process';
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../base/errors.ts';

const execute = promisify(execFile);

/** Runs a program under some system account; answers its standard output, rejects on a non-zero exit. */
export type Run = (program: string, args: readonly string[]) => Promise<string>;

/** The account that PostgreSQL runs under, and how to start programs as it. */
export interface Account {
  /** Numeric ids, or null where this process is not root and its own account serves. */
  readonly ids: { readonly uid: number; readonly gid: number } | null;
  readonly run: Run;
}

/** Nothing of the caller's PG* variables may reach the server; times and messages are the same everywhere. */
const environment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * PostgreSQL refuses to run as root. So root runs it as the owner of the data directory, or as `postgres`,
 * which is created where it is missing. `paths` are what that account must be able to reach.
 */
export async function serverAccount(owner: number | null, paths: readonly string[]): Promise<Account> {
  if (process.getuid?.() !== 0) return { ids: null, run: runner([], {}) };
  const ids = await idsOf(owner ? String(owner) : 'postgres');
  const closed = await closedFolder(paths);
  if (closed === null) return { ids, run: runner([], ids) };
  const drop = ['--reuid', `${ids.uid}`, '--regid', `${ids.gid}`, '--clear-groups'];
  return { ids, run: runner(['setpriv', ...drop, ...(await mayPass(closed)), '--'], {}) };
}

function runner(prefix: readonly string[], ids: { uid?: number; gid?: number }): Run {
  return async (program, args) => {
    const [command, ...rest] = [...prefix, program, ...args] as [string, ...string[]];
    return (await execute(command, rest, { env: environment, cwd: '/', ...ids })).stdout;
  };
}

async function idsOf(account: string): Promise<{ uid: number; gid: number }> {
  const look = async (flag: string) => Number((await execute('id', [flag, account])).stdout);
  try {
    return { uid: await look('-u'), gid: await look('-g') };
  } catch {
    await execute('useradd', ['--system', '--user-group', '--no-create-home', account]).catch((cause) => {
      throw new UserError('PostgreSQL refuses to run as root, and there is no account "postgres"', {
        hint: 'Create it (useradd --system postgres), run as an ordinary user, or set DATABASE_URL.',
        cause,
      });
    });
    return { uid: await look('-u'), gid: await look('-g') };
  }
}

/** The first folder on the way to a path that other accounts may not pass through (a 0700 home, say). */
async function closedFolder(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    for (let folder = await realpath(dirname(path)); ; folder = dirname(folder)) {
      if (((await stat(folder)).mode & 0o001) === 0) return folder;
      if (folder === dirname(folder)) break;
    }
  }
  return null;
}

/** Capabilities that let an account pass through closed folders, mildest first: read and search, override. */
const passes = [
  { name: 'dac_read_search', bit: 2n },
  { name: 'dac_override', bit: 1n },
];

/** The capability to set securebits (capabilities(7)). */
const setpcap = 8n;

async function mayPass(closed: string): Promise<string[]> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const held = BigInt(`0x${/^CapBnd:\s*(\w+)/m.exec(status)?.[1] ?? '0'}`);
  const pass = passes.find(({ bit }) => (held >> bit) & 1n);
  if (!pass) {
    throw new UserError(`PostgreSQL refuses to run as root, and its account cannot pass through ${closed}`, {
      hint: `Open it (chmod o+x ${closed}), choose another --dir, or run as an ordinary user.`,
    });
  }
  // access(2), by which initdb looks for its companion, otherwise ignores the capabilities of a user that is not root.
  const securebits = (held >> setpcap) & 1n ? ['--securebits', '+no_setuid_fixup'] : [];
  return [...securebits, '--inh-caps', `-all,+${pass.name}`, '--ambient-caps', `-all,+${pass.name}`];
}
