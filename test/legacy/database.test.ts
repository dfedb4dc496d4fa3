import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../base/clock.ts';
import { fill } from '../../legacy/fill.ts';
import { generateSchool } from '../../legacy/generator/generator.ts';
import { loadOneRoster } from '../../legacy/loader/load.ts';
import { createSchema, isEmptyDatabase } from '../../legacy/schema.ts';
import { type Monolith, openMonolith } from '../../legacy/server.ts';
import { legacyTables } from '../../legacy/tables.ts';
import { burst } from '../../legacy/workload/burst.ts';
import { mix } from '../../legacy/workload/mix.ts';
import { openWorkload, startWorkload } from '../../legacy/workload/workload.ts';

let dir: string;
let monolith: Monolith;
const clients: pg.Client[] = [];

async function connect(database: string): Promise<pg.Client> {
  const url = new URL(monolith.connectionString);
  url.pathname = database;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  clients.push(client);
  return client;
}

/** A database of its own for a test: empty, or a copy of one that nobody is connected to. */
async function createDatabase(name: string, template = 'template0'): Promise<void> {
  const client = await connect('postgres');
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
}

async function seed(database: string, students: number): Promise<void> {
  await createDatabase(database);
  const client = await connect(database);
  await createSchema(client);
  await fill(client, generateSchool({ students, seed: 7, days: 15 }));
}

async function disconnect(): Promise<void> {
  await Promise.all(clients.splice(0).map((client) => client.end()));
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'aljibe-legacy-'));
  monolith = await openMonolith({ dir });
  // What is tested here need not survive a crash of the machine.
  const client = await connect('postgres');
  await client.query('ALTER SYSTEM SET fsync = off');
  await client.query('SELECT pg_reload_conf()');
  await seed('sembrada', 60);
  await disconnect();
});
afterEach(disconnect);
afterAll(async () => {
  await monolith.stop();
  rmSync(dir, { recursive: true });
});

const column = async (client: pg.Client, sql: string): Promise<string[]> =>
  (await client.query<string[]>({ text: sql, rowMode: 'array' })).rows.map(([value]) => String(value));

