import { instantText } from '../../base/clock.ts';
import { localTimeOf } from '../generator/days.ts';
import { type LegacyRow, textArray } from '../rows.ts';
import type { Operation } from './operation.ts';
import { type LiveStudent, remember, type State } from './state.ts';
import { change, insert } from './write.ts';

const now = ({ clock }: State): string => instantText(clock.now());

const kinds = [
  ['INTERRUPCION', 'LEVE'],
  ['MOVIL', 'LEVE'],
  ['FALTA_DE_RESPETO', 'LEVE'],
  ['PELEA', 'GRAVE'],
] as const;

/** An incident and the notices about it, together. */
export const reportIncident: Operation = async (state) => {
  const { client, chance, students } = state;
  if (students.length === 0) return 0;
  const student = chance.pick(students);
  const [type, severity] = chance.pick(kinds);
  const keys = await insert(
    client,
    'incidencias',
    [
      {
        alumno_id: student.id,
        cod_centro: student.schoolId,
        fechaHora: localTimeOf(state.day, chance.int(9 * 3600, 14 * 3600)),
        tipo: type,
        gravedad: severity,
        descripcion: `Parte ${chance.hex(6)}: ocurrió en el patio.\nHabló con el alumno el jefe de estudios.`,
        lugar: 'Patio',
        familia_avisada: 'S',
      },
    ],
    'id_incidencia',
  );
  remember(state.incidents, keys);
  return 1 + (await notify(state, student, 'incidencia', 'Incidencia de convivencia'));
};

export const closeIncident: Operation = async (state) => {
  const { client, chance, incidents } = state;
  if (incidents.length === 0) return 0;
  const [key] = incidents.splice(chance.int(0, incidents.length - 1), 1);
  return change(
    client,
    `UPDATE incidencias SET resuelta = 'S', medida = 'Amonestación', "fechaResolucion" = greatest("fechaHora", $2) WHERE id_incidencia = $1`,
    [key, localTimeOf(state.day, 15 * 3600)],
  );
};

export const sendNotices: Operation = async (state) => {
  if (state.students.length === 0) return 0;
  return notify(state, state.chance.pick(state.students), 'circular', 'Reunión de familias');
};

/** One notice to each guardian of a student. */
async function notify(state: State, student: LiveStudent, reason: string, subject: string): Promise<number> {
  const { client, chance } = state;
  const { rows: bonds } = await client.query<{ key: string }>(
    'SELECT padre_id AS key FROM alumnos_padres WHERE alumno_id = $1 ORDER BY orden_contacto, padre_id',
    [student.id],
  );
  const notices = bonds.map(
    ({ key }): LegacyRow => ({
      notificacion_id: chance.uuid(),
      centro_id: student.schoolId,
      padre_id: key,
      alumno_id: student.id,
      rol_destino: 'PADRE',
      canal: chance.pick(['CORREO', 'SMS', 'APP']),
      motivo: reason,
      asunto: subject,
      cuerpo: `${subject}. Puede responder a este mensaje.`,
      estado: 'ENVIADA',
      creada_en: now(state),
      enviada_en: now(state),
    }),
  );
  remember(state.notices, await insert(client, 'notificaciones', notices, 'notificacion_id'));
  return notices.length;
}

export const readNotice: Operation = async (state) => {
  const { client, chance, notices } = state;
  if (notices.length === 0) return 0;
  const [key] = notices.splice(chance.int(0, notices.length - 1), 1);
  return change(
    client,
    "UPDATE notificaciones SET estado = 'LEIDA', leida_en = greatest(enviada_en, $2) WHERE notificacion_id = $1",
    [key, now(state)],
  );
};

const deeds = [
  ['NavigationEvent', 'NavigatedTo', 'WebPage'],
  ['ViewEvent', 'Viewed', 'Document'],
  ['AssignableEvent', 'Submitted', 'AssignableDigitalResource'],
  ['ToolUseEvent', 'Used', 'SoftwareApplication'],
] as const;

/** One visit of somebody to the application. */
export const useApplication: Operation = async (state) => {
  const { client, chance, accounts } = state;
  if (accounts.length === 0) return 0;
  const account = chance.pick(accounts);
  const session = chance.uuid();
  const rows = Array.from({ length: chance.int(2, 8) }, (): LegacyRow => {
    const [event, action, object] = chance.pick(deeds);
    return {
      usuario_id: account.id,
      rol: account.role,
      centro_id: chance.pick(state.schools),
      tipo_evento: event,
      accion: action,
      tipo_objeto: object,
      objeto_id: `https://colegio.example/p/${chance.int(1, 500)}`,
      detalle: JSON.stringify({ orden: chance.int(0, 9), navegador: 'Firefox', medida: chance.next() }),
      aplicacion: chance.pick(['web', 'app-movil']),
      sesion: session,
      duracion_s: chance.int(1, 600),
      ocurrido_en: now(state),
    };
  });
  await insert(client, 'acciones_usuario', rows, 'accion_id');
  return rows.length;
};

export const openSession: Operation = async (state) => {
  const { client, chance, accounts } = state;
  if (accounts.length === 0) return 0;
  const row = {
    sesion_id: chance.uuid(),
    usuario_id: chance.pick(accounts).id,
    testigo: chance.hex(40),
    caduca_en: now(state),
  };
  return (await insert(client, 'sesiones', [row], 'sesion_id')).length;
};

/** The nightly sweep of a table that is not fed. */
export const clearSessions: Operation = async ({ client }) => {
  await client.query('TRUNCATE sesiones');
  return 1;
};

export const fileDocument: Operation = async (state) => {
  const { client, chance, students } = state;
  if (students.length === 0) return 0;
  const student = chance.pick(students);
  const row = {
    centro_id: student.schoolId,
    alumno_id: student.id,
    titulo: `Justificante ${chance.int(1, 9999)}`,
    tipo: 'JUSTIFICANTE_MEDICO',
    nombre_fichero: `justificante_${chance.hex(8)}.pdf`,
    tipo_mime: 'application/pdf',
    tamano: chance.int(20_000, 4_000_000),
    sha256: chance.hex(64),
    paginas: chance.int(1, 3),
    etiquetas: textArray(['salud', 'curso "actual"']),
    creado_en: now(state),
  };
  return (await insert(client, 'documentos', [row], 'documento_id')).length;
};
