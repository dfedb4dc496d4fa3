import pg from 'pg';
import { dice } from '../../legacy/dice.ts';
import { type Effects, locationOf, type Obligation, type Owner, planTransaction } from './obligations.ts';
import { connectionOf } from './place.ts';

export interface Writer {
  readonly owner: Owner;
  /** By id; what is not here must be nowhere. */
  readonly obligations: ReadonlyMap<number, Obligation>;
  /** Transactions that were committed. */
  transactions(): number;
  /** Lets the transaction that is under way end, and writes nothing until `resume`. */
  pause(): Promise<void>;
  resume(): void;
  stop(): Promise<void>;
}

const betweenMs = 25;
const firstId = 1_000_000;

/** Keeps changing the incidents of a student of its own, over every fault of the server. */
export async function startWriter(dir: string, seed: number): Promise<Writer> {
  const chance = dice(seed, 'faults/writer');
  const obligations = new Map<number, Obligation>();
  let client = await connected(dir);
  const owner = await makeOwner(client);
  let nextId = firstId;
  let committed = 0;
  let gate = Promise.withResolvers<void>();
  let paused = false;
  let stopped = false;
  let current = Promise.resolve();
  gate.resolve();

  async function write(): Promise<void> {
    const { statements, effects } = planTransaction(chance, obligations, () => nextId++, owner);
    const isKept = !chance.chance(0.06);
    let isCommitting = false;
    try {
      await client.query('BEGIN');
      for (const { sql, values } of statements) await client.query(sql, [...values]);
      isCommitting = isKept;
      await client.query(isKept ? 'COMMIT' : 'ROLLBACK');
    } catch (error) {
      if (!isLoss(error)) throw error;
      client = await connected(dir);
      // Whether a commit whose answer was lost has happened, the source alone knows.
      if (!isCommitting || !(await hasHappened(client, obligations, effects))) return;
    }
    if (!isKept) return;
    committed += 1;
    for (const [id, row] of effects) {
      if (row) obligations.set(id, row);
      else obligations.delete(id);
    }
  }

  async function run(): Promise<void> {
    while (!stopped) {
      await gate.promise;
      if (paused) continue;
      current = write();
      await current;
      await new Promise((resolve) => setTimeout(resolve, betweenMs));
    }
    await client.end().catch(() => {});
  }

  const running = run();
  running.catch(() => {});
  return {
    owner,
    obligations,
    transactions: () => committed,
    async pause() {
      paused = true;
      gate = Promise.withResolvers();
      await current;
    },
    resume() {
      paused = false;
      gate.resolve();
    },
    async stop() {
      stopped = true;
      paused = false;
      gate.resolve();
      await running;
    },
  };
}

/** A connection to the server of the place, as soon as it takes one. */
async function connected(dir: string): Promise<pg.Client> {
  for (;;) {
    const client = new pg.Client(await connectionOf(dir));
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (!isLoss(error)) throw error;
      await client.end().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** SQLSTATE classes 08 and 57P: connection and shutdown. Without one, the socket broke. */
function isLoss(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === undefined || /^(08|57P|ECONN|EPIPE)/.test(code);
}

async function makeOwner(client: pg.Client): Promise<Owner> {
  const { rows } = await client.query<Owner>(
    `INSERT INTO alumnos (nombre, apellidos, centro_id, activo) SELECT 'Prueba', 'De Fallos', min(centro_id), 'N'
     FROM alumnos RETURNING alumno_id::text AS student, centro_id::text AS school`,
  );
  return rows[0] as Owner;
}

/** Whether the effects of a transaction are there; the whole of it is, or nothing. */
async function hasHappened(
  client: pg.Client,
  before: ReadonlyMap<number, Obligation>,
  effects: Effects,
): Promise<boolean> {
  const { rows } = await client.query<{ id: number; location: string }>(
    'SELECT id_incidencia AS id, lugar AS location FROM incidencias WHERE id_incidencia = ANY ($1)',
    [[...effects.keys()]],
  );
  const found = new Map(rows.map(({ id, location }) => [id, location]));
  const isAll = (expected: (id: number) => Obligation | null | undefined) =>
    [...effects.keys()].every((id) => {
      const row = expected(id);
      return found.get(id) === (row ? locationOf(row) : undefined);
    });
  const happened = isAll((id) => effects.get(id));
  if (!happened && !isAll((id) => before.get(id))) throw new Error('a transaction of the source was torn');
  return happened;
}
