import type pg from 'pg';
import type { Clock, Micros } from '../../base/clock.ts';
import { catalog } from '../../datasets/catalog.ts';
import type { Contract } from '../../datasets/contract.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { begin } from './begin.ts';
import { connect } from './connect.ts';
import { explained, isConnectionLoss } from './errors.ts';
import { watchFollowed } from './followed.ts';
import { openIntake, type Totals } from './intake.ts';
import type { Lsn } from './lsn.ts';
import { type Following, follow } from './replication.ts';
import type { Report } from './report.ts';
import { openShapes } from './shapes.ts';
import { openStream, type Stream } from './stream.ts';
import { compileTables, type SourceTable, sharedDatasets } from './tables.ts';
import { openWaiters } from './waiters.ts';

export interface FeederOptions {
  /** Name of the source in the ledger. Default: `legacy`. */
  readonly source?: string;
  /** Name of the replication slot. Default: `aljibe`. */
  readonly slot?: string;
  /** Name of the publication. Default: `aljibe`. */
  readonly publication?: string;
  /** Copies everything anew at a new slot: the way on when changes are missing. */
  readonly resnapshot?: boolean;
  /** A copy that would remove more than this share of a dataset is refused. Default: 0.2. */
  readonly removalShare?: number;
  /** Datasets for which any share of removals is right. */
  readonly acceptRemovals?: Iterable<string>;
  /** The catalog, but for tests. */
  readonly contracts?: Readonly<Record<string, Contract>>;
  /** Changes that go to the ledger at once, at most. Default: 5,000. */
  readonly batchRows?: number;
  /** Waits between attempts to connect again, in milliseconds: the first, doubled up to the last. */
  readonly retry?: { readonly first: number; readonly last: number };
  /** Milliseconds between looks at the publication. Default: a minute. */
  readonly watchEvery?: number;
}

export type FeederState = 'starting' | 'copying' | 'streaming' | 'waiting' | 'stopped' | 'failed';

export interface FeederProgress {
  readonly state: FeederState;
  /** What has become of everything that was offered since the start. */
  readonly totals: Totals;
  /** While copying: rows so far and the server's estimate of all. */
  readonly copy: { readonly rows: number; readonly estimated: number } | null;
  /** Everything before this place has arrived and is durable; null before the stream. */
  readonly passed: Lsn | null;
  /** What PostgreSQL was told that it may forget. */
  readonly confirmed: Lsn | null;
  /** Time between the commit of the last transaction and its arrival in the ledger; null before the first. */
  readonly lag: Micros | null;
}

export interface Feeder {
  progress(): FeederProgress;
  /** Resolves when everything that committed before this place is durable; rejects when the feeder ends before. */
  caughtUp(lsn: Lsn): Promise<void>;
  /** Stops cleanly: what has arrived whole is durable and confirmed. */
  stop(): Promise<void>;
  /** Resolves after `stop`, rejects with what stopped the feeder: a UserError, or a defect. */
  readonly done: Promise<void>;
}

/**
 * Feeds the ledger from a PostgreSQL database: once a copy of the mapped tables, then every committed change. In the
 * database it creates one replication slot and one publication. After a lost connection it tries again until it is
 * stopped; only the first connection must succeed.
 */
