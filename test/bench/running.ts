import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { systemClock } from '../../base/clock.ts';
import { openLedger } from '../../ingestion/ledger/ledger.ts';
import { recall } from '../../ingestion/postgres/memory.ts';
import { fill } from '../../legacy/fill.ts';
import { generateSchool } from '../../legacy/generator/generator.ts';
import { createSchema } from '../../legacy/schema.ts';
import { type Monolith, openMonolith } from '../../legacy/server.ts';
import { layoutOf, type StateDir } from '../../runtime/state.ts';
import { storedStatus } from '../../runtime/status.ts';
import { type Memory, memoryOf } from './memory.ts';

const entry = fileURLToPath(new URL('../../cli/aljibe.js', import.meta.url));

/** A school in a database of its own, which `aljibe up` reads as a user's by DATABASE_URL. */
export interface School {
  readonly monolith: Monolith;
  readonly client: pg.Client;
  readonly state: StateDir;
  close(): Promise<void>;
}

export async function openSchool(dir: string, students: number): Promise<School> {
  const monolith = await openMonolith({ dir: join(dir, 'school') });
  const client = new pg.Client(monolith.connectionString);
  await client.connect();
  await createSchema(client);
  await fill(client, generateSchool({ students, seed: 7 }));
  return {
    monolith,
    client,
    state: layoutOf(join(dir, 'state')),
    async close() {
      await client.end();
      await monolith.stop();
    },
  };
}

/** The real program, at work in a process of its own. */
export interface Running {
  memory(): Memory;
  /** Ends it as Ctrl-C does; rejects when it ended with an error. */
  stop(): Promise<void>;
}

/** Starts `aljibe up` on the school; returns when it says that it is ready. */
export async function startUp({ monolith, state }: School): Promise<Running> {
  const child = spawn(process.execPath, [entry, 'up', '--dir', state.dir, '--rate', '0'], {
    env: { ...process.env, DATABASE_URL: monolith.connectionString },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  const ready = Promise.withResolvers<void>();
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line);
    if (line.includes('ready')) ready.resolve();
  });
  const failed = ended.then((code) => {
    if (code !== 0) throw new Error(`aljibe up ended with ${code}: ${said.slice(-5).join('\n')}`);
  });
  await Promise.race([ready.promise, failed]);
  return {
    memory: () => memoryOf(child.pid as number),
    async stop() {
      child.kill('SIGINT');
      await failed;
    },
  };
}

/** The sinks of the running program. */
export const allSinks = ['raw', 'curate', 'query'] as const;
/** The one that waits for nothing: a flush of the raw zone is due by size or age. */
export const promptSinks = ['query'] as const;

/** Waits until the first copy is complete and sinks have all of it, and answers how far the bus reaches. */
export async function untilCopied({ state }: School, names: readonly string[] = allSinks): Promise<number> {
  for (;;) {
    const { head, sinks } = await storedStatus(state, systemClock);
    const isSettled = sinks.every(({ name, checkpoint }) => checkpoint === head || !names.includes(name));
    // The copy says that it ended after its last row: what was looked at before may have been the middle.
    if (isSettled && head > 0 && isCopied(state) && (await storedStatus(state, systemClock)).head === head)
      return head;
    await pause(250);
  }
}

function isCopied({ ledger: path }: StateDir): boolean {
  const ledger = openLedger(path, { clock: systemClock, readOnly: true });
  try {
    return ledger.list().some((source) => recall(ledger, source).phase === 'streaming');
  } finally {
    ledger.close();
  }
}
