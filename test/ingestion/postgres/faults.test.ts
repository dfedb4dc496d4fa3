import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ledger } from '../../../ingestion/ledger/ledger.ts';
import { feed, follow, ledgerPath, openTestLedger } from './feed.ts';
import { pupilsMapping, pupilsTable } from './school.ts';
import { startServer, type TestDatabase, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const school = (count: number) =>
  server.database(
    `${pupilsTable}; INSERT INTO alumnos SELECT i, 'n' || i FROM generate_series(1, ${count}) i`,
  );

/** Runs a feeder that kills itself at its nth durable batch of a hundred rows. */
async function killedAt(nth: number, database: TestDatabase, path: string): Promise<void> {
  const script = fileURLToPath(new URL('killed.ts', import.meta.url));
  const args = [script, database.connectionString, path, database.slot, String(nth)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
}

function backUp(path: string, to: string): void {
  const db = new DatabaseSync(path, { readOnly: true });
  db.prepare('VACUUM INTO ?').run(to);
  db.close();
}

/** Every event of the bus is a version of its own, and the last one of each key is its row. */
function expectNothingTwice(ledger: Ledger, events: number): void {
  const changes = ledger.read(0, 100_000);
  expect(changes).toHaveLength(events);
  expect(new Set(changes.map(({ key, version }) => `${key} ${version}`)).size).toBe(events);
}

describe('a killed process', () => {
  test('in the middle of the copy: it begins again at a new slot, and nothing is there twice', async () => {
    const database = await school(1000);
    const path = ledgerPath();
    await killedAt(3, database, path);
    const ledger = openTestLedger(path);
    expect(ledger.counts()).toEqual(new Map([['pupils', 300]]));
    const identity = ledger.source('legacy', 'postgres').identity;
    const { feeder } = await follow(database, [pupilsMapping], {}, ledger);
    expect(feeder.progress().totals).toMatchObject({ accepted: 700, unchanged: 300 });
    expect(ledger.source('legacy', 'postgres')).toMatchObject({ epoch: 2 });
    expect(ledger.source('legacy', 'postgres').identity).not.toBe(identity);
    expectNothingTwice(ledger, 1000);
  });

  test('between the ledger and PostgreSQL: what is sent again is stale', async () => {
    const database = await school(10);
    const path = ledgerPath();
    const first = await follow(database, [pupilsMapping], {}, openTestLedger(path));
    await first.feeder.stop();
    const lsn = await database.run(`UPDATE alumnos SET nombre = 'x' WHERE alumno_id <= 5;
      INSERT INTO alumnos SELECT i, 'n' FROM generate_series(11, 250) i`);
    await killedAt(2, database, path);
    const ledger = openTestLedger(path);
    const { feeder, rows } = feed(database, [pupilsMapping], {}, ledger);
    await feeder.caughtUp(lsn);
    expect(feeder.progress().totals).toMatchObject({ accepted: 45, stale: 200, unchanged: 0 });
    expect(Object.keys(rows('pupils'))).toHaveLength(250);
    expectNothingTwice(ledger, 10 + 245);
  });
});

describe('a broken connection', () => {
  test('is made anew, and nothing is missing', async () => {
    const database = await school(2);
    const { feeder, events, rows } = await follow(database, [pupilsMapping]);
    for (const id of [10, 11, 12]) {
      await database.run(
        `SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '${database.slot}'`,
      );
      await feeder.caughtUp(await database.run(`INSERT INTO alumnos VALUES (${id}, 'n')`));
    }
    expect(Object.keys(rows('pupils'))).toEqual(['1', '2', '10', '11', '12']);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'disconnected', waitMs: 5 }));
    expect(feeder.progress().state).toBe('streaming');
  });

  test('that never was one is said at once', async () => {
    const database = await school(0);
    const { feeder } = feed({ ...database, connectionString: 'postgres://127.0.0.1:1/nada' }, [
      pupilsMapping,
    ]);
    await expect(feeder.done).rejects.toMatchObject({
      name: 'UserError',
      hint: 'Check that the server runs, and host and port in DATABASE_URL.',
    });
    expect(feeder.progress().state).toBe('failed');
    await expect(feeder.caughtUp(1n)).rejects.toThrow('the feeder is failed');
  });
});

describe('a stop', () => {
  test('in the middle of the copy ends it at once; the next start copies again', async () => {
    const database = await school(2000);
    await database.run("UPDATE alumnos SET notas = repeat('x', 500)");
    const ledger = openTestLedger();
    const copying = Promise.withResolvers<void>();
    const watched: Ledger = {
      ...ledger,
      accept(source, batch) {
        copying.resolve();
        return ledger.accept(source, batch);
      },
    };
    const first = feed(database, [pupilsMapping], { batchRows: 100 }, watched);
    await copying.promise;
    await first.feeder.stop();
    expect(first.feeder.progress().state).toBe('stopped');
    expect(first.feeder.progress().totals.accepted).toBeLessThan(2000);
    const second = await follow(database, [pupilsMapping], {}, ledger);
    expect(Object.keys(second.rows('pupils'))).toHaveLength(2000);
    expectNothingTwice(ledger, 2000);
  });
});

