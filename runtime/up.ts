import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../base/clock.ts';
import { UserError } from '../base/errors.ts';
import type { FeederEvent } from '../ingestion/postgres/report.ts';
import { startWorkload, type Workload } from '../legacy/workload/workload.ts';
import { auditStage } from './audit/stage.ts';
import { perform, type WriterName, writerCommands } from './commands.ts';
import { type Perform, type Progress, serveHandover } from './handover.ts';
import { maintenanceStage } from './maintenance.ts';
import { martsStage, refreshMarts } from './marts.ts';
import { checkParity, type ParityReport } from './parity.ts';
import { type ConnectedSource, connectSource, lockedOut, openPlatform, type Platform } from './platform.ts';
import { qualityStage } from './quality.ts';
import { type Seeded, type SeedOptions, seedMonolith } from './seed.ts';
import { platformStatus, type Status } from './status.ts';

export interface UpOptions extends SeedOptions {
  readonly dir: string;
  readonly databaseUrl?: string | undefined;
  /** Rows that the demo workload writes a second; 0 for none. */
  readonly rate: number;
  /** Ends when lake and query cluster have caught up, with parity as the result. */
  readonly once: boolean;
  /** Copies the monolith anew: the way on when changes were missed. */
  readonly resnapshot: boolean;
  readonly acceptRemovals: readonly string[];
}

/** What happens while it runs, for whoever shows it. */
export type UpEvent =
  | { readonly kind: 'step'; readonly step: Progress }
  | { readonly kind: 'seeded'; readonly seeded: Seeded }
  | { readonly kind: 'feeder'; readonly event: FeederEvent }
  | { readonly kind: 'failed'; readonly stage: string; readonly error: Error }
  | { readonly kind: 'ready'; readonly portal: string | null }
  | { readonly kind: 'status'; readonly status: Status; readonly written: number | null };

export interface UpTools {
  readonly clock: Clock;
  /** Aborted when the person wants to stop. */
  readonly signal: AbortSignal;
  readonly report: (event: UpEvent) => void;
  /** Starts what people open in a browser; the platform ends it. */
  readonly serve?: (platform: Platform) => Promise<Served>;
}

/** A portal that is open. */
export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

const statusEveryMs = 1000;

/**
 * Runs the platform: the monolith, the feeder, the stages behind the bus, and the socket on which other commands
 * are handed over. Returns when it is told to stop, cleanly; with `once`, when everything has arrived, with the
 * parity of all datasets.
 */
export async function up(options: UpOptions, tools: UpTools): Promise<ParityReport | null> {
  const { clock, report } = tools;
  const progress = (step: Progress) => report({ kind: 'step', step });
  const platform = await openPlatform(options.dir, clock, {
    progress,
    failed: (stage, error) => report({ kind: 'failed', stage, error: error as Error }),
  });
  if (!platform) throw lockedOut(options.dir);
  let source: ConnectedSource | null = null;
  try {
    progress({ step: 'starting the monolith' });
    source = await connectSource(platform.stores, {
      databaseUrl: options.databaseUrl,
      report: (event) => report({ kind: 'feeder', event }),
      feeder: { resnapshot: options.resnapshot, acceptRemovals: options.acceptRemovals },
      prepare: async (monolith) => {
        progress({ step: 'preparing the monolith' });
        report({ kind: 'seeded', seeded: await seedMonolith(monolith, options, platform.stores.ledger) });
      },
    });
    platform.pipeline.start();
    const running = { ...platform, source };
    return options.once ? await runOnce(running, tools) : await runUntilStopped(running, options, tools);
  } finally {
    await closeAll([() => source?.close(), () => platform.close()]);
  }
}

