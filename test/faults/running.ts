import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { handOver } from '../../runtime/handover.ts';
import { layoutOf } from '../../runtime/state.ts';
import type { ProgramOptions, Told } from './program.ts';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Killed by `kill`, not by a failpoint of its own. */
  readonly fromOutside: boolean;
  /** What it wrote to standard error. */
  readonly complaint: string;
}

/** The program at work in a process of its own. */
export interface Running {
  readonly pid: number;
  readonly told: readonly Told[];
  /** Resolves with the first event of this kind; rejects when the program ends before. */
  first(kind: Told['kind']): Promise<Told>;
  /** Runs a command in it, as another process would. */
  command<R>(name: string, args?: unknown): Promise<R>;
  kill(signal?: 'SIGKILL' | 'SIGTERM'): void;
  readonly ended: Promise<Ended>;
}

const script = fileURLToPath(new URL('program.ts', import.meta.url));

/** @param failpoints what is armed, as `base/failpoints.ts` reads it */
export function startProgram(options: ProgramOptions, failpoints = ''): Running {
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    env: { ...process.env, ALJIBE_FAILPOINTS: failpoints, NODE_NO_WARNINGS: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const told: Told[] = [];
  const waiting = new Map<string, PromiseWithResolvers<Told>>();
  let complaint = '';
  let fromOutside = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as Told;
    told.push(event);
    waiting.get(event.kind)?.resolve(event);
  });
  const ended = once(child, 'close').then(([code, signal]): Ended => {
    for (const { reject } of waiting.values()) reject(new Error(`the program has ended: ${complaint}`));
    return { code, signal, fromOutside, complaint };
  });
  return {
    pid: child.pid ?? 0,
    told,
    first(kind) {
      const event = told.find((known) => known.kind === kind);
      if (event) return Promise.resolve(event);
      const waiter = waiting.get(kind) ?? Promise.withResolvers<Told>();
      waiting.set(kind, waiter);
      waiter.promise.catch(() => {});
      return waiter.promise;
    },
    async command<R>(name: string, args: unknown = {}) {
      const answer = await handOver(layoutOf(options.dir), { command: name, args }, () => {});
      if (!answer) throw new Error('nobody listens');
      return answer.result as R;
    },
    kill(signal = 'SIGKILL') {
      fromOutside = true;
      child.kill(signal);
    },
    ended,
  };
}