describe('a ledger that cannot write', () => {
  test('stops the feeder with its reason; nothing is confirmed and nothing lost', async () => {
    const database = await school(1);
    const path = ledgerPath();
    const ledger = openTestLedger(path);
    const full = new Error('database or disk is full');
    let isFull = false;
    const failing: Ledger = {
      ...ledger,
      accept(source, batch) {
        if (isFull) throw full;
        return ledger.accept(source, batch);
      },
    };
    const { feeder } = await follow(database, [pupilsMapping], {}, failing);
    const { confirmed } = feeder.progress();
    isFull = true;
    const lsn = await database.run("INSERT INTO alumnos VALUES (2, 'n')");
    await expect(feeder.done).rejects.toBe(full);
    expect(feeder.progress().confirmed).toBe(confirmed);
    const again = feed(database, [pupilsMapping], {}, ledger);
    await again.feeder.caughtUp(lsn);
    expect(Object.keys(again.rows('pupils'))).toEqual(['1', '2']);
  });
});

describe('missing changes', () => {
  const missing = (message: string) =>
    expect.objectContaining({ name: 'UserError', message, hint: expect.stringContaining('--resnapshot') });

  test('a dropped slot is refused until a new snapshot is asked for, which finds what was missed', async () => {
    const database = await school(20);
    const ledger = openTestLedger();
    const first = await follow(database, [pupilsMapping], {}, ledger);
    await first.feeder.stop();
    await database.run(`SELECT pg_drop_replication_slot('${database.slot}');
      DELETE FROM alumnos WHERE alumno_id = 3; UPDATE alumnos SET nombre = 'Ana' WHERE alumno_id = 1`);
    const refused = feed(database, [pupilsMapping], {}, ledger);
    await expect(refused.feeder.done).rejects.toEqual(
      missing(`the replication slot ${database.slot} is gone: changes of the source are missing`),
    );
    const { events, rows } = await follow(database, [pupilsMapping], { resnapshot: true }, ledger);
    expect(events.slice(0, 2)).toEqual([
      { kind: 'copied', table: 'alumnos', rows: 19 },
      { kind: 'swept', dataset: 'pupils', removed: 1 },
    ]);
    expect(rows('pupils')[1]).toMatchObject({ name: 'Ana' });
    expect(rows('pupils')).not.toHaveProperty('3');
    expectNothingTwice(ledger, 20 + 2);
  });

  test('a slot that is taken away from a running feeder stops it', async () => {
    const database = await school(1);
    const { feeder } = await follow(database, [pupilsMapping], { retry: { first: 200, last: 200 } });
    await database.run(`SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE slot_name = '${database.slot}';
      SELECT pg_drop_replication_slot('${database.slot}')`);
    await expect(feeder.done).rejects.toEqual(
      missing(`the replication slot ${database.slot} is gone: changes of the source are missing`),
    );
  });

  test('a ledger that was set back is refused', async () => {
    const database = await school(1);
    const path = ledgerPath();
    const ledger = openTestLedger(path);
    const first = await follow(database, [pupilsMapping], {}, ledger);
    await first.feeder.stop();
    const backup = ledgerPath();
    backUp(path, backup);
    const second = feed(database, [pupilsMapping], {}, ledger);
    await second.feeder.caughtUp(await database.run("INSERT INTO alumnos VALUES (2, 'n')"));
    await second.feeder.stop();
    const { feeder } = feed(database, [pupilsMapping], {}, openTestLedger(backup));
    await expect(feeder.done).rejects.toMatchObject({
      message: expect.stringMatching(/^the slot goes on at .*, but the ledger ends at /),
    });
  });

  const letGo = missing(
    'the publication aljibe has let go of alumnos for a time: changes of the source are missing',
  );

  test('a table that was out of the publication for a time is refused, even if it is back', async () => {
    const database = await school(1);
    const ledger = openTestLedger();
    const first = await follow(database, [pupilsMapping], {}, ledger);
    await first.feeder.stop();
    const refused = () => feed(database, [pupilsMapping], {}, ledger).feeder.done;
    await database.run('CREATE TABLE otra (n int); ALTER PUBLICATION aljibe SET TABLE otra');
    await expect(refused()).rejects.toEqual(letGo);
    await database.run('ALTER PUBLICATION aljibe SET TABLE alumnos');
    await expect(refused()).rejects.toEqual(letGo);
  });

  test('a publication that is dropped under a running feeder stops it', async () => {
    const database = await school(1);
    const { feeder } = await follow(database, [pupilsMapping], { watchEvery: 10 });
    await database.run('DROP PUBLICATION aljibe');
    await expect(feeder.done).rejects.toEqual(letGo);
  });

  test('a slot that another Aljibe made is left alone', async () => {
    const database = await school(1);
    await follow(database, [pupilsMapping]);
    const { feeder } = feed(database, [pupilsMapping]);
    await expect(feeder.done).rejects.toThrow(
      `the replication slot ${database.slot} exists already, and this Aljibe did not make it`,
    );
  });

  test('a copy that would remove too much is refused with the counts, and passes once it is accepted', async () => {
    const database = await school(10);
    const ledger = openTestLedger();
    const first = await follow(database, [pupilsMapping], {}, ledger);
    await first.feeder.stop();
    await database.run(
      `SELECT pg_drop_replication_slot('${database.slot}'); DELETE FROM alumnos WHERE alumno_id > 7`,
    );
    const refused = feed(database, [pupilsMapping], { resnapshot: true }, ledger);
    await expect(refused.feeder.done).rejects.toMatchObject({
      message: 'the source no longer has 3 of 10 pupils: too many to remove unasked',
      hint: 'If that is right, repeat with --accept-removals pupils.',
    });
    expect(
      await database.rows(`SELECT FROM pg_replication_slots WHERE slot_name = '${database.slot}'`),
    ).toEqual([]);
    expect(Object.keys(refused.rows('pupils'))).toHaveLength(10);
    const { rows } = await follow(database, [pupilsMapping], { acceptRemovals: ['pupils'] }, ledger);
    expect(Object.keys(rows('pupils'))).toHaveLength(7);
  });
});
