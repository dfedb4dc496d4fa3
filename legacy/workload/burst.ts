import type pg from 'pg';
import { UserError } from '../../base/errors.ts';
import { type Dice, dice } from '../dice.ts';

/** Transactions by how many rows they touch at most; weights, not rows. */
const sizes = [
  [1, 20],
  [10, 30],
  [100, 30],
  [1000, 18],
  [5000, 2],
] as const;

interface Bulk {
  /** Of about a thousand statements, how many are this one. */
  readonly weight: number;
  /** The table whose keys are walked from a random one on, and its key. */
  readonly table: string;
  readonly key: string;
  /** `$1` is the first key, `$2` how many rows, `$3` a number that makes values differ. */
  readonly sql: string;
}

const walk = (table: string, key: string) =>
  `(SELECT ${key} FROM ${table} WHERE ${key} >= $1 ORDER BY ${key} LIMIT $2)`;

/** What a school writes, in the proportions of the workload's mix, as statements over many rows. */
const bulks: readonly Bulk[] = [
  {
    weight: 460,
    table: 'asistencia',
    key: 'asistencia_id',
    sql: `INSERT INTO asistencia (alumno_id, centro_id, clase_id, fecha, tramo, estado, ausencia, motivo, profesor_id)
          SELECT alumno_id, centro_id, clase_id, fecha + $3::int, tramo, estado, ausencia, motivo, profesor_id
          FROM asistencia WHERE asistencia_id >= $1 ORDER BY asistencia_id LIMIT $2`,
  },
  {
    weight: 270,
    table: 'acciones_usuario',
    key: 'accion_id',
    sql: `INSERT INTO acciones_usuario (usuario_id, rol, alumno_id, centro_id, tipo_evento, accion, tipo_objeto,
            objeto_id, detalle, aplicacion, duracion_s, ocurrido_en)
          SELECT usuario_id, rol, alumno_id, centro_id, tipo_evento, accion, tipo_objeto, objeto_id,
            jsonb_build_object('serie', $3::int, 'de', accion_id), aplicacion, duracion_s,
            ocurrido_en + make_interval(secs => $3::int)
          FROM acciones_usuario WHERE accion_id >= $1 ORDER BY accion_id LIMIT $2`,
  },
  {
    weight: 110,
    table: 'asistencia',
    key: 'asistencia_id',
    sql: `UPDATE asistencia SET estado = 'FALTA_JUSTIFICADA', motivo = 'Justificante ' || $3::int
          WHERE asistencia_id IN ${walk('asistencia', 'asistencia_id')}`,
  },
  {
    weight: 90,
    table: 'calificaciones',
    key: 'calificacion_id',
    sql: `UPDATE calificaciones SET nota = ($3::int % 41) / 4.0, comentario = 'Revisión ' || $3::int
          WHERE calificacion_id IN ${walk('calificaciones', 'calificacion_id')}`,
  },
  {
    weight: 50,
    table: 'asistencia',
    key: 'asistencia_id',
    sql: `DELETE FROM asistencia WHERE asistencia_id % 2 = $3::int % 2
          AND asistencia_id IN ${walk('asistencia', 'asistencia_id')}`,
  },
  {
    weight: 25,
    table: 'padres',
    key: 'padre_id',
    sql: `UPDATE padres SET tlf2 = '91' || lpad(($3::int * 31 + padre_id)::text, 7, '0')
          WHERE padre_id IN ${walk('padres', 'padre_id')}`,
  },
  {
    weight: 20,
    table: 'alumnos',
    key: 'alumno_id',
    sql: `UPDATE alumnos SET nombre_preferido = 'Nombre ' || $3::int
          WHERE alumno_id IN ${walk('alumnos', 'alumno_id')}`,
  },
];

/** Writes at least `rows` rows as fast as the database takes them: a backlog for benches and fault tests. */
export async function burst(
  client: pg.ClientBase,
  options: { readonly rows: number; readonly seed: number },
): Promise<{ readonly transactions: number; readonly rows: number }> {
  const chance = dice(options.seed, 'burst');
  const ranges = new Map<string, Range>();
  for (const { table, key } of bulks) {
    if (!ranges.has(table)) ranges.set(table, await keyRange(client, table, key));
  }
  const weights = bulks
    .filter(({ table }) => ranges.get(table)?.filled)
    .map((bulk) => [bulk, bulk.weight] as const);
  if (weights.length === 0) {
    throw new UserError('the database is empty: there are no rows to write more of', {
      hint: 'Seed it first.',
    });
  }
  let transactions = 0;
  let rows = 0;
  while (rows < options.rows) {
    const { sql, table } = chance.weighted(weights);
    const first = pickKey(ranges.get(table) as Range, chance);
    const { rowCount } = await client.query(sql, [first, chance.weighted(sizes), chance.int(1, 400)]);
    rows += rowCount ?? 0;
    transactions++;
  }
  return { transactions, rows };
}

interface Range {
  readonly filled: boolean;
  readonly low: bigint;
  readonly high: bigint;
}

async function keyRange(client: pg.ClientBase, table: string, key: string): Promise<Range> {
  const { rows } = await client.query<{ low: string | null; high: string | null }>(
    `SELECT min(${key}) AS low, max(${key}) AS high FROM ${table}`,
  );
  const { low, high } = rows[0] ?? { low: null, high: null };
  return { filled: low !== null, low: BigInt(low ?? 0), high: BigInt(high ?? 0) };
}

const pickKey = ({ low, high }: Range, chance: Dice): string =>
  String(low + BigInt(Math.floor(chance.next() * Number(high - low))));
