import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Mapping } from '../../../ingestion/mapping/mapping.ts';
import { openSourceSnapshot } from '../../../ingestion/postgres/sourceRows.ts';
import { follow } from './feed.ts';
import { contracts, pupilsMapping, pupilsTable } from './school.ts';
import { startServer, type TestDatabase, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function snapshotOf(database: TestDatabase, mapping: Mapping) {
  const snapshot = await openSourceSnapshot(database.connectionString, [mapping], contracts);
  onTestFinished(() => snapshot.close());
  return {
    lsn: snapshot.lsn,
    read: async (keys?: string[]) => {
      const rows = await Array.fromAsync(snapshot.rows('pupils', keys));
      return Object.fromEntries(rows.map(({ key, row }) => [key, row]));
    },
  };
}

test('the rows of a moment, mapped as the feeder maps them; later writes are not in it', async () => {
  const database = await server.database(
    `${pupilsTable}; INSERT INTO alumnos VALUES (1, 'Ana', E'tab\\tline\\n'), (2, 'Luis', '')`,
  );
  const { feeder, rows } = await follow(database, [pupilsMapping]);
  const before = rows('pupils');
  const snapshot = await snapshotOf(database, pupilsMapping);
  const later = await database.run(
    "DELETE FROM alumnos WHERE alumno_id = 1; INSERT INTO alumnos VALUES (3, 'Eva')",
  );
  expect(snapshot.lsn).toBeLessThan(later);
  expect(await snapshot.read()).toEqual(before);
  await feeder.caughtUp(later);
  expect(await snapshot.read()).toEqual(before);
  const now = await snapshotOf(database, pupilsMapping);
  expect(await now.read()).toEqual(rows('pupils'));
});

test('only the rows of some keys', async () => {
  const database = await server.database(
    `${pupilsTable}; INSERT INTO alumnos SELECT i, 'n' || i FROM generate_series(1, 50) i`,
  );
  const { read } = await snapshotOf(database, pupilsMapping);
  expect(Object.keys(await read(['7', '50', '51', "x' OR 1=1"]))).toEqual(['7', '50']);
  expect(await read([])).toEqual({});
});

test('keys that are put together from several columns', async () => {
  const database = await server.database(
    "CREATE TABLE alumnos (curso date, numero int, nombre text, notas text, PRIMARY KEY (curso, numero)); INSERT INTO alumnos VALUES ('2026-09-01', 1, 'Ana'), ('2026-09-01', 2, 'Luis')",
  );
  const fields = { pupil_id: { template: '{curso}/{numero}' }, name: 'nombre', notes: 'notas' };
  const { read } = await snapshotOf(database, { ...pupilsMapping, fields });
  expect(await read(['2026-09-01/2'])).toEqual({
    '2026-09-01/2': { pupil_id: '2026-09-01/2', name: 'Luis', notes: null },
  });
});

test('rows that break the contract have a key and no row; soft-deleted ones are not there', async () => {
  const database = await server.database(
    "CREATE TABLE alumnos (alumno_id int PRIMARY KEY, nombre text, notas text, borrado bool); INSERT INTO alumnos VALUES (1, NULL, NULL, false), (2, 'Luis', NULL, true)",
  );
  const { read } = await snapshotOf(database, {
    ...pupilsMapping,
    deletedWhen: { column: 'borrado', in: ['t'] },
  });
  expect(await read()).toEqual({ 1: null });
});