/** Closes everything in order, also after a failure; the first failure is the one that counts. */
async function closeAll(steps: readonly (() => Promise<void> | undefined)[]): Promise<void> {
  const results: PromiseSettledResult<unknown>[] = [];
  for (const step of steps) results.push(...(await Promise.allSettled([step()])));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** A platform that is fed from a monolith. */
type Running = Platform & { readonly source: ConnectedSource };

async function runOnce(platform: Running, tools: UpTools): Promise<ParityReport | null> {
  const watching = watch(platform, null, tools);
  try {
    const parity = await untilAborted(checkParity(platform, tools), tools.signal);
    await refreshMarts(platform.stores, tools.signal);
    return parity ?? null;
  } finally {
    await watching.stop();
  }
}

async function runUntilStopped(unserved: Running, options: UpOptions, tools: UpTools): Promise<null> {
  const { source } = unserved;
  const portal = (await tools.serve?.(unserved)) ?? null;
  const platform: Running = { ...unserved, portal: portal?.url ?? null };
  const server = await serveHandover(platform.stores.state, handler(platform));
  const demo =
    options.rate > 0 && (source.monolith.embedded || options.demo) ? startDemo(source, options, tools) : null;
  const watching = watch(platform, demo, tools);
  const failed = (stage: string, error: unknown) =>
    tools.report({ kind: 'failed', stage, error: error as Error });
  const filling = { copied: source.feeder.caughtUp(0n), settle: platform.pipeline.settle };
  const stages = [
    maintenanceStage(platform.stores, failed),
    martsStage(platform.stores, filling, tools.signal, failed),
    qualityStage(platform.stores, filling, tools.signal, failed),
    auditStage(platform.stores, failed),
  ];
  for (const stage of stages) stage.start();
  try {
    tools.report({ kind: 'ready', portal: platform.portal });
    await untilAborted(source.feeder.done, tools.signal);
    return null;
  } finally {
    await demo?.stop();
    for (const stage of stages) await stage.stop();
    await watching.stop();
    await server.close();
    await portal?.close();
  }
}

/** Commands that may run beside any other. */
const shared: ReadonlySet<string> = new Set<WriterName>(['status', 'parity']);

/** Takes commands of other processes; those that write run one after the other. */
function handler(platform: Platform): Perform {
  let last: Promise<unknown> = Promise.resolve();
  return async ({ command, args }, progress, signal) => {
    if (!(command in writerCommands)) {
      throw new UserError(`the running Aljibe does not know the command "${command}"`, {
        hint: 'It is of another version: stop it and start it again.',
      });
    }
    const run = () => perform(platform, command as WriterName, args as never, { progress, signal });
    if (shared.has(command)) return run();
    const turn = last.then(run, run);
    last = turn;
    return turn;
  };
}

/** The writes of the demo school: whatever happens to them, the platform goes on. */
interface Demo {
  /** Rows written so far; null before it has begun. */
  rows(): number | null;
  stop(): Promise<void>;
}

/** The demo school goes to work when its rows have been copied: that keeps the copy short. */
function startDemo(
  source: ConnectedSource,
  { seed, rate }: UpOptions,
  { clock, signal, report }: UpTools,
): Demo {
  let workload: Workload | null = null;
  const run = async () => {
    await untilAborted(source.feeder.caughtUp(0n), signal);
    if (signal.aborted) return;
    workload = await startWorkload({ connectionString: source.monolith.connectionString, seed, rate, clock });
    await workload.done;
  };
  const ended = run().catch((error: unknown) => {
    if (!signal.aborted) report({ kind: 'failed', stage: 'workload', error: error as Error });
  });
  return {
    rows: () => workload?.stats().rows ?? null,
    async stop() {
      await workload?.stop().catch(() => {});
      await ended;
    },
  };
}

/** Reports the status again and again. */
function watch(platform: Platform, demo: Demo | null, { report }: UpTools): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const run = async () => {
    while (!stopped.signal.aborted) {
      report({ kind: 'status', status: await platformStatus(platform), written: demo?.rows() ?? null });
      await pause(statusEveryMs, undefined, { signal: stopped.signal }).catch(() => {});
    }
  };
  const running = run();
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

/** What a promise becomes, or undefined when the signal comes first. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  // Nobody waits for it any more once the signal came.
  promise.catch(() => {});
  if (signal.aborted) return undefined;
  const aborted = Promise.withResolvers<undefined>();
  const abort = () => aborted.resolve(undefined);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
