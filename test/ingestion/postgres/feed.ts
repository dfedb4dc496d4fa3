import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../base/clock.ts';
import { type Ledger, openLedger } from '../../../ingestion/ledger/ledger.ts';
import type { Mapping } from '../../../ingestion/mapping/mapping.ts';
import { type Feeder, type FeederOptions, startPostgresFeeder } from '../../../ingestion/postgres/feeder.ts';
import type { FeederEvent } from '../../../ingestion/postgres/report.ts';
import { contracts } from './school.ts';
import type { TestDatabase } from './server.ts';

export interface Fed {
  readonly ledger: Ledger;
  readonly feeder: Feeder;
  readonly events: FeederEvent[];
  /** The present rows of a dataset by key. */
  rows(dataset: string): Record<string, unknown>;
}

/** A place for a ledger, removed when the test ends. */
export function ledgerPath(): string {
  const dir = mkdtempSync(join(tmpdir(), 'feeder-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return join(dir, 'ledger.db');
}

/** A ledger that is closed when the test ends. */
export function openTestLedger(path: string = ledgerPath(), known = contracts): Ledger {
  const ledger = openLedger(path, { clock: systemClock, contracts: known });
  onTestFinished(() => ledger.close());
  return ledger;
}

/** Starts a feeder that is stopped when the test ends. */
export function feed(
  database: Pick<TestDatabase, 'connectionString' | 'slot'>,
  mappings: readonly Mapping[],
  options: FeederOptions = {},
  ledger: Ledger = openTestLedger(),
): Fed {
  const events: FeederEvent[] = [];
  const feeder = startPostgresFeeder({
    connectionString: database.connectionString,
    ledger,
    mappings,
    clock: systemClock,
    report: (event) => events.push(event),
    options: { contracts, slot: database.slot, retry: { first: 5, last: 50 }, ...options },
  });
  onTestFinished(() => feeder.stop());
  return {
    ledger,
    feeder,
    events,
    rows: (dataset) => Object.fromEntries([...ledger.rows(dataset)].map(({ key, row }) => [key, row])),
  };
}

/** Starts a feeder and waits until its copy is complete and the stream has begun. */
export async function follow(...how: Parameters<typeof feed>): Promise<Fed> {
  const fed = feed(...how);
  await fed.feeder.caughtUp(0n);
  return fed;
}
