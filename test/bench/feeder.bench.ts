import { join } from 'node:path';
import pg from 'pg';
import { type Lsn, parseLsn } from '../../ingestion/postgres/lsn.ts';
import { dice } from '../../legacy/dice.ts';
import { fill } from '../../legacy/fill.ts';
import { generateSchool } from '../../legacy/generator/generator.ts';
import { createSchema } from '../../legacy/schema.ts';
import { openMonolith } from '../../legacy/server.ts';
import { burst } from '../../legacy/workload/burst.ts';
import type { Bench } from './bench.ts';
import { decodeOnly, peerSlot } from './decoding.ts';
import { feed, plainNode } from './feeding.ts';
import { measureSinks } from './sinks.ts';

const bench: Bench = {
  describe:
    'a backlog on its way from the WAL into the ledger, PostgreSQL on the same machine, and from there into each sink',
  async run(dir, say, { quick, backlog = quick ? 1000 : 400_000 }) {
    const monolith = await openMonolith({ dir });
    const client = new pg.Client(monolith.connectionString);
    const ledger = join(dir, 'ledger.db');
    try {
      await client.connect();
      await createSchema(client);
      await fill(client, generateSchool({ students: quick ? 20 : 2000, seed: 7 }));
      await moreAttendance(client, quick ? 1000 : 500_000);
      const copy = await feed(monolith.connectionString, ledger, 0n);
      say(`copied ${copy.accepted} rows in ${copy.seconds.toFixed(1)} s`);

      await client.query(`SELECT pg_create_logical_replication_slot('${peerSlot}', 'pgoutput')`);
      const written = await burst(client, { rows: backlog, seed: 7 });
      say(`wrote ${written.rows} rows in ${written.transactions} transactions`);
      const end = await logEnd(client);
      const decode = await decodeOnly(monolith.connectionString, end);
      const drain = await feed(monolith.connectionString, ledger, end);

      say(
        `memory ${Math.round(drain.peak)} MB at most, in the first half ${Math.round(drain.peakOfFirstHalf)} MB`,
      );
      const sinks = await measureSinks(dir, ledger, copy.accepted);

      const updated = await randomUpdates(client, quick ? 1000 : 200_000);
      const random = await feed(monolith.connectionString, ledger, await logEnd(client));
      const mix = {
        what: `drain ${written.rows} rows of the mix`,
        value: rate(written.rows, drain.seconds),
        unit: 'rows/s',
      } as const;
      return [
        { ...mix, bar: { atLeast: 25_000 } },
        { ...mix, peer: { what: 'decoding alone', value: rate(decode.rows, decode.seconds) } },
        {
          what: `drain ${updated} random updates over 500k keys`,
          value: rate(updated, random.seconds),
          unit: 'rows/s',
          bar: { atLeast: 12_000 },
        },
        { what: 'initial copy', value: rate(copy.accepted, copy.seconds), unit: 'rows/s' },
        ...sinks,
        {
          what: 'memory over plain Node, at most',
          value: drain.peak - (await plainNode()),
          unit: 'MB',
          bar: { atMost: 300 },
        },
        {
          what: 'memory in all, at most',
          value: drain.peak,
          unit: 'MB',
          peer: { what: 'in the first half', value: drain.peakOfFirstHalf },
          bar: { atMost: 1.25 },
        },
      ];
    } finally {
      await client.end();
      await monolith.stop();
    }
  },
};

export default bench;

const rate = (rows: number, seconds: number) => Math.round(rows / seconds);

/** Fills up attendance to this many rows. */
async function moreAttendance(client: pg.Client, rows: number): Promise<void> {
  await client.query(
    `INSERT INTO asistencia (alumno_id, centro_id, clase_id, fecha, tramo, estado, ausencia, motivo, profesor_id)
     SELECT alumno_id, centro_id, clase_id, fecha + 1000 + n, tramo, estado, ausencia, motivo, profesor_id
     FROM generate_series(1, 100) s(n), asistencia LIMIT greatest(0, $1 - (SELECT count(*) FROM asistencia))`,
    [rows],
  );
}

/** Updates rows of attendance that lie anywhere, a thousand in each transaction. */
async function randomUpdates(client: pg.Client, rows: number): Promise<number> {
  const { rows: found } = await client.query<{ id: string }>(
    'SELECT asistencia_id::text AS id FROM asistencia ORDER BY asistencia_id',
  );
  const chance = dice(7, 'random updates');
  let updated = 0;
  while (updated < rows) {
    const ids = Array.from(
      { length: 1000 },
      () => (found[chance.int(0, found.length - 1)] as { id: string }).id,
    );
    const { rowCount } = await client.query(
      `UPDATE asistencia SET motivo = 'Azar ' || $2::int WHERE asistencia_id = ANY ($1::bigint[])`,
      [ids, updated],
    );
    updated += rowCount ?? 0;
  }
  return updated;
}

async function logEnd(client: pg.Client): Promise<Lsn> {
  const { rows } = await client.query('SELECT pg_current_wal_flush_lsn()::text AS lsn');
  return parseLsn((rows[0] as { lsn: string }).lsn);
}
