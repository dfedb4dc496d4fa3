import { slotText } from '../generator/attendance.ts';
import { dateText, instantOf, weekdayOf } from '../generator/days.ts';
import { markText } from '../generator/grades.ts';
import type { LegacyRow } from '../rows.ts';
import type { Operation } from './operation.ts';
import {
  type LiveClass,
  type LiveStudent,
  membersOf,
  nextSchoolDay,
  remember,
  type State,
  today,
} from './state.ts';
import { change, insert } from './write.ts';

const states = [
  ['PRESENTE', 90],
  ['FALTA', 4],
  ['FALTA_JUSTIFICADA', 3],
  ['RETRASO', 2],
  ['SALIDA_ANTICIPADA', 1],
] as const;

/** A teacher takes attendance of a class; without classes, an office takes it of some of a school's students. */
export const takeAttendance: Operation = async (state) => {
  const { chance, client } = state;
  if (chance.chance(0.02)) state.day = nextSchoolDay(state.day);
  const [place, members] = attended(state);
  const hour = chance.int(1, 6);
  const rows = members.map((student): LegacyRow => {
    const status = chance.weighted(states);
    const absent = status === 'FALTA' || status === 'FALTA_JUSTIFICADA';
    const partly = status === 'RETRASO' || status === 'SALIDA_ANTICIPADA';
    return {
      alumno_id: student.id,
      centro_id: place?.schoolId ?? student.schoolId,
      clase_id: place?.isHomeroom ? null : (place?.id ?? null),
      fecha: today(state),
      tramo: place && !place.isHomeroom ? slotText(weekdayOf(state.day), hour) : null,
      estado: status,
      ausencia: absent ? (place && !place.isHomeroom ? '0.1667' : '1.0000') : '0.0000',
      minutos: partly ? chance.int(3, 45) : null,
      motivo: status === 'FALTA_JUSTIFICADA' ? 'Enfermedad' : null,
      profesor_id: place?.teacherId ?? null,
      registrado_en: instantOf(state.day, (7 + hour) * 3600 + chance.int(0, 3599), chance.int(0, 999_999)),
    };
  });
  const keys = await insert(client, 'asistencia', rows, 'asistencia_id');
  remember(
    state.absences,
    keys.filter((_, index) => rows[index]?.estado === 'FALTA'),
  );
  return rows.length;
};

function attended(state: State): [LiveClass | null, LiveStudent[]] {
  if (state.classes.length === 0) {
    const school = state.chance.pick(state.schools);
    return [null, state.students.filter(({ schoolId }) => schoolId === school).slice(0, 30)];
  }
  const place = state.chance.pick(state.classes);
  return [place, membersOf(state, place.id)];
}

/** A family excuses an absence afterwards. */
export const excuseAbsence: Operation = async ({ client, chance, absences }) => {
  if (absences.length === 0) return 0;
  const [key] = absences.splice(chance.int(0, absences.length - 1), 1);
  const reason = chance.pick(['Consulta médica', 'Gripe', 'Motivos familiares', 'Fiebre: «38,5 °C» 🤒']);
  return change(
    client,
    "UPDATE asistencia SET estado = 'FALTA_JUSTIFICADA', motivo = $2 WHERE asistencia_id = $1",
    [key, reason],
  );
};

/** A mark on the wrong student is taken away. */
export const dropAttendance: Operation = async ({ client, chance, absences }) => {
  if (absences.length === 0) return 0;
  const [key] = absences.splice(chance.int(0, absences.length - 1), 1);
  return change(client, 'DELETE FROM asistencia WHERE asistencia_id = $1', [key]);
};

/** A teacher hands back an exam: the activity and a mark for everybody. */
export const gradeClass: Operation = async (state) => {
  const { chance, client } = state;
  const subjects = state.classes.filter(({ isHomeroom }) => !isHomeroom);
  if (subjects.length === 0) return 0;
  const place = chance.pick(subjects);
  const members = membersOf(state, place.id);
  const [task] = await insert(
    client,
    'actividades_evaluables',
    [
      {
        clase_id: place.id,
        centro_id: place.schoolId,
        periodo_id: state.termId,
        titulo: `Control ${chance.int(1, 9)}`,
        categoria: 'Examen',
        fecha_asignacion: dateText(state.day - 7),
        fecha_entrega: today(state),
        peso: `${chance.int(1, 4) * 10}.00`,
      },
    ],
    'actividad_id',
  );
  const marks = members.map((student): LegacyRow => {
    const mark = Math.min(10, Math.max(0, Math.round(4 * (6.5 + 1.8 * chance.normal())) / 4));
    const missing = chance.chance(0.04);
    return {
      actividad_id: task as string,
      alumno_id: student.id,
      clase_id: place.id,
      centro_id: place.schoolId,
      estado: missing ? 'NO_ENTREGADA' : 'CORREGIDA',
      nota: missing ? null : mark.toFixed(2),
      nota_texto: missing ? null : markText(mark),
      fecha: today(state),
    };
  });
  remember(state.grades, await insert(client, 'calificaciones', marks, 'calificacion_id'));
  return 1 + marks.length;
};

export const correctGrade: Operation = async ({ client, chance, grades }) => {
  if (grades.length === 0) return 0;
  const mark = chance.int(0, 40) / 4;
  return change(
    client,
    "UPDATE calificaciones SET estado = 'CORREGIDA', nota = $2, nota_texto = $3, comentario = $4 WHERE calificacion_id = $1",
    [chance.pick(grades), mark.toFixed(2), markText(mark), chance.chance(0.3) ? 'Revisada en tutoría' : null],
  );
};

export const dropGrade: Operation = async ({ client, chance, grades }) => {
  if (grades.length === 0) return 0;
  const [key] = grades.splice(chance.int(0, grades.length - 1), 1);
  return change(client, 'DELETE FROM calificaciones WHERE calificacion_id = $1', [key]);
};

/** A school moves a free day: the calendar's key is the school and the date, so the row changes its key. */
export const moveFreeDay: Operation = async ({ client, chance, schools }) => {
  const school = chance.pick(schools);
  const { rows } = await client.query<{ fecha: string }>(
    `SELECT fecha::text FROM dias_lectivos WHERE centro_id = $1 AND tipo = 'NO_LECTIVO' ORDER BY fecha LIMIT 40`,
    [school],
  );
  if (rows.length === 0) return 0;
  return change(
    client,
    `UPDATE dias_lectivos SET fecha = (SELECT max(fecha) + 1 FROM dias_lectivos d WHERE d.centro_id = dias_lectivos.centro_id),
            descripcion = 'Día trasladado' WHERE centro_id = $1 AND fecha = $2`,
    [school, chance.pick(rows).fecha],
  );
};
