import { dice } from '../dice.ts';
import { type LegacyRow, textArray, yesNo } from '../rows.ts';
import type { Diary } from './attendance.ts';
import { type Day, dateText, instantOf, localTimeOf } from './days.ts';
import type { Group } from './groups.ts';
import { lastStay, type Student, stayOn } from './students.ts';
import type { SchoolYear } from './year.ts';

const incidents = [
  { type: 'FALTA_DE_RESPETO', text: 'Falta de respeto', severity: 'LEVE', share: 28 },
  { type: 'MOVIL', text: 'Uso del móvil en clase', severity: 'LEVE', share: 24 },
  { type: 'INTERRUPCION', text: 'Interrumpe la clase', severity: 'LEVE', share: 24 },
  { type: 'DESOBEDIENCIA', text: 'No obedece al profesor', severity: 'LEVE', share: 8 },
  { type: 'DANOS', text: 'Daños al material', severity: 'GRAVE', share: 7 },
  { type: 'PELEA', text: 'Pelea', severity: 'GRAVE', share: 6 },
  { type: 'ROBO', text: 'Robo', severity: 'GRAVE', share: 2 },
  { type: 'ACOSO', text: 'Acoso a un compañero', severity: 'MUY_GRAVE', share: 1 },
] as const;

const measures = {
  LEVE: 'Amonestación',
  GRAVE: 'Parte y aviso a la familia',
  MUY_GRAVE: 'Expediente',
} as const;
const places = ['Aula', 'Patio', 'Pasillo', 'Comedor', 'Gimnasio'];

/** Incidents, more of them where a student is often away; times are local, as the old table keeps them. */
export function* incidentRows(
  seed: number,
  groups: readonly Group[],
  year: SchoolYear,
): Generator<LegacyRow> {
  const chance = dice(seed, 'incidents');
  let id = 1;
  for (const group of groups) {
    const base = { PRIMARIA: 0.08, ESO: 0.35, BACHILLERATO: 0.12 }[group.level.stage];
    for (const { student, stay } of group.members) {
      let expected = base + 2.2 * student.truancy - 0.05 * student.ability;
      for (; chance.chance(Math.min(0.85, expected)); expected *= 0.7) {
        const day = chance.pick(year.schoolDays);
        if (stayOn(student, day) !== stay) continue;
        const { type, text, severity } = chance.weighted(
          incidents.map((item) => [item, item.share] as const),
        );
        const schoolClass = chance.pick(group.classes);
        const place = chance.pick(places);
        const closed = day + chance.int(1, 9);
        const resolved = closed <= year.today && chance.chance(0.9);
        const second = chance.int(9 * 3600, 14 * 3600);
        yield {
          id_incidencia: id++,
          alumno_id: student.id,
          cod_centro: group.school.id,
          clase_id: place === 'Aula' ? schoolClass.id : null,
          fechaHora: localTimeOf(day, second),
          tipo: type,
          gravedad: severity,
          descripcion: `${text} (${place.toLowerCase()}), según ${schoolClass.teacher.firstName} ${schoolClass.teacher.surnames}.`,
          lugar: place,
          medida: measures[severity],
          profesor_id: schoolClass.teacher.id,
          familia_avisada: yesNo(severity !== 'LEVE' || chance.chance(0.4)),
          resuelta: yesNo(resolved),
          fechaResolucion: resolved ? localTimeOf(closed, 12 * 3600) : null,
        };
      }
    }
  }
}

