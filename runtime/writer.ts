import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../base/clock.ts';
import { audited } from './audit/acts.ts';
import { perform, type WriterArgs, type WriterName, type WriterResult } from './commands.ts';
import { handOver, type Progress } from './handover.ts';
import { refreshMarts } from './marts.ts';
import { lockedOut, openPlatform, type Platform } from './platform.ts';
import { layoutOf, requireState, type StateDir } from './state.ts';

export interface WriterOptions {
  readonly dir: string;
  readonly clock: Clock;
  readonly progress: (step: Progress) => void;
  readonly signal: AbortSignal;
}

/** What may begin a new state directory. Anything else that finds none was given a wrong one. */
const founders: ReadonlySet<WriterName> = new Set(['load oneroster', 'load table', 'load documents']);
const attempts = 100;
const betweenMs = 100;

/**
 * Runs a command that writes: in the process that runs on the state directory, or here, under the lock, when
 * there is none.
 */
export async function runWriter<N extends WriterName>(
  name: N,
  args: WriterArgs<N>,
  options: WriterOptions,
): Promise<WriterResult<N>> {
  const { dir, clock, signal } = options;
  if (!founders.has(name)) requireState(dir);
  const state = layoutOf(dir);
  return audited(state, { name, args, clock, signal }, () => handOverOrPerform(state, name, args, options));
}

async function handOverOrPerform<N extends WriterName>(
  state: StateDir,
  name: N,
  args: WriterArgs<N>,
  options: WriterOptions,
): Promise<WriterResult<N>> {
  const { dir, clock, progress, signal } = options;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const answer = await handOver(state, { command: name, args }, progress, signal);
    if (answer) return answer.result as WriterResult<N>;
    const failed = (stage: string, error: unknown) => progress({ step: `${stage}: ${String(error)}` });
    const platform = await openPlatform(dir, clock, { progress, failed });
    if (platform) return await performHere(platform, name, args, options);
    // Another command has the lock, or a process that is about to listen.
    if (attempt === 10) progress({ step: 'waiting for another command to finish' });
    await pause(betweenMs, undefined, { signal });
  }
  throw lockedOut(dir);
}

async function performHere<N extends WriterName>(
  platform: Platform,
  name: N,
  args: WriterArgs<N>,
  tools: WriterOptions,
): Promise<WriterResult<N>> {
  try {
    const result = await perform(platform, name, args, tools);
    await refreshMarts(platform.stores, tools.signal);
    return result;
  } finally {
    await platform.close();
  }
}
