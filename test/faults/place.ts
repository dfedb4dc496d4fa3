import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { fill } from '../../legacy/fill.ts';
import { generateSchool } from '../../legacy/generator/generator.ts';
import { createSchema } from '../../legacy/schema.ts';
import { openMonolith, runningMonolith } from '../../legacy/server.ts';
import { prepareState } from '../../runtime/state.ts';

/** A state directory with a monolith that runs and holds a school, before the program is first started on it. */
export interface Place {
  readonly dir: string;
  /** Process id of the server. */
  postmaster(): Promise<number>;
  /** Starts the server if it was killed or stopped. */
  serve(): Promise<void>;
  /** Stops the server, and removes everything unless it is to be looked at. */
  leave(options?: { readonly keep: boolean }): Promise<void>;
}

export async function makePlace(school: {
  readonly students: number;
  readonly seed: number;
}): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'faults-'));
  const dir = join(root, 'state');
  prepareState(dir);
  const { connectionString } = await openMonolith({ dir });
  await query(connectionString, async (client) => {
    await createSchema(client);
    await fill(client, generateSchool(school));
  });
  return {
    dir,
    async postmaster() {
      return Number((await readFile(join(dir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
    },
    async serve() {
      await openMonolith({ dir });
    },
    async leave({ keep } = { keep: false }) {
      await (await openMonolith({ dir })).stop();
      if (!keep) await rm(root, { recursive: true });
    },
  };
}

/** Does something on a connection of its own. */
export async function query<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(connectionString);
  // A server that is killed breaks the connection; the statement that waits for it says so.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Where the server of a place listens now; waits while it is down. */
export async function connectionOf(dir: string): Promise<string> {
  for (;;) {
    const found = await runningMonolith(dir);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
