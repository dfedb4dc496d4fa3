/**
 * The real program in a process of its own: `runtime/up.ts` as the command line runs it, told what to do by one
 * argument of JSON, and telling what happens as lines of JSON. Its clock may run faster than the machine's, so that
 * what waits for seconds (a flush by age, the rest of curation) happens between two kills; that also sets the clock
 * back at every start.
 */
import { type Clock, systemClock } from '../../base/clock.ts';
import { catalog } from '../../datasets/catalog.ts';
import { type UpEvent, up } from '../../runtime/up.ts';

export interface ProgramOptions {
  readonly dir: string;
  readonly databaseUrl?: string;
  readonly resnapshot?: boolean;
  /** How many times faster than the machine's the program's clock runs. */
  readonly pace?: number;
  /** Seconds that the program's clock is ahead of the machine's, until it is set back by SIGUSR2. */
  readonly ahead?: number;
}

/** What the program tells. */
export type Told =
  | { readonly kind: 'ready' | 'following' }
  | { readonly kind: 'told' | 'step'; readonly text: string }
  | { readonly kind: 'failed'; readonly stage: string; readonly message: string };

const options = JSON.parse(process.argv[2] ?? '{}') as ProgramOptions;
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
// Whoever started this process is gone: nobody would stop it.
process.stdin.resume().on('close', () => process.exit(3));

function clock({ pace = 1, ahead = 0 }: ProgramOptions): Clock {
  const start = systemClock.now();
  let set = start + BigInt(ahead) * 1_000_000n;
  process.on('SIGUSR2', () => {
    set = start;
  });
  return { now: () => set + (systemClock.now() - start) * BigInt(pace) };
}

function told(event: UpEvent): Told | null {
  if (event.kind === 'ready') return { kind: 'ready' };
  if (event.kind === 'step') return { kind: 'step', text: event.step.step };
  if (event.kind === 'failed') return { kind: 'failed', stage: event.stage, message: event.error.message };
  if (event.kind !== 'feeder') return null;
  if (event.event.kind === 'following') return { kind: 'following' };
  return { kind: 'told', text: JSON.stringify(event.event) };
}

await up(
  {
    dir: options.dir,
    databaseUrl: options.databaseUrl,
    resnapshot: options.resnapshot ?? false,
    acceptRemovals: Object.keys(catalog),
    students: 0,
    seed: 0,
    rate: 0,
    once: false,
    demo: false,
  },
  {
    clock: clock(options),
    signal: stop.signal,
    report(event) {
      const line = told(event);
      if (line) process.stdout.write(`${JSON.stringify(line)}\n`);
    },
  },
);
process.exit(0);
