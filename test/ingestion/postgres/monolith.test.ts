import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { fixedClock } from '../../../base/clock.ts';
import { rowHash } from '../../../datasets/canonical.ts';
import { catalog, contractOf } from '../../../datasets/catalog.ts';
import type { AnyRow } from '../../../datasets/contract.ts';
import { legacyMappings } from '../../../ingestion/mapping/legacy/all.ts';
import { openSourceSnapshot } from '../../../ingestion/postgres/sourceRows.ts';
import { fill } from '../../../legacy/fill.ts';
import { generateSchool } from '../../../legacy/generator/generator.ts';
import { createSchema } from '../../../legacy/schema.ts';
import { burst } from '../../../legacy/workload/burst.ts';
import { openWorkload } from '../../../legacy/workload/workload.ts';
import { follow, ledgerPath, openTestLedger } from './feed.ts';
import { startServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('a school at work: every dataset of the ledger is what the monolith holds', async () => {
  const database = await server.database();
  await createSchema(database.client);
  await fill(database.client, generateSchool({ students: 60, seed: 7, days: 10 }));
  const ledger = openTestLedger(ledgerPath(), catalog);
  const { feeder, events } = await follow(database, legacyMappings, { contracts: catalog }, ledger);
  const work = await openWorkload(database.client, 7, fixedClock('2026-03-23T09:00:00Z'));
  for (let step = 0; step < 300; step++) await work();
  await burst(database.client, { rows: 4000, seed: 7 });
  const snapshot = await openSourceSnapshot(database.connectionString, legacyMappings);
  onTestFinished(() => snapshot.close());
  await feeder.caughtUp(snapshot.lsn);

  const [source, kept] = [new Map<string, Digest>(), new Map<string, Digest>()];
  for (const name of Object.keys(catalog)) {
    source.set(name, await digest(name, snapshot.rows(name)));
    kept.set(name, await digest(name, ledger.rows(name)));
  }
  expect(kept).toEqual(source);
  const empty = [...source].filter(([, { rows }]) => rows === 0).map(([name]) => name);
  // What Aljibe tells of itself does not come from there.
  expect(empty).toEqual(['audit_events', 'quality_results']);
  expect(feeder.progress().totals.repaired).toEqual(new Map());
  expect(ledger.quarantine.list()).toEqual([]);
  expect(events.filter(({ kind }) => kind !== 'copied')).toEqual([{ kind: 'following' }]);
});

/** Order-independent: the number of rows and the wrapping sum of their hashes. */
async function digest(dataset: string, rows: Iterable<Read> | AsyncIterable<Read>): Promise<Digest> {
  const contract = contractOf(dataset);
  const total: Digest = { rows: 0, sum: 0n };
  for await (const { row } of rows) {
    if (!row) throw new Error(`${dataset}: a row breaks its contract`);
    total.rows += 1;
    total.sum = BigInt.asUintN(64, total.sum + rowHash(contract, row));
  }
  return total;
}

interface Digest {
  rows: number;
  sum: bigint;
}

interface Read {
  readonly row: AnyRow | null;
}
