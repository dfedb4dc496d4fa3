import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { systemClock } from '../../base/clock.ts';
import type { ChangeEvent } from '../../datasets/change.ts';
import { openLedger } from '../../ingestion/ledger/ledger.ts';
import { openWorkload } from '../../legacy/workload/workload.ts';
import { openIndexScan } from '../../query/sqlite/scan.ts';
import type { School } from './running.ts';

/** How soon what is committed in the monolith is found by a reader of the index, in another process. */

/** Connections that write, as a school has many: one waits for the disk after each of its small transactions. */
const connections = 12;

/** The workload at this many rows a second, until it is stopped. */
export function startWriting({ monolith }: School, rowsASecond: number): { stop(): Promise<void> } {
  const writing = new AbortController();
  const written = Promise.all(
    Array.from({ length: connections }, (_, seed) =>
      write(monolith.connectionString, seed, rowsASecond / connections, writing.signal),
    ),
  );
  // Whoever stops it is told.
  written.catch(() => {});
  return {
    async stop() {
      writing.abort();
      await written;
    },
  };
}

/** One writer beside others of its kind. */
async function write(connectionString: string, seed: number, rowsASecond: number, signal: AbortSignal) {
  const client = new pg.Client(connectionString);
  await client.connect();
  try {
    const step = await openWorkload(client, seed, systemClock);
    const begin = performance.now();
    let rows = 0;
    while (!signal.aborted) {
      try {
        rows += (await step()).rows;
      } catch (error) {
        // Another one deleted the student, or waits for what this one has locked.
        if (!['23503', '23505', '40P01'].includes((error as { code?: string }).code ?? '')) throw error;
        await client.query('ROLLBACK');
      }
      const ahead = (1000 * rows) / rowsASecond - (performance.now() - begin);
      if (ahead > 1) await pause(ahead);
    }
  } finally {
    await client.end();
  }
}

export interface Freshness {
  /** In milliseconds, sorted. A row's time is that of its transaction's begin or commit. */
  readonly delays: readonly number[];
  readonly rows: number;
}

/** The rows that become searchable in this time, one at least: the index is looked at again and again as a reader sees it. */
export async function watchFreshness(
  { state }: School,
  from: number,
  { warmUp, seconds }: { readonly warmUp: number; readonly seconds: number },
): Promise<Freshness> {
  const ledger = openLedger(state.ledger, { clock: systemClock, readOnly: true });
  const delays: number[] = [];
  const begin = performance.now() + warmUp * 1000;
  let seen = from;
  let rows = 0;
  try {
    while (performance.now() < begin + seconds * 1000 || delays.length === 0) {
      const reached = searchable(state.index);
      const now = performance.timeOrigin + performance.now();
      const isMeasured = performance.now() >= begin;
      for (const event of reached > seen ? ledger.read(seen, reached - seen) : []) {
        if (!isMeasured) continue;
        rows += 1;
        if (isStamped(event)) delays.push(now - millisOf(event.occurredAt ?? ''));
      }
      seen = reached;
      await pause(1);
    }
  } finally {
    ledger.close();
  }
  return { delays: delays.sort((a, b) => a - b), rows };
}

/**
 * Waits until what becomes searchable was committed less than so many milliseconds before, or so many seconds have
 * passed; answers how far the index is then.
 */
export async function untilFresh({ state }: School, milliseconds: number, atMost: number): Promise<number> {
  const ledger = openLedger(state.ledger, { clock: systemClock, readOnly: true });
  const end = performance.now() + atMost * 1000;
  try {
    for (;;) {
      const reached = searchable(state.index);
      const now = performance.timeOrigin + performance.now();
      const newest = ledger
        .read(Math.max(0, reached - 50), 50)
        .filter(isStamped)
        .at(-1);
      const isFresh = newest !== undefined && now - millisOf(newest.occurredAt ?? '') < milliseconds;
      if (isFresh || performance.now() > end) return reached;
      await pause(50);
    }
  } finally {
    ledger.close();
  }
}

/** Place on the bus up to which a search finds everything. */
function searchable(index: string): number {
  const scan = openIndexScan(index);
  const reached = scan.checkpoint();
  scan.close();
  return reached;
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** A deleted row has the time of its last change, an action that of its happening. */
const isStamped = ({ dataset, op, occurredAt }: ChangeEvent) =>
  occurredAt !== null && op !== 'delete' && dataset !== 'user_actions';

/** Milliseconds since 1970, with their fraction, of a canonical instant. */
const millisOf = (instant: string) =>
  Date.parse(`${instant.slice(0, 19)}Z`) + Number(instant.slice(19, -1)) * 1000;