/** A notice to the first two guardians for most absences without excuse. */
export function* noticeRows(
  seed: number,
  students: readonly Student[],
  diaries: readonly Diary[],
): Generator<LegacyRow> {
  const chance = dice(seed, 'notices');
  for (const student of students) {
    for (const { day, state } of diaries[student.id - 1] ?? []) {
      if (state !== 'FALTA' && !(state === 'RETRASO' && chance.chance(0.3))) continue;
      for (const { guardian } of student.family.bonds.slice(0, 2)) {
        const created = chance.int(9 * 3600, 13 * 3600);
        const status = chance.weighted([
          ['LEIDA', 60],
          ['ENTREGADA', 25],
          ['ENVIADA', 10],
          ['FALLIDA', 5],
        ] as const);
        const sent = status === 'FALLIDA' ? null : created + chance.int(1, 90);
        yield {
          notificacion_id: chance.uuid(),
          centro_id: stayOn(student, day)?.school.id ?? lastStay(student).school.id,
          padre_id: guardian.id,
          alumno_id: student.id,
          profesor_id: null,
          rol_destino: 'PADRE',
          canal: guardian.mobile && chance.chance(0.5) ? 'SMS' : guardian.hasEmail ? 'CORREO' : 'APP',
          motivo: state === 'FALTA' ? 'ausencia' : 'retraso',
          asunto: state === 'FALTA' ? 'Falta de asistencia' : 'Retraso',
          cuerpo: `${student.firstName} ${student.family.surnames}: ${state === 'FALTA' ? 'no ha asistido a clase' : 'ha llegado tarde'} el ${dateText(day)}.`,
          estado: status,
          creada_en: instantOf(day, created),
          enviada_en: sent === null ? null : instantOf(day, sent),
          leida_en:
            status === 'LEIDA' ? instantOf(day, Math.min(86_000, created + chance.int(100, 30_000))) : null,
        };
      }
    }
  }
}

const papers = [
  { title: 'Boletín de notas', type: 'BOLETIN', tags: ['evaluación'], share: 1 },
  { title: 'Justificante médico', type: 'JUSTIFICANTE_MEDICO', tags: ['asistencia', 'salud'], share: 0.25 },
  { title: 'Autorización de salida', type: 'AUTORIZACION', tags: ['familia'], share: 0.2 },
  { title: 'Plan de apoyo', type: 'PLAN_DE_APOYO', tags: ['orientación', 'confidencial'], share: 0 },
] as const;

/** What the archive says of its files: a report for everybody, other papers for some. */
export function* documentRows(
  seed: number,
  students: readonly Student[],
  year: SchoolYear,
): Generator<LegacyRow> {
  const chance = dice(seed, 'documents');
  let id = 1;
  for (const student of students) {
    for (const { title, type, tags, share } of papers) {
      if (!chance.chance(type === 'PLAN_DE_APOYO' && student.support ? 0.9 : share)) continue;
      const day: Day = chance.pick(year.schoolDays);
      yield {
        documento_id: id,
        centro_id: lastStay(student).school.id,
        alumno_id: student.id,
        titulo: `${title} de ${student.firstName} ${student.family.surnames}`,
        tipo: type,
        nombre_fichero: `${type.toLowerCase()}_${student.id}_${id}.pdf`,
        tipo_mime: 'application/pdf',
        tamano: chance.int(18_000, 900_000),
        sha256: chance.hex(64),
        paginas: chance.int(1, 6),
        idioma: 'es',
        etiquetas: textArray(tags),
        creado_en: instantOf(day, chance.int(9 * 3600, 15 * 3600)),
      };
      id++;
    }
  }
}

/** Lunch for four students in ten, once a month. */
export function* billRows(
  seed: number,
  students: readonly Student[],
  year: SchoolYear,
): Generator<LegacyRow> {
  const chance = dice(seed, 'bills');
  let id = 1;
  for (const student of students) {
    if (!chance.chance(0.4)) continue;
    const amount = chance.pick(['92.40', '101.64', '46.20']);
    for (let due = year.first + 22; due < year.today; due += 30) {
      yield {
        recibo_id: id++,
        alumno_id: student.id,
        padre_id: student.family.bonds[0]?.guardian.id ?? null,
        concepto: `Comedor, vencimiento ${dateText(due)}`,
        importe: amount,
        vencimiento: dateText(due),
        pagado: yesNo(chance.chance(0.93)),
      };
    }
  }
}
