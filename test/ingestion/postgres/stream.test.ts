import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalog } from '../../../datasets/catalog.ts';
import { parsePosition } from '../../../ingestion/ledger/position.ts';
import { legacyMappings } from '../../../ingestion/mapping/legacy/all.ts';
import { lsnText } from '../../../ingestion/postgres/lsn.ts';
import { createSchema } from '../../../legacy/schema.ts';
import { feed, follow, ledgerPath, openTestLedger } from './feed.ts';
import { pupilsMapping, pupilsTable, samplesMapping, samplesTable } from './school.ts';
import { startServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const school = (rows = '') => server.database(`${pupilsTable}; ${rows}`);
const pupil = (id: string, name: string, notes: string | null = null) => ({ pupil_id: id, name, notes });

describe('copy and stream', () => {
  test('a copy, then every change in the order of its commit', async () => {
    const database = await school("INSERT INTO alumnos VALUES (1, 'Ana'), (2, 'Luis'), (3, 'Eva')");
    const { feeder, ledger, events, rows } = await follow(database, [pupilsMapping]);
    await feeder.caughtUp(await database.run("UPDATE alumnos SET nombre = 'Luisa' WHERE alumno_id = 2"));
    await feeder.caughtUp(await database.run('DELETE FROM alumnos WHERE alumno_id = 3'));
    await feeder.caughtUp(await database.run("INSERT INTO alumnos VALUES (4, 'Iván')"));
    expect(rows('pupils')).toEqual({ 1: pupil('1', 'Ana'), 2: pupil('2', 'Luisa'), 4: pupil('4', 'Iván') });
    expect(events).toEqual([{ kind: 'copied', table: 'alumnos', rows: 3 }, { kind: 'following' }]);
    const changes = ledger.read(0, 100).slice(-3);
    expect(changes.map(({ op, key, version }) => [op, key, version])).toEqual([
      ['upsert', '2', 2],
      ['delete', '3', 2],
      ['upsert', '4', 1],
    ]);
    expect(changes.map(({ position }) => position)).toEqual(
      changes.map(({ position }) => position).toSorted(),
    );
    expect(changes.every(({ occurredAt }) => occurredAt !== null)).toBe(true);
  });

  test('rows that were written while the copy ran are there once', async () => {
    const database = await school("INSERT INTO alumnos SELECT i, 'n' || i FROM generate_series(1, 5000) i");
    const { feeder, ledger } = feed(database, [pupilsMapping], { batchRows: 100 });
    let lsn = 0n;
    for (let index = 0; index < 30; index++) {
      lsn = await database.run(`UPDATE alumnos SET nombre = 'x' WHERE alumno_id = ${index * 100 + 1};
        INSERT INTO alumnos VALUES (${10_000 + index}, 'new'); DELETE FROM alumnos WHERE alumno_id = ${index * 100 + 2}`);
    }
    await feeder.caughtUp(lsn);
    const source = await database.rows(
      'SELECT alumno_id::text AS id, nombre FROM alumnos ORDER BY alumno_id::text COLLATE "C"',
    );
    expect([...ledger.rows('pupils')].map(({ key, row }) => ({ id: key, nombre: row.name }))).toEqual(source);
  });

  test('what the copy reads stands below everything that is streamed, and the secrets of both stay behind', async () => {
    const database = await school("INSERT INTO alumnos VALUES (1, 'Ana', NULL, 'k3y')");
    const { feeder, ledger } = await follow(database, [pupilsMapping]);
    await feeder.caughtUp(await database.run("INSERT INTO alumnos VALUES (2, 'Luis', NULL, 'k3y')"));
    const [copied, streamed] = ledger.read(0, 10);
    expect(parsePosition(copied?.position ?? '').lsn).toBeLessThan(
      parsePosition(streamed?.position ?? '').lsn,
    );
    expect(JSON.stringify(ledger.read(0, 10))).not.toContain('k3y');
  });

  test('the schema of the monolith fits its mappings', async () => {
    const database = await server.database();
    await createSchema(database.client);
    const ledger = openTestLedger(ledgerPath(), catalog);
    const { feeder } = await follow(database, legacyMappings, { contracts: catalog }, ledger);
    expect(feeder.progress()).toMatchObject({ state: 'streaming', totals: { accepted: 0 } });
    expect(ledger.counts()).toEqual(new Map());
  });
});

describe('values', () => {
  const values = `
    (1, '', 9223372036854775807, 12345678901234.5678, true, '1800-01-01', '2024-02-29 23:59:59.123456+02', '1800-06-01 12:00:00', '{"n": 12345678901234567890.10, "b": [1, null]}', '{}'),
    (2, NULL, -9223372036854775808, -0.0001, false, '2150-12-31', '1800-01-01 00:00:00+00', '2026-07-01 09:00:00.000001', 'null', '{NULL}'),
    (3, E'"quotes" ''single'' back\\\\slash\\ttab\\nline\\r\\b\\f\\v {curly}, \\\\N', 0, 7, NULL, NULL, NULL, NULL, '"text"', '{"a,b","say \\"hi\\"",""}'),
    (4, E'Núñez 😀 \\u00a0\\uFEFF', NULL, 1.23456, NULL, 'infinity', '-infinity', '0044-03-15 BC', NULL, NULL),
    (5, U&'\\FEFFmark', NULL, 'NaN', NULL, NULL, NULL, NULL, '{"á": "😀"}', '{Núñez}')`;
  const expected = {
    1: {
      sample_id: '1',
      a_text: '',
      an_integer: '9223372036854775807',
      a_decimal: '12345678901234.5678',
      a_boolean: true,
      a_date: '1800-01-01',
      a_timestamp: '2024-02-29T21:59:59.123456Z',
      a_local_time: '1800-06-01T16:56:16.000000Z',
      a_json: '{"b": [1, null], "n": 12345678901234567890.10}',
      a_list: [],
    },
    2: {
      sample_id: '2',
      a_text: null,
      an_integer: '-9223372036854775808',
      a_decimal: '-0.0001',
      a_boolean: false,
      a_date: '2150-12-31',
      a_timestamp: '1800-01-01T00:00:00.000000Z',
      a_local_time: '2026-07-01T14:00:00.000001Z',
      a_json: 'null',
      a_list: null,
    },
    3: {
      sample_id: '3',
      a_text: '"quotes" \'single\' back\\slash\ttab\nline\r\b\f\v {curly}, \\N',
      an_integer: '0',
      a_decimal: '7.0000',
      a_boolean: null,
      a_date: null,
      a_timestamp: null,
      a_local_time: null,
      a_json: '"text"',
      a_list: ['a,b', 'say "hi"', ''],
    },
    4: {
      sample_id: '4',
      a_text: 'Núñez 😀 \u00a0\uFEFF',
      an_integer: null,
      a_decimal: null,
      a_boolean: null,
      a_date: null,
      a_timestamp: null,
      a_local_time: null,
      a_json: null,
      a_list: null,
    },
    5: {
      sample_id: '5',
      a_text: '\uFEFFmark',
      an_integer: null,
      a_decimal: null,
      a_boolean: null,
      a_date: null,
      a_timestamp: null,
      a_local_time: null,
      a_json: '{"á": "😀"}',
      a_list: ['Núñez'],
    },
  };

  test('are exact in the copy and in the stream', async () => {
    const database = await server.database(`${samplesTable}; INSERT INTO muestras VALUES ${values}`);
    await database.run(`ALTER DATABASE ${database.slot} SET datestyle TO 'German';
      ALTER DATABASE ${database.slot} SET timezone TO 'Asia/Kolkata'`);
    const { feeder, rows, ledger } = await follow(database, [samplesMapping]);
    expect(rows('samples')).toEqual(expected);
    await feeder.caughtUp(await database.run(`TRUNCATE muestras; INSERT INTO muestras VALUES ${values}`));
    expect(rows('samples')).toEqual(expected);
    // What cannot be read is kept beside the row.
    expect(ledger.get('samples', '4')?.extra).toBe(
      '{"decimal":"1.23456","fecha":"infinity","momento":"-infinity","hora_local":"0044-03-15 00:00:00 BC"}',
    );
    expect([...feeder.progress().totals.repaired]).toContainEqual([
      'samples.a_date: left empty: is not a readable date',
      2,
    ]);
  });
});

describe('changes of one row', () => {
  const long = 'x'.repeat(9000);

  test('a long value that was not sent stays as it was', async () => {
    const database = await school(`INSERT INTO alumnos VALUES (1, 'Ana', '${long}')`);
    const { feeder, rows } = await follow(database, [pupilsMapping]);
    await feeder.caughtUp(await database.run("UPDATE alumnos SET nombre = 'Anita' WHERE alumno_id = 1"));
    expect(rows('pupils')).toEqual({ 1: pupil('1', 'Anita', long) });
  });

  test('a row under a new key is deleted under the old one, and keeps what was not sent', async () => {
    const database = await school(`ALTER TABLE alumnos ADD aula text STORAGE EXTERNAL;
      INSERT INTO alumnos VALUES (1, 'Ana', '${long}', NULL, '${long}')`);
    const { feeder, ledger, rows } = await follow(database, [pupilsMapping]);
    await feeder.caughtUp(await database.run('UPDATE alumnos SET alumno_id = 100 WHERE alumno_id = 1'));
    expect(rows('pupils')).toEqual({ 100: pupil('100', 'Ana', long) });
    expect(ledger.get('pupils', '1')).toMatchObject({ deleted: true });
    expect(ledger.get('pupils', '100')?.extra).toBe(JSON.stringify({ aula: long }));
  });

  test('keys that change places within a transaction', async () => {
    const database = await school(`INSERT INTO alumnos VALUES (1, 'Ana', '${long}'), (2, 'Luis', 'short')`);
    const { feeder, rows } = await follow(database, [pupilsMapping]);
    const lsn = await database.run(`BEGIN; UPDATE alumnos SET alumno_id = 9 WHERE alumno_id = 1;
      UPDATE alumnos SET alumno_id = 1 WHERE alumno_id = 2; UPDATE alumnos SET alumno_id = 2 WHERE alumno_id = 9; COMMIT`);
    await feeder.caughtUp(lsn);
    expect(rows('pupils')).toEqual({ 1: pupil('1', 'Luis', 'short'), 2: pupil('2', 'Ana', long) });
  });

  test('a table without primary key is followed by its whole rows', async () => {
    const database =
      await server.database(`CREATE TABLE alumnos (alumno_id bigint, nombre text, notas text STORAGE EXTERNAL);
      ALTER TABLE alumnos REPLICA IDENTITY FULL; INSERT INTO alumnos VALUES (1, 'Ana', '${long}'), (2, 'Luis', NULL)`);
    const { feeder, rows } = await follow(database, [pupilsMapping]);
    const lsn = await database.run(`UPDATE alumnos SET nombre = 'Anita' WHERE alumno_id = 1;
      UPDATE alumnos SET alumno_id = 7 WHERE alumno_id = 1; DELETE FROM alumnos WHERE alumno_id = 2`);
    await feeder.caughtUp(lsn);
    expect(rows('pupils')).toEqual({ 7: pupil('7', 'Anita', long) });
  });

  test('a row that breaks its contract is quarantined, and taken when it is mended', async () => {
    const database = await server.database(
      'CREATE TABLE alumnos (alumno_id bigint PRIMARY KEY, nombre text, notas text)',
    );
    const { feeder, ledger, rows } = await follow(database, [pupilsMapping]);
    await feeder.caughtUp(await database.run("INSERT INTO alumnos VALUES (1, NULL), (2, 'Luis')"));
    expect(ledger.quarantine.list()).toMatchObject([
      { key: '1', place: 'alumnos 1', column: 'name', rule: 'is missing' },
    ]);
    await feeder.caughtUp(await database.run("UPDATE alumnos SET nombre = 'Ana' WHERE alumno_id = 1"));
    expect(rows('pupils')).toEqual({ 1: pupil('1', 'Ana'), 2: pupil('2', 'Luis') });
    expect(ledger.quarantine.list()).toEqual([]);
  });
});

describe('changes of many rows', () => {
  test('a truncated table has no rows left but those that came after', async () => {
    const database = await school("INSERT INTO alumnos VALUES (1, 'Ana'), (2, 'Luis')");
    const { feeder, rows, ledger } = await follow(database, [pupilsMapping]);
    const lsn = await database.run(`BEGIN; INSERT INTO alumnos VALUES (3, 'Eva'); TRUNCATE alumnos;
      INSERT INTO alumnos VALUES (2, 'Luisa'); COMMIT`);
    await feeder.caughtUp(lsn);
    expect(rows('pupils')).toEqual({ 2: pupil('2', 'Luisa') });
    expect(ledger.get('pupils', '2')?.version).toBe(3);
  });

  test('a transaction that is larger than a batch goes in parts and is confirmed at its end', async () => {
    const database = await school();
    const { feeder, ledger } = await follow(database, [pupilsMapping], { batchRows: 5_000 });
    const lsn = await database.run("INSERT INTO alumnos SELECT i, 'n' || i FROM generate_series(1, 60000) i");
    await feeder.caughtUp(lsn);
    expect(ledger.counts()).toEqual(new Map([['pupils', 60_000]]));
    const [first, last] = [ledger.read(0, 1)[0], ledger.read(59_999, 1)[0]];
    expect(parsePosition(last?.position ?? '').lsn).toBe(parsePosition(first?.position ?? '').lsn);
    expect(parsePosition(last?.position ?? '').ordinal).toBe(59_999);
    await feeder.stop();
    const [slot] = await database.rows<{ at: string }>(
      `SELECT confirmed_flush_lsn::text AS at FROM pg_replication_slots WHERE slot_name = '${database.slot}'`,
    );
    expect(feeder.progress().confirmed).toBeGreaterThanOrEqual(lsn);
    expect(slot?.at).toBe(lsnText(feeder.progress().confirmed ?? 0n));
  });

  test('writes to tables that nobody mapped let the log go all the same', async () => {
    const database = await school('CREATE TABLE otra (n int)');
    const { feeder } = await follow(database, [pupilsMapping]);
    const lsn = await database.run('INSERT INTO otra SELECT generate_series(1, 40000)');
    await feeder.caughtUp(lsn);
    expect(feeder.progress().totals.accepted).toBe(0);
    expect(feeder.progress().confirmed).toBeGreaterThan(lsn - 1_048_576n);
  });
});
