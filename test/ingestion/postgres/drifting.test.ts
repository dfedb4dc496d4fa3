import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UserError } from '../../../base/errors.ts';
import { checkServer, type ServerFacts } from '../../../ingestion/postgres/catalog.ts';
import { feed, follow, openTestLedger } from './feed.ts';
import { pupilsMapping, pupilsTable, samplesMapping, samplesTable } from './school.ts';
import { startServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const school = (rows = '') => server.database(`${pupilsTable}; ${rows}`);
const drift = (column: string, change: string, mapped: boolean) =>
  expect.objectContaining({ kind: 'drift', table: 'alumnos', column, change, mapped });

describe('a table that changes its shape', () => {
  test('a new column is told and kept in extra', async () => {
    const database = await school("INSERT INTO alumnos VALUES (1, 'Ana')");
    const { feeder, ledger, events } = await follow(database, [pupilsMapping]);
    const lsn = await database.run(
      'ALTER TABLE alumnos ADD aula numeric(5,2); UPDATE alumnos SET aula = 7 WHERE alumno_id = 1',
    );
    await feeder.caughtUp(lsn);
    expect(events.slice(2)).toEqual([drift('aula', 'added', false)]);
    expect(events[2]).toMatchObject({ before: null, after: 'numeric(5,2)' });
    expect(ledger.get('pupils', '1')?.extra).toBe('{"aula":"7.00"}');
  });

  test('a lost column that may be missing is told; known rows keep its value, new rows have none', async () => {
    const database = await school("INSERT INTO alumnos VALUES (1, 'Ana', 'note')");
    const { feeder, rows, events } = await follow(database, [pupilsMapping]);
    const lsn = await database.run(`ALTER TABLE alumnos DROP notas;
      UPDATE alumnos SET nombre = 'Anita' WHERE alumno_id = 1; INSERT INTO alumnos VALUES (2, 'Luis')`);
    await feeder.caughtUp(lsn);
    expect(events.slice(2)).toEqual([drift('notas', 'dropped', true)]);
    expect(rows('pupils')).toEqual({
      1: { pupil_id: '1', name: 'Anita', notes: 'note' },
      2: { pupil_id: '2', name: 'Luis', notes: null },
    });
  });

  test('a new copy does not take the lost values away either', async () => {
    const database = await school("INSERT INTO alumnos VALUES (1, 'Ana', 'note')");
    const ledger = openTestLedger();
    const first = await follow(database, [pupilsMapping], {}, ledger);
    await first.feeder.stop();
    await database.run("ALTER TABLE alumnos DROP notas; INSERT INTO alumnos VALUES (2, 'Luis')");
    const { rows, events } = await follow(database, [pupilsMapping], { resnapshot: true }, ledger);
    expect(events[0]).toEqual(drift('notas', 'dropped', true));
    expect(rows('pupils')).toMatchObject({ 1: { notes: 'note' }, 2: { notes: null } });
  });

  test('a lost column that rows need stops the feeder; the mapping is mended and a new copy taken', async () => {
    const database = await school("INSERT INTO alumnos VALUES (1, 'Ana')");
    const ledger = openTestLedger();
    const { feeder } = await follow(database, [pupilsMapping], {}, ledger);
    await database.run(
      "ALTER TABLE alumnos RENAME nombre TO nombre_completo; INSERT INTO alumnos VALUES (2, 'Luis')",
    );
    await expect(feeder.done).rejects.toMatchObject({
      name: 'UserError',
      message: 'alumnos no longer has nombre, which its rows cannot be read without',
    });
    const mended = { ...pupilsMapping, fields: { ...pupilsMapping.fields, name: 'nombre_completo' } };
    const { rows } = await follow(database, [mended], { resnapshot: true }, ledger);
    expect(rows('pupils')).toMatchObject({ 1: { name: 'Ana' }, 2: { name: 'Luis' } });
  });

  test('a column of another type is told; what can be read is read', async () => {
    const database = await school("INSERT INTO alumnos VALUES (1, '5')");
    const { feeder, rows, events } = await follow(database, [pupilsMapping]);
    const lsn = await database.run(`ALTER TABLE alumnos ALTER nombre TYPE int USING nombre::int;
      INSERT INTO alumnos VALUES (2, 7)`);
    await feeder.caughtUp(lsn);
    expect(events.slice(2)).toEqual([drift('nombre', 'retyped', true)]);
    expect(rows('pupils')).toMatchObject({ 1: { name: '5' }, 2: { name: '7' } });
  });

  test('a new shape is told at once, before any row has it', async () => {
    const database = await school("INSERT INTO alumnos VALUES (1, 'Ana')");
    const ledger = openTestLedger();
    const watched = await follow(database, [pupilsMapping], { watchEvery: 10 }, ledger);
    await database.run('ALTER TABLE alumnos ADD aula text');
    await expect.poll(() => watched.events.slice(2)).toEqual([drift('aula', 'added', false)]);
    await watched.feeder.stop();
    await database.run('ALTER TABLE alumnos RENAME notas TO apuntes');
    const again = await follow(database, [pupilsMapping], {}, ledger);
    await expect
      .poll(() => again.events.slice(1))
      .toEqual([drift('notas', 'dropped', true), drift('apuntes', 'added', false)]);
    await again.feeder.caughtUp(await database.run("INSERT INTO alumnos VALUES (2, 'Luis')"));
    expect(again.events.slice(3)).toEqual([]);
  });

  test('a table that is dropped keeps its rows, and the others are followed', async () => {
    const database = await school(`INSERT INTO alumnos VALUES (1, 'Ana'); ${samplesTable}`);
    const ledger = openTestLedger();
    const mappings = [pupilsMapping, samplesMapping];
    const first = await follow(database, mappings, {}, ledger);
    await first.feeder.stop();
    const lsn = await database.run('DROP TABLE alumnos; INSERT INTO muestras (id) VALUES (1)');
    const { feeder, events } = feed(database, mappings, {}, ledger);
    await feeder.caughtUp(lsn);
    expect(events[0]).toMatchObject({ kind: 'table gone', table: 'alumnos' });
    expect(ledger.counts()).toEqual(
      new Map([
        ['pupils', 1],
        ['samples', 1],
      ]),
    );
  });
});

describe('a table that is mapped later', () => {
  test('is published, copied and followed; the stream may stand far behind its copy', async () => {
    const database = await school(
      `INSERT INTO alumnos VALUES (1, 'Ana'); ${samplesTable}; INSERT INTO muestras (id, texto) VALUES (1, 'a'), (2, 'b')`,
    );
    const ledger = openTestLedger();
    const first = await follow(database, [pupilsMapping], {}, ledger);
    await first.feeder.stop();
    await database.run("UPDATE alumnos SET nombre = 'Anita'; UPDATE muestras SET texto = 'c' WHERE id = 2");
    const { feeder, rows, events } = await follow(database, [pupilsMapping, samplesMapping], {}, ledger);
    await feeder.caughtUp(await database.run('DELETE FROM muestras WHERE id = 1'));
    expect(events).toEqual([{ kind: 'copied', table: 'muestras', rows: 2 }, { kind: 'following' }]);
    expect(rows('pupils')).toMatchObject({ 1: { name: 'Anita' } });
    expect(rows('samples')).toEqual({ 2: expect.objectContaining({ a_text: 'c' }) });
    await feeder.stop();
    const again = await follow(database, [pupilsMapping, samplesMapping], {}, ledger);
    expect(again.events).toEqual([{ kind: 'following' }]);
  });
});

describe('a database that cannot be followed', () => {
  test('everything that does not fit is named at once, and nothing was created', async () => {
    const database = await server.database('CREATE TABLE alumnos (alumno_id bigint, notas text)');
    const { feeder } = feed(database, [pupilsMapping, samplesMapping]);
    await expect(feeder.done).rejects.toMatchObject({
      message:
        'the database does not fit the mappings: there is no table muestras; ' +
        'alumnos has no column nombre (or it is generated); ' +
        'alumnos has no primary key or other replica identity',
    });
    expect(await database.rows('SELECT pubname FROM pg_publication')).toEqual([]);
    expect(
      await database.rows(`SELECT FROM pg_replication_slots WHERE slot_name = '${database.slot}'`),
    ).toEqual([]);
  });

  test('keys that deletes do not carry', async () => {
    const database = await school(
      'ALTER TABLE alumnos ADD codigo text NOT NULL UNIQUE; ALTER TABLE alumnos REPLICA IDENTITY USING INDEX alumnos_codigo_key',
    );
    const { feeder } = feed(database, [pupilsMapping]);
    await expect(feeder.done).rejects.toMatchObject({
      message:
        'the database does not fit the mappings: alumnos: deletes do not carry alumno_id, which keys are made of',
      hint: 'Run ALTER TABLE alumnos REPLICA IDENTITY FULL.',
    });
  });

  test('a user who may not read, publish or replicate is told what to ask for', async () => {
    const database = await school("INSERT INTO alumnos VALUES (1, 'Ana')");
    const user = `lector_${database.slot}`;
    const url = new URL(database.connectionString);
    [url.username, url.password] = [user, 'x'];
    const asReader = { ...database, connectionString: url.href };
    await database.run(`CREATE ROLE ${user} LOGIN PASSWORD 'x'`);
    const refused = () => feed(asReader, [pupilsMapping]).feeder.done.catch((error: UserError) => error);
    const refusal = async () => ((await refused()) as UserError).message;
    expect(await refused()).toMatchObject({
      message: expect.stringMatching(/permission denied|may not replicate/),
      hint: 'Run ALTER ROLE ... REPLICATION (on RDS: GRANT rds_replication TO ...).',
    });
    await database.run(`ALTER ROLE ${user} REPLICATION`);
    expect(await refusal()).toBe('the database does not fit the mappings: alumnos may not be read');
    await database.run(`GRANT SELECT ON alumnos TO ${user}`);
    expect(await refusal()).toBe('the user in DATABASE_URL may not publish the tables');
    await database.run('CREATE PUBLICATION aljibe FOR TABLE alumnos');
    const { rows, feeder } = await follow(asReader, [pupilsMapping]);
    expect(Object.keys(rows('pupils'))).toEqual(['1']);
    await feeder.stop();
    await database.run('ALTER TABLE alumnos ENABLE ROW LEVEL SECURITY');
    const hidden = feed(asReader, [pupilsMapping], { resnapshot: true });
    await expect(hidden.feeder.done).rejects.toMatchObject({
      name: 'UserError',
      message: 'PostgreSQL: query would be affected by row-level security policy for table "alumnos"',
    });
  });

  const fit: ServerFacts = {
    version: 180_000,
    walLevel: 'logical',
    encoding: 'UTF8',
    isStandby: false,
    mayReplicate: true,
  };
  test.each<[Partial<ServerFacts>, string]>([
    [{ version: 130_012 }, 'PostgreSQL 13 is too old to be followed'],
    [{ walLevel: 'replica' }, 'wal_level is replica, so PostgreSQL does not write down what changes'],
    [
      { encoding: 'SQL_ASCII' },
      'the database has the encoding SQL_ASCII: its texts have no known characters',
    ],
    [{ isStandby: true }, 'the database is a standby, which cannot export a snapshot to copy from'],
    [{ mayReplicate: false }, 'the user in DATABASE_URL may not replicate'],
  ])('%j', (facts, message) => {
    expect(() => checkServer({ ...fit, ...facts })).toThrow(message);
  });
});