export function startPostgresFeeder(parts: {
  readonly connectionString: string;
  readonly ledger: Ledger;
  readonly mappings: readonly Mapping[];
  readonly clock: Clock;
  readonly report: Report;
  readonly options?: FeederOptions;
}): Feeder {
  const { ledger, clock, report, options = {} } = parts;
  const {
    source: sourceName = 'legacy',
    slot = 'aljibe',
    publication = 'aljibe',
    batchRows = 5_000,
  } = options;
  const { first, last } = options.retry ?? { first: 100, last: 10_000 };
  const { watchEvery = 60_000 } = options;
  const tables = compileTables(parts.mappings, options.contracts ?? catalog);
  const totals: Totals = {
    accepted: 0,
    unchanged: 0,
    stale: 0,
    deleted: 0,
    quarantined: 0,
    repaired: new Map(),
  };
  const limits = { rows: batchRows, bytes: 8 * 1_048_576 };
  const shapes = openShapes(ledger, sourceName);
  const clients = new Set<pg.Client>();
  const gone = new Set<string>();
  const waiters = openWaiters();
  const stopping = new AbortController();
  let state: FeederState = 'starting';
  let copy: FeederProgress['copy'] = null;
  let stream: Stream | null = null;
  let following: Following | null = null;
  let lag: Micros | null = null;
  let isResnapshotDue = options.resnapshot ?? false;
  let hasConnected = false;
  let failures = 0;

  async function open(how: { replication?: boolean } = {}): Promise<pg.Client> {
    const client = await connect(parts.connectionString, how);
    hasConnected = true;
    clients.add(client);
    client.once('end', () => clients.delete(client));
    if (stopping.signal.aborted) await client.end();
    return client;
  }

  async function session(): Promise<void> {
    const replication = await open({ replication: true });
    const begun = await begin(
      {
        sourceName,
        slot,
        publication,
        tables,
        ledger,
        shapes,
        limits,
        report,
        resnapshot: isResnapshotDue,
        guard: { share: options.removalShare ?? 0.2, accepted: new Set(options.acceptRemovals) },
        connect: open,
        gone: reportGone,
        openIntake: (source) => openIntake(ledger, source, totals),
        copying(rows, estimated) {
          state = 'copying';
          copy = { rows, estimated };
        },
      },
      replication,
    );
    isResnapshotDue = false;
    copy = null;
    stream = openStream({
      intake: openIntake(ledger, begun.source, totals),
      epoch: begun.source.epoch,
      position: begun.position,
      tables,
      sharedDatasets: sharedDatasets(tables),
      shapes,
      types: begun.types,
      report,
      limits,
    });
    following = follow({ replication, slot, publication, stream, clock, moved, started });
    const watch = watchFollowed({
      connectionString: parts.connectionString,
      publication,
      followed: begun.followed,
      every: watchEvery,
      types: begun.types,
      gone: reportGone,
      seen(table, columns, at) {
        for (const drift of shapes.see(table, columns, at)) report(drift);
      },
      fail: following.fail,
    });
    await following.done.finally(watch.stop);
  }

  function reportGone(tables: readonly SourceTable[]): void {
    for (const { label } of tables) {
      if (gone.has(label)) continue;
      gone.add(label);
      const todo =
        'Its rows stay as they were. Take its mapping out, or restore the table and start with --resnapshot.';
      report({ kind: 'table gone', table: label, todo });
    }
  }

  function started(): void {
    state = 'streaming';
    failures = 0;
    report({ kind: 'following' });
    moved();
  }

  let measured: Micros | null = null;
  function moved(): void {
    if (!stream) return;
    const committedAt = stream.committedAt();
    if (committedAt !== null && committedAt !== measured) {
      measured = committedAt;
      lag = clock.now() - committedAt;
    }
    waiters.passed(stream.passed());
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await session();
      } catch (error) {
        if (stopping.signal.aborted) return;
        if (!isConnectionLoss(error) || !hasConnected) throw explained(error);
        const waitMs = Math.min(last, first * 2 ** failures);
        failures += 1;
        state = 'waiting';
        report({
          kind: 'disconnected',
          reason: error instanceof Error ? error.message : String(error),
          waitMs,
        });
        await pause(waitMs, stopping.signal);
      } finally {
        following = null;
        for (const client of clients) void client.end().catch(() => {});
      }
    }
  }

  const done = run().then(
    () => end('stopped', new Error('the feeder was stopped')),
    (error: unknown) => {
      end('failed', error);
      throw error;
    },
  );
  // Whoever starts a feeder looks at `done`; until then a failure must not end the process.
  done.catch(() => {});

  function end(how: FeederState, reason: unknown): void {
    state = how;
    waiters.end(reason);
  }

  return {
    done,
    progress: () => ({
      state,
      totals,
      copy,
      passed: stream?.passed() ?? null,
      confirmed: stream?.confirmed() ?? null,
      lag,
    }),
    async caughtUp(lsn) {
      if (state === 'stopped' || state === 'failed') throw new Error(`the feeder is ${state}`);
      if (!stream || stream.passed() < lsn) await waiters.wait(lsn);
    },
    async stop() {
      stopping.abort();
      if (following) await following.stop();
      for (const client of clients) void client.end().catch(() => {});
      await done.catch(() => {});
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
