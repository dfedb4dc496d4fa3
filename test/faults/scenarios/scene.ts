import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { ParityReport } from '../../../runtime/parity.ts';
import type { Status } from '../../../runtime/status.ts';
import { query } from '../place.ts';
import type { ProgramOptions } from '../program.ts';
import { type Running, startProgram } from '../running.ts';
import { type Server, school } from './server.ts';

/** One test's database, with a school in it, and one test's state directory. */
export interface Scene {
  readonly dir: string;
  readonly databaseUrl: string;
  /** Runs SQL at the source and answers its rows. */
  run<T = Record<string, unknown>>(sql: string): Promise<T[]>;
  /** Starts the program; it ends with the test. */
  start(options?: Partial<ProgramOptions>, failpoints?: string): Running;
  /** Starts the program and waits until it follows the source. */
  follow(options?: Partial<ProgramOptions>, failpoints?: string): Promise<Running>;
}

let number = 0;

export async function openScene(server: Server): Promise<Scene> {
  number += 1;
  const database = `scene_${number}`;
  const admin = <T>(sql: string) =>
    query(server.url('postgres'), async (client) => (await client.query(sql)).rows as T[]);
  await admin(`CREATE DATABASE ${database} TEMPLATE ${school}`);
  const root = await mkdtemp(join(tmpdir(), 'faults-scene-'));
  const dir = join(root, 'state');
  const databaseUrl = server.url(database);
  const programs: Running[] = [];
  onTestFinished(async () => {
    for (const program of programs) {
      program.kill();
      await program.ended;
    }
    // A slot is common to all databases of a server: the next test makes its own.
    await admin(`SELECT pg_terminate_backend(active_pid, 10000) FROM pg_replication_slots WHERE active`);
    await admin('SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots');
    await admin(`DROP DATABASE ${database} WITH (FORCE)`);
    await rm(root, { recursive: true });
  });
  const scene: Scene = {
    dir,
    databaseUrl,
    run: <T>(sql: string) =>
      query(databaseUrl, async (client) => {
        const result = await client.query(sql);
        return (Array.isArray(result) ? [] : result.rows) as T[];
      }),
    start(options = {}, failpoints = '') {
      const program = startProgram({ dir, databaseUrl, ...options }, failpoints);
      programs.push(program);
      return program;
    },
    async follow(options, failpoints) {
      const program = scene.start(options, failpoints);
      await program.first('following');
      await program.first('ready');
      return program;
    },
  };
  return scene;
}

/** Compares source, lake and query cluster, which must be equal; answers the rows at the source by dataset. */
export async function expectEqual(program: Running): Promise<Readonly<Record<string, number>>> {
  const { datasets } = await program.command<ParityReport>('parity');
  expect(
    datasets.flatMap(({ dataset, differences }) => differences.map((one) => ({ dataset, ...one }))),
  ).toEqual([]);
  return Object.fromEntries(datasets.map(({ dataset, source }) => [dataset, source]));
}

/** Events that each sink has not taken yet. */
export async function behind(program: Running): Promise<Record<string, number>> {
  const { sinks } = await program.command<Status>('status');
  return Object.fromEntries(sinks.map((sink) => [sink.name, sink.behind]));
}

/** Rows of a dataset in the ledger and in its curated table. */
export async function rowsOf(program: Running, dataset: string): Promise<Record<'rows' | 'curated', number>> {
  const { datasets } = await program.command<Status>('status');
  const found = datasets.find((each) => each.dataset === dataset);
  return { rows: found?.rows ?? 0, curated: found?.curated ?? 0 };
}

/** Asks until the answer is right; what never becomes right fails with its last answer. */
export async function until<T>(ask: () => Promise<T> | T, isRight: (answer: T) => boolean): Promise<T> {
  return await expect
    .poll(ask, { timeout: 120_000, interval: 50 })
    .toSatisfy(isRight as (answer: unknown) => boolean)
    .then(ask);
}
