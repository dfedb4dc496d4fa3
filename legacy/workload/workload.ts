import pg from 'pg';
import { type Clock, systemClock } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import { dice } from '../dice.ts';
import { names } from '../generator/names.ts';
import { mix } from './mix.ts';
import { readState } from './state.ts';

export interface WorkloadOptions {
  readonly connectionString: string;
  readonly seed: number;
  /** Rows a second, over time; a single transaction may write some dozens at once. */
  readonly rate: number;
  readonly clock?: Clock;
}

export interface WorkloadStats {
  readonly transactions: number;
  readonly rows: number;
  /** Transactions by operation, only those that wrote something. */
  readonly byOperation: Readonly<Record<string, number>>;
}

export interface Workload {
  stats(): WorkloadStats;
  /** Ends after the transaction that is under way. Rejects with what broke the workload, if something did. */
  stop(): Promise<void>;
  /** Settles when the workload has ended, by `stop` or by a failure of the database. */
  readonly done: Promise<void>;
}

/** Makes one transaction after another; answers what the last one was and how many rows it wrote. */
export type Step = () => Promise<{ readonly operation: string; readonly rows: number }>;

/**
 * The sequence of a workload without its pace: equal seed, database and clock give equal writes. Operations
 * that find nothing to work on are passed over.
 */
export async function openWorkload(client: pg.ClientBase, seed: number, clock: Clock): Promise<Step> {
  // Where the database stands is part of the seed: a workload that goes on repeats none of its random keys.
  const label = `workload/${await fingerprint(client)}`;
  const chance = dice(seed, label);
  const state = await readState(client, { clock, chance, names: names(seed, label) });
  if (state.schools.length === 0) {
    throw new UserError('the database holds no school, so there is nothing to write about', {
      hint: 'Seed it first.',
    });
  }
  const weights = mix.map((operation) => [operation, operation.weight] as const);
  return async () => {
    const { name, run } = chance.weighted(weights);
    await client.query('BEGIN');
    const rows = await run(state);
    await client.query('COMMIT');
    return { operation: name, rows };
  };
}

async function fingerprint(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ at: string }>(`
    SELECT concat_ws('/', (SELECT sum(last_value) FROM pg_sequences), (SELECT count(*) FROM notificaciones),
                          (SELECT count(*) FROM sesiones)) AS at`);
  return rows[0]?.at ?? '';
}

/** Keeps writing to the monolith, as a school does, until stopped. */
export async function startWorkload(options: WorkloadOptions): Promise<Workload> {
  const { connectionString, seed, rate, clock = systemClock } = options;
  const client = new pg.Client({ connectionString });
  // A connection lost between two queries: the next query fails, and only says that it cannot be sent.
  let lost: Error | null = null;
  client.on('error', (error) => {
    lost = error;
  });
  await client.connect();
  const step = await openWorkload(client, seed, clock);
  const byOperation: Record<string, number> = {};
  const total = { transactions: 0, rows: 0 };
  const pause = pauser();
  let stopped = false;

  async function run(): Promise<void> {
    const start = clock.now();
    try {
      while (!stopped) {
        const { operation, rows } = await step();
        if (rows === 0) continue;
        total.transactions++;
        total.rows += rows;
        byOperation[operation] = (byOperation[operation] ?? 0) + 1;
        const elapsed = Number(clock.now() - start) / 1000;
        await pause.for((1000 * total.rows) / rate - elapsed);
      }
    } catch (error) {
      throw lost ?? error;
    } finally {
      await client.end().catch(() => {});
    }
  }

  const done = run();
  done.catch(() => {});
  return {
    stats: () => ({ ...total, byOperation: { ...byOperation } }),
    stop() {
      stopped = true;
      pause.end();
      return done;
    },
    done,
  };
}

/** A pause that can be cut short. */
function pauser() {
  let wake = () => {};
  return {
    for: (millis: number) =>
      millis < 1
        ? Promise.resolve()
        : new Promise<void>((done) => {
            const timer = setTimeout(done, millis);
            wake = () => {
              clearTimeout(timer);
              done();
            };
          }),
    end: () => wake(),
  };
}
