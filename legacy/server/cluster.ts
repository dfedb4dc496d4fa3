import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../base/errors.ts';
import { syncFolder, writeDurably } from '../../base/files.ts';
import type { Account } from './account.ts';
import { findPostmaster } from './postmaster.ts';
import type { Programs } from './programs.ts';
import { initdbArguments, serverOptions } from './settings.ts';

/** What belongs to one embedded server. */
export interface Cluster {
  readonly dataDir: string;
  /** Beside the data directory, readable by its owner only. */
  readonly passwordFile: string;
  readonly account: Account;
  readonly programs: Programs;
}

/** Makes the data directory, beside its place and then renamed, so that it is there whole or not at all. */
export async function createCluster({ dataDir, passwordFile, account, programs }: Cluster): Promise<void> {
  const unfinished = `${dataDir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  writeDurably(passwordFile, `${randomBytes(24).toString('base64url')}\n`);
  if (account.ids) {
    for (const path of [unfinished, passwordFile]) await chown(path, account.ids.uid, account.ids.gid);
  }
  const places = [`--pgdata=${unfinished}`, `--pwfile=${passwordFile}`];
  await account.run(programs.initdb, [...places, ...initdbArguments]).catch((cause) => {
    throw new UserError(`PostgreSQL could not make its data directory in ${dataDir}`, {
      hint: lastLine(String(cause.stderr ?? cause)),
      cause,
    });
  });
  await rename(unfinished, dataDir);
  syncFolder(dirname(dataDir));
}

/** A directory that root copied belongs to root; PostgreSQL wants it to be its own, and private. */
export async function claimCluster({ dataDir, account }: Cluster): Promise<void> {
  const { uid, mode } = await stat(dataDir);
  if (account.ids && uid !== account.ids.uid) {
    await promisify(execFile)('chown', ['-R', `${account.ids.uid}:${account.ids.gid}`, dataDir]);
  }
  if ((mode & 0o077) !== 0) await chmod(dataDir, 0o700);
}

/** Starts the server and answers its port. Another program may take a free port first, so it tries again. */
export async function startCluster({ dataDir, account, programs }: Cluster): Promise<number> {
  const log = join(dataDir, 'server.log');
  let failure: unknown;
  for (let attempt = 0; attempt < 3; attempt++) {
    const port = await freePort();
    const options = ['-D', dataDir, '-l', log, '-w', '-t', '300', '-o', serverOptions(port)];
    try {
      await account.run(programs.pg_ctl, ['start', ...options]);
      return port;
    } catch (error) {
      failure = error;
    }
  }
  const complaints = (await readFile(log, 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => /FATAL|PANIC/.test(line));
  throw new UserError(
    `PostgreSQL did not start in ${dataDir}: ${complaints.at(-1) ?? 'it did not say why'}`,
    {
      hint: `Its log is ${log}.`,
      cause: failure,
    },
  );
}

/** Stops the server if it runs: politely, or else at once, which costs a recovery at the next start. */
export async function stopCluster({ dataDir, account, programs }: Cluster): Promise<void> {
  if (!(await findPostmaster(dataDir, account.run))) return;
  const stop = (mode: string) =>
    account.run(programs.pg_ctl, ['stop', '-D', dataDir, '-m', mode, '-w', '-t', '60']);
  await stop('fast').catch(() => stop('immediate'));
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
