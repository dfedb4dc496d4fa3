import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { UserError } from '../base/errors.ts';
import { type CarriedError, carried, errorOf } from './carried.ts';
import type { StateDir } from './state.ts';

/** A command as it travels to the process that may write: its name and plain data. */
export interface Request {
  readonly command: string;
  readonly args: unknown;
}

/** One step of work, for people to look at while they wait. */
export interface Progress {
  readonly step: string;
  readonly done?: number;
  readonly total?: number;
}

export type Perform = (
  request: Request,
  progress: (step: Progress) => void,
  signal: AbortSignal,
) => Promise<unknown>;

type Reply =
  | { readonly progress: Progress }
  | { readonly result: unknown }
  | { readonly error: CarriedError };

/** Offers the commands of a running process on the state directory's socket. One request a connection. */
export async function serveHandover(state: StateDir, perform: Perform): Promise<{ close(): Promise<void> }> {
  const path = socketPath(state);
  // Only the holder of the lock serves: a socket that is there belongs to a process that has ended.
  rmSync(path, { force: true });
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    const abandoned = new AbortController();
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      open.delete(socket);
      abandoned.abort();
    });
    const reply = (message: Reply) => socket.writable && socket.write(`${JSON.stringify(message)}\n`);
    linesOf(socket).once('line', (line: string) => {
      void Promise.resolve()
        .then(() => perform(JSON.parse(line) as Request, (progress) => reply({ progress }), abandoned.signal))
        .then((result) => reply({ result: result ?? null }))
        .catch((error: unknown) => reply({ error: carried(error) }))
        .finally(() => socket.end());
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  chmodSync(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** Of a socket that is not there, that was left behind, or whose folder is none. */
const nobodyListens: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR']);

/**
 * Hands a command to the process that runs on the state directory and answers its result.
 * Null when no process listens there.
 */
export function handOver(
  state: StateDir,
  request: Request,
  progress: (step: Progress) => void,
  signal?: AbortSignal,
): Promise<{ readonly result: unknown } | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath(state));
    let settled = false;
    signal?.addEventListener('abort', () => socket.destroy(new UserError('stopped')), { once: true });
    socket.once('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      settled = true;
      if (nobodyListens.has(error.code ?? '')) resolve(null);
      else reject(error);
    });
    linesOf(socket).on('line', (line: string) => {
      const reply = JSON.parse(line) as Reply;
      if ('progress' in reply) return progress(reply.progress);
      settled = true;
      if ('error' in reply) reject(errorOf(reply.error));
      else resolve({ result: reply.result });
    });
    socket.once('close', () => {
      if (settled) return;
      const hint = 'Run the command again: whatever was done already is not done twice.';
      reject(new UserError('the running Aljibe stopped before it had finished the command', { hint }));
    });
  });
}

/** The socket's own listeners hear of its errors; the reader of lines would throw them a second time. */
function linesOf(socket: Socket) {
  const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY });
  return lines.on('error', () => undefined);
}

/** The longest path that fits into `sockaddr_un` on every system is 103 bytes (unix(7), macOS). */
const longestSocketPath = 103;

function socketPath(state: StateDir): string {
  const path = join(state.dir, 'aljibe.sock');
  if (Buffer.byteLength(path) <= longestSocketPath) return path;
  const folder = join(tmpdir(), `aljibe-${process.getuid?.() ?? 'user'}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, `${createHash('sha256').update(state.dir).digest('hex').slice(0, 32)}.sock`);
}
