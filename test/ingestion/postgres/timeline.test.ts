import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { type Lsn, parseLsn } from '../../../ingestion/postgres/lsn.ts';
import { openMonolith } from '../../../legacy/server.ts';
import { feed, follow, openTestLedger } from './feed.ts';
import { pupilsMapping, pupilsTable } from './school.ts';

test('a server that was promoted with all that was read goes on in a new epoch', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'timeline-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const ledger = openTestLedger();
  const before = await openMonolith({ dir });
  await run(before.connectionString, `${pupilsTable}; INSERT INTO alumnos VALUES (1, 'Ana'), (2, 'Luis')`);
  const first = await follow({ ...before, slot: 'aljibe' }, [pupilsMapping], {}, ledger);
  await run(before.connectionString, 'CREATE TABLE otra (n int); INSERT INTO otra VALUES (1)');
  // PostgreSQL waits for its readers to confirm all that there is, whether they need it or not.
  await before.stop();
  await first.feeder.stop();

  // A server that ends a recovery has a timeline of its own from there on.
  await writeFile(join(dir, 'postgres', 'recovery.signal'), '');
  await appendFile(join(dir, 'postgres', 'postgresql.auto.conf'), "restore_command = 'false'\n");
  const after = await openMonolith({ dir });
  onTestFinished(() => after.stop());
  await run(after.connectionString, untilPromoted);
  const { feeder, rows, events } = feed({ ...after, slot: 'aljibe' }, [pupilsMapping], {}, ledger);
  await feeder.caughtUp(
    await run(after.connectionString, "UPDATE alumnos SET nombre = 'Anita' WHERE alumno_id = 1"),
  );
  expect(rows('pupils')).toMatchObject({ 1: { name: 'Anita' }, 2: { name: 'Luis' } });
  expect(events).toEqual([{ kind: 'following' }]);
  expect(ledger.source('legacy', 'postgres').epoch).toBe(2);
  expect(ledger.source('legacy', 'postgres').identity).toMatch(/^\d+\/2\/aljibe@/);
});

/** It lets readers in before its recovery has ended. */
const untilPromoted = 'DO $$ BEGIN WHILE pg_is_in_recovery() LOOP PERFORM pg_sleep(0.01); END LOOP; END $$';

/** Runs SQL and answers where the log then ends. */
async function run(connectionString: string, sql: string): Promise<Lsn> {
  const client = new pg.Client(connectionString);
  await client.connect();
  try {
    await client.query(sql);
    const { rows } = await client.query('SELECT pg_current_wal_flush_lsn()::text AS lsn');
    return parseLsn(rows[0].lsn as string);
  } finally {
    await client.end();
  }
}
