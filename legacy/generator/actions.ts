import { type Dice, dice } from '../dice.ts';
import type { LegacyRow } from '../rows.ts';
import type { Account, Accounts, Role } from './accounts.ts';
import { type Day, instantOf, weekdayOf } from './days.ts';

/** One thing that users of a role do; names of types and actions are Caliper's. */
interface Deed {
  readonly event: string;
  readonly action: string;
  readonly object: string;
  readonly path: string;
  readonly name: string;
}

const deeds: Readonly<Record<Role, readonly Deed[]>> = {
  ALUMNO: [
    { event: 'NavigationEvent', action: 'NavigatedTo', object: 'WebPage', path: 'horario', name: 'Horario' },
    { event: 'ViewEvent', action: 'Viewed', object: 'Document', path: 'apuntes', name: 'Apuntes' },
    {
      event: 'AssignableEvent',
      action: 'Submitted',
      object: 'AssignableDigitalResource',
      path: 'tareas',
      name: 'Tarea',
    },
    { event: 'MediaEvent', action: 'Started', object: 'VideoObject', path: 'videos', name: 'Vídeo de clase' },
  ],
  PADRE: [
    { event: 'ViewEvent', action: 'Viewed', object: 'Document', path: 'boletin', name: 'Boletín de notas' },
    {
      event: 'ViewEvent',
      action: 'Viewed',
      object: 'WebPage',
      path: 'asistencia',
      name: 'Faltas de asistencia',
    },
    {
      event: 'MessageEvent',
      action: 'Posted',
      object: 'Message',
      path: 'mensajes',
      name: 'Mensaje al tutor',
    },
  ],
  PROFESOR: [
    { event: 'GradeEvent', action: 'Graded', object: 'Attempt', path: 'notas', name: 'Nota' },
    {
      event: 'ToolUseEvent',
      action: 'Used',
      object: 'SoftwareApplication',
      path: 'lista',
      name: 'Pasar lista',
    },
    { event: 'ViewEvent', action: 'Viewed', object: 'WebPage', path: 'grupo', name: 'Ficha del grupo' },
  ],
  ADMINISTRACION: [
    {
      event: 'ToolUseEvent',
      action: 'Used',
      object: 'SoftwareApplication',
      path: 'matricula',
      name: 'Matrícula',
    },
    {
      event: 'SearchEvent',
      action: 'Searched',
      object: 'SearchResponse',
      path: 'buscar',
      name: 'Búsqueda de alumnos',
    },
  ],
};

const signIn: Deed = {
  event: 'SessionEvent',
  action: 'LoggedIn',
  object: 'SoftwareApplication',
  path: '',
  name: 'Inicio',
};
const signOut: Deed = { ...signIn, action: 'LoggedOut' };

/** Hours in which a role signs in: students and families after school, staff during it. */
const hours: Readonly<Record<Role, readonly [from: number, to: number]>> = {
  ALUMNO: [15, 22],
  PADRE: [13, 23],
  PROFESOR: [7, 19],
  ADMINISTRACION: [7, 15],
};

const roleShares = [
  ['PADRE', 36],
  ['ALUMNO', 34],
  ['PROFESOR', 25],
  ['ADMINISTRACION', 5],
] as const;

/** The sequence of the program before this one went on: its numbers do not fit 53 bits. */
export const firstActionId = 9_007_199_254_740_993n;

/** About `count` actions in visits of two to seven, in order of time, more of them early in the week. */
export function* actionRows(
  seed: number,
  accounts: Accounts,
  days: readonly Day[],
  count: number,
): Generator<LegacyRow> {
  const chance = dice(seed, 'actions');
  const byRole = Map.groupBy(accounts.all, ({ role }) => role);
  const shares = roleShares.filter(([role]) => byRole.has(role));
  let id = firstActionId;
  for (const day of days) {
    const visits = Math.round((count / days.length / 4.5) * (1.25 - 0.1 * weekdayOf(day)));
    const rows = Array.from({ length: visits }, () => {
      const role = chance.weighted(shares);
      return visit(chance.pick(byRole.get(role) as Account[]), chance);
    }).flat();
    rows.sort((a, b) => a.second - b.second);
    for (const { second, ...rest } of rows) {
      yield { accion_id: String(id++), ...rest, ocurrido_en: instantOf(day, second, chance.int(0, 999_999)) };
    }
  }
}

function visit(account: Account, chance: Dice): ({ second: number } & LegacyRow)[] {
  const { role, school, student } = account;
  const [from, to] = hours[role];
  const session = chance.uuid();
  const application = chance.chance(role === 'PROFESOR' ? 0.2 : 0.65) ? 'app-movil' : 'web';
  let second = chance.int(from * 3600, to * 3600);
  const doings = [signIn, ...Array.from({ length: chance.int(1, 5) }, () => chance.pick(deeds[role]))];
  if (chance.chance(0.5)) doings.push(signOut);
  return doings.map((deed) => {
    const seconds = chance.int(4, 240);
    second = Math.min(86_300, second + seconds);
    const about = deed.event === 'SessionEvent' ? null : (student?.id ?? null);
    return {
      second,
      usuario_id: account.id,
      rol: role,
      alumno_id: about,
      centro_id: school.id,
      tipo_evento: deed.event,
      accion: deed.action,
      tipo_objeto: deed.object,
      objeto_id: `https://colegio.example/${deed.path}${about === null ? '' : `/${about}`}`,
      nombre_objeto: deed.name,
      detalle: JSON.stringify({
        dispositivo: application === 'web' ? 'escritorio' : 'móvil',
        versión: '11.4',
      }),
      aplicacion: application,
      sesion: session,
      duracion_s: deed.event === 'SessionEvent' ? null : seconds,
    };
  });
}