describe('the schema', () => {
  let client: pg.Client;
  beforeEach(async () => {
    client = await connect('sembrada');
  });

  test('has the tables that are listed, every one with a primary key and a comment', async () => {
    const listed = legacyTables.map(({ table }) => table).sort();
    expect(
      await column(client, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"),
    ).toEqual(listed);
    const keyed =
      "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'p' AND connamespace = 'public'::regnamespace ORDER BY 1";
    expect(await column(client, keyed)).toEqual(listed);
    const silent =
      "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND obj_description(oid) IS NULL";
    expect(await column(client, silent)).toEqual([]);
  });

  test('feeds every dataset once', () => {
    const datasets = legacyTables.flatMap(({ dataset }) => dataset ?? []);
    expect(datasets).toHaveLength(20);
    expect(new Set(datasets).size).toBe(20);
  });

  test('keeps long notes apart from their rows', async () => {
    const [bytes] = await column(
      client,
      "SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE oid = 'alumnos'::regclass",
    );
    expect(Number(bytes)).toBeGreaterThan(0);
  });

  test('stamps the time of a change', async () => {
    const sql =
      "UPDATE centros SET nombre = 'Otro' WHERE centro_id = 2 RETURNING actualizado_en > '2026-03-20'";
    expect(await column(client, sql)).toEqual(['true']);
  });

  test('is not taken for an empty database', async () => {
    expect(await isEmptyDatabase(client)).toBe(false);
    expect(await isEmptyDatabase(await connect('postgres'))).toBe(true);
  });
});

test('sequences go on after what was loaded', async () => {
  const client = await connect('sembrada');
  const sql =
    "INSERT INTO alumnos (nombre, apellidos, centro_id) VALUES ('Ana', 'Núñez Gil', 2) RETURNING alumno_id";
  expect(await column(client, sql)).toEqual(['61']);
});

test('a load that breaks a foreign key leaves nothing behind', async () => {
  await createDatabase('rota');
  const client = await connect('rota');
  await createSchema(client);
  const rows = [{ centro_id: 1, nombre: 'Huérfano', tipo: 'IES', centro_padre_id: 99 }];
  await expect(
    fill(client, [
      { table: 'parametros', rows: [{ clave: 'a\tb\\', valor: 'c\nd' }] },
      { table: 'centros', rows },
    ]),
  ).rejects.toThrow('violates foreign key constraint');
  expect(await column(client, 'SELECT count(*) FROM parametros')).toEqual(['0']);
});

test('tabs, newlines and backslashes are copied as they are', async () => {
  await createDatabase('textos');
  const client = await connect('textos');
  await createSchema(client);
  const value = 'tab\t, line\n, return\r, backslash \\N, "quotes", emoji 🎨';
  await fill(client, [{ table: 'parametros', rows: [{ clave: 'a', valor: value }] }]);
  expect(await column(client, 'SELECT valor FROM parametros')).toEqual([value]);
});

describe('the real bundles load with every foreign key', () => {
  let client: pg.Client;
  beforeAll(() => createDatabase('rosters'));
  beforeEach(async () => {
    client = await connect('rosters');
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await createSchema(client);
  });

  test.each([
    ['edfi-lms-1.1', '8 students, 2 teachers, 0 guardians'],
    ['edfi-lms-1.0', '8 students, 2 teachers, 0 guardians'],
    ['sds-2.1', '4 students, 2 teachers, 2 guardians'],
    ['nicelion-users', '1187 students, 0 teachers, 812 guardians'],
  ])('%s: %s', async (bundle, people) => {
    await loadOneRoster(client, join(import.meta.dirname, '../../../shared/data/oneroster', bundle));
    const sql = `SELECT format('%s students, %s teachers, %s guardians',
      (SELECT count(*) FROM alumnos), (SELECT count(*) FROM profesores), (SELECT count(*) FROM padres))`;
    expect(await column(client, sql)).toEqual([people]);
  });
});

describe('the workload', () => {
  const clock = fixedClock('2026-03-23T10:00:00Z');

  /** Runs transactions on a copy of the seeded database; answers what they were. */
  async function run(database: string, seedNumber: number, transactions: number): Promise<string[]> {
    await createDatabase(database, 'sembrada');
    const step = await openWorkload(await connect(database), seedNumber, clock);
    const done: string[] = [];
    for (let at = 0; at < transactions; at++) {
      const { operation, rows } = await step();
      done.push(`${operation} ${rows}`);
    }
    return done;
  }

  /** A digest of every table, without the columns that the server's clock fills. */
  async function contents(client: pg.Client): Promise<Record<string, string[]>> {
    const digests: Record<string, string[]> = {};
    for (const { table } of legacyTables) {
      const row = "(to_jsonb(t) - 'actualizado_en' - 'creado_en' - 'abierta_en')::text";
      const sql = `SELECT md5(string_agg(${row}, ',' ORDER BY ${row})) FROM ${table} t`;
      digests[table] = await column(client, sql);
    }
    return digests;
  }

  test('does everything that a school does, and every reference holds', async () => {
    const done = await run('trabajo', 8, 600);
    const wrote = new Set(done.filter((entry) => !entry.endsWith(' 0')).map((entry) => entry.split(' ')[0]));
    expect([...wrote].sort()).toEqual(mix.map(({ name }) => name).sort());
  });

  test('writes the same from the same seed and database', async () => {
    const first = await run('uno', 5, 150);
    const second = await run('dos', 5, 150);
    expect(second).toEqual(first);
    expect(await contents(await connect('dos'))).toEqual(await contents(await connect('uno')));
  });

  test('goes on with other random keys when it is started again', async () => {
    await run('seguido', 5, 100);
    const step = await openWorkload(await connect('seguido'), 5, clock);
    for (let at = 0; at < 100; at++) await step();
    const [repeated] = await column(
      await connect('seguido'),
      'SELECT count(*) - count(DISTINCT sesion) FROM (SELECT DISTINCT sesion, usuario_id FROM acciones_usuario) s',
    );
    expect(repeated).toBe('0');
  });

  test('keeps its pace until it is stopped', async () => {
    await createDatabase('ritmo', 'sembrada');
    const url = new URL(monolith.connectionString);
    url.pathname = 'ritmo';
    const workload = await startWorkload({ connectionString: url.href, seed: 1, rate: 1000 });
    const client = await connect('ritmo');
    await expect.poll(() => workload.stats().transactions, { timeout: 10_000 }).toBeGreaterThan(5);
    await workload.stop();
    const { transactions, rows, byOperation } = workload.stats();
    expect(rows).toBeGreaterThanOrEqual(transactions);
    expect(Object.values(byOperation).reduce((sum, count) => sum + count, 0)).toBe(transactions);
    const others =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = 'ritmo' AND pid <> pg_backend_pid()";
    await expect.poll(() => column(client, others)).toEqual(['0']);
  });

  test('tells when the database goes away', async () => {
    await createDatabase('perdida', 'sembrada');
    const url = new URL(monolith.connectionString);
    url.pathname = 'perdida';
    const workload = await startWorkload({ connectionString: url.href, seed: 1, rate: 5000 });
    const client = await connect('postgres');
    await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'perdida'");
    await expect(workload.done).rejects.toThrow(/terminat/i);
  });

  test('makes a backlog of at least so many rows', async () => {
    await createDatabase('rafaga', 'sembrada');
    const client = await connect('rafaga');
    const { transactions, rows } = await burst(client, { rows: 5000, seed: 2 });
    expect(rows).toBeGreaterThanOrEqual(5000);
    expect(transactions).toBeGreaterThan(3);
  });

  test('has nothing to write about in an empty database', async () => {
    await createDatabase('vacia');
    const client = await connect('vacia');
    await createSchema(client);
    await expect(burst(client, { rows: 1, seed: 1 })).rejects.toThrow('the database is empty');
    await expect(openWorkload(client, 1, clock)).rejects.toThrow('the database holds no school');
  });
});
