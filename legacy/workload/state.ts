import type pg from 'pg';
import type { Clock } from '../../base/clock.ts';
import type { Dice } from '../dice.ts';
import { type Day, dateText, dayOf, weekdayOf } from '../generator/days.ts';
import type { Names } from '../generator/names.ts';

export interface LiveStudent {
  readonly id: number;
  schoolId: number;
  readonly level: string | null;
  /** Classes that the student attends. */
  classes: number[];
}

export interface LiveClass {
  readonly id: number;
  readonly schoolId: number;
  readonly teacherId: number | null;
  readonly isHomeroom: boolean;
  /** Level and group, as the class code ends: classes of one group share it. */
  readonly group: string;
}

/** What the workload knows of the database, read once and kept up with its own writes. */
export interface State {
  readonly client: pg.ClientBase;
  readonly clock: Clock;
  readonly chance: Dice;
  readonly names: Names;
  /** Enrolled students; those who leave are taken out. */
  readonly students: LiveStudent[];
  readonly classes: readonly LiveClass[];
  readonly schools: readonly number[];
  readonly guardians: number[];
  readonly accounts: readonly { readonly id: number; readonly role: string }[];
  /** Keys of rows that may be corrected later, newest last. */
  readonly absences: string[];
  readonly grades: string[];
  readonly incidents: string[];
  readonly notices: string[];
  readonly yearId: number | null;
  readonly termId: number | null;
  /** The school day that is being written. */
  day: Day;
}

/** How many keys of each kind are remembered for corrections. */
const remembered = 2000;

export function remember(keys: string[], more: readonly string[]): void {
  keys.push(...more);
  if (keys.length > 2 * remembered) keys.splice(0, keys.length - remembered);
}

export async function readState(
  client: pg.ClientBase,
  tools: { clock: Clock; chance: Dice; names: Names },
): Promise<State> {
  const rows = async <R extends object>(sql: string): Promise<R[]> => (await client.query<R>(sql)).rows;
  const keys = async (sql: string) =>
    (await rows<{ key: string }>(`${sql} LIMIT ${remembered}`)).map(({ key }) => key).reverse();
  const people = await rows<{ id: string; school: string; level: string | null; classes: string[] | null }>(`
    SELECT a.alumno_id AS id, a.centro_id AS school, a.nivel_codigo AS level,
           array_agg(m.clase_id::text ORDER BY m.clase_id) FILTER (WHERE m.clase_id IS NOT NULL) AS classes
    FROM alumnos a LEFT JOIN matriculas m ON m.alumno_id = a.alumno_id AND m.fecha_fin IS NULL
    WHERE a.activo = 'S' AND NOT a.borrado GROUP BY a.alumno_id ORDER BY a.alumno_id`);
  const classes = await rows<{
    id: string;
    school: string;
    teacher: string | null;
    homeroom: boolean;
    code: string;
  }>(`
    SELECT c.clase_id AS id, c.centro_id AS school, min(d.profesor_id) AS teacher, c.tipo = 'TUTORIA' AS homeroom,
           coalesce(substring(c.codigo from '-(.*)'), c.clase_id::text) AS code
    FROM clases c LEFT JOIN asignaciones_docentes d ON d.clase_id = c.clase_id AND d.titular = 'S'
    GROUP BY c.clase_id ORDER BY c.clase_id`);
  const accounts = await rows<{ id: string; role: string }>(
    'SELECT usuario_id AS id, rol AS role FROM usuarios ORDER BY usuario_id',
  );
  const [latest] = await rows<{ day: string | null; year: string | null; term: string | null }>(`
    SELECT (SELECT max(fecha)::text FROM asistencia) AS day,
           (SELECT max(periodo_id) FROM periodos WHERE tipo = 'CURSO') AS year,
           (SELECT max(periodo_id) FROM periodos WHERE tipo <> 'CURSO') AS term`);
  return {
    client,
    ...tools,
    students: people.map(({ id, school, level, classes: attended }) => ({
      id: Number(id),
      schoolId: Number(school),
      level,
      classes: (attended ?? []).map(Number),
    })),
    classes: classes.map(({ id, school, teacher, homeroom, code }) => ({
      id: Number(id),
      schoolId: Number(school),
      teacherId: teacher === null ? null : Number(teacher),
      isHomeroom: homeroom,
      group: code,
    })),
    schools: (
      await rows<{ id: string }>(
        "SELECT centro_id AS id FROM centros WHERE tipo NOT IN ('GRUPO', 'ADMON_LOCAL', 'ADMON_AUTONOMICA', 'ADMON_ESTATAL') ORDER BY 1",
      )
    ).map(({ id }) => Number(id)),
    guardians: (await rows<{ id: string }>('SELECT padre_id AS id FROM padres ORDER BY 1')).map(({ id }) =>
      Number(id),
    ),
    accounts: accounts.map(({ id, role }) => ({ id: Number(id), role })),
    absences: await keys(
      "SELECT asistencia_id AS key FROM asistencia WHERE estado = 'FALTA' ORDER BY asistencia_id DESC",
    ),
    grades: await keys('SELECT calificacion_id AS key FROM calificaciones ORDER BY calificacion_id DESC'),
    incidents: await keys(
      "SELECT id_incidencia AS key FROM incidencias WHERE resuelta = 'N' ORDER BY id_incidencia DESC",
    ),
    notices: await keys(
      'SELECT notificacion_id AS key FROM notificaciones WHERE leida_en IS NULL ORDER BY creada_en DESC, 1',
    ),
    yearId: latest?.year ? Number(latest.year) : null,
    termId: latest?.term ? Number(latest.term) : null,
    day: nextSchoolDay(latest?.day ? dayOf(latest.day) : Number(tools.clock.now() / 86_400_000_000n)),
  };
}

export function nextSchoolDay(day: Day): Day {
  const weekday = weekdayOf(day);
  return day + (weekday === 5 ? 3 : weekday === 6 ? 2 : 1);
}

export const today = (state: State): string => dateText(state.day);

/** Students of a class, in the order of their keys. */
export const membersOf = (state: State, classId: number): LiveStudent[] =>
  state.students.filter(({ classes }) => classes.includes(classId));
