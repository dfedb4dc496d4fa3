import type { Clock } from '../base/clock.ts';
import { UserError } from '../base/errors.ts';
import { legacyMappings } from '../ingestion/mapping/legacy/all.ts';
import { type Feeder, type FeederOptions, startPostgresFeeder } from '../ingestion/postgres/feeder.ts';
import type { Report } from '../ingestion/postgres/report.ts';
import { type Monolith, openMonolith } from '../legacy/server.ts';
import { takeAudit } from './audit/take.ts';
import { admit } from './definition/admit.ts';
import { endUnfinished } from './erasure/end.ts';
import type { Progress } from './handover.ts';
import { type Lock, takeLock } from './lock.ts';
import { createPipeline, type Pipeline, type PipelineReport } from './pipeline.ts';
import { layoutOf, prepareState, requirePlace } from './state.ts';
import { openStores, type Stores } from './stores.ts';

/** A writer at work: its stores and the stages behind the bus. */
export interface Platform {
  readonly stores: Stores;
  readonly pipeline: Pipeline;
  /** The monolith and what feeds from it; null while nothing of it is connected. */
  readonly source: ConnectedSource | null;
  /** Address of its portal; null while nobody serves one. */
  readonly portal: string | null;
  close(): Promise<void>;
}

export interface ConnectedSource {
  readonly monolith: Monolith;
  readonly feeder: Feeder;
  close(): Promise<void>;
}

export interface PlatformReport extends PipelineReport {
  readonly progress: (step: Progress) => void;
}

/** Takes the lock and opens everything for writing. Null when another process has the lock. */
export async function openPlatform(
  dir: string,
  clock: Clock,
  report: PlatformReport,
): Promise<Platform | null> {
  requirePlace(dir);
  const lock = takeLock(layoutOf(dir).lock);
  if (!lock) return null;
  try {
    const state = prepareState(dir);
    await admit(state, clock, report.progress);
    const stores = await openStores(state, clock, report.progress);
    const pipeline = createPipeline(stores, report);
    stores.ledger.listen(pipeline.wake);
    takeWhatWaits(stores, report);
    const platform = platformOf(lock, stores, pipeline);
    await endErasures(platform, report);
    return platform;
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** What others left for the audit; a file of it that is damaged keeps nobody from working. */
function takeWhatWaits({ state, ledger }: Stores, report: PlatformReport): void {
  try {
    takeAudit(state, ledger);
  } catch (error) {
    report.failed('audit', error);
  }
}

/** An erasure that cannot end is told of, and tried again at the next start: people go on working meanwhile. */
async function endErasures(platform: Platform, report: PlatformReport): Promise<void> {
  try {
    await endUnfinished(platform, report.progress);
  } catch (error) {
    report.failed('erasure', error);
  }
}

function platformOf(lock: Lock, stores: Stores, pipeline: Pipeline): Platform {
  return {
    stores,
    pipeline,
    source: null,
    portal: null,
    async close() {
      await pipeline.stop();
      await stores.close();
      lock.release();
    },
  };
}

export interface ConnectOptions {
  readonly databaseUrl?: string | undefined;
  readonly report: Report;
  readonly feeder?: FeederOptions;
  /** Called with the monolith before it is fed from: the place to seed it. */
  readonly prepare?: (monolith: Monolith) => Promise<void>;
}

/** Starts the monolith, if it is the embedded one, and begins to feed from it. */
export async function connectSource(stores: Stores, options: ConnectOptions): Promise<ConnectedSource> {
  const monolith = await openMonolith({ dir: stores.state.dir, databaseUrl: options.databaseUrl });
  try {
    await options.prepare?.(monolith);
    const feeder = startPostgresFeeder({
      connectionString: monolith.connectionString,
      ledger: stores.ledger,
      mappings: legacyMappings,
      clock: stores.clock,
      report: options.report,
      ...(options.feeder ? { options: options.feeder } : {}),
    });
    return {
      monolith,
      feeder,
      async close() {
        try {
          await feeder.stop();
        } finally {
          await monolith.stop();
        }
      },
    };
  } catch (error) {
    await monolith.stop();
    throw error;
  }
}

/** What a person is told when the lock is taken by a process that takes no commands. */
export function lockedOut(dir: string): UserError {
  return new UserError(`${dir}: another aljibe is writing there`, {
    hint: 'Wait until it has finished, or stop it.',
  });
}
