import type { Progress } from './handover.ts';
import type { Platform } from './platform.ts';

/** What a command that writes gets besides its arguments. */
export interface Tools {
  readonly progress: (step: Progress) => void;
  readonly signal: AbortSignal;
}

/** A command that writes: plain data in, plain data out, so that it can travel to a running process and back. */
export type WriterCommand<A = never, R = unknown> = (platform: Platform, args: A, tools: Tools) => Promise<R>;
