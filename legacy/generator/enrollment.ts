import { type LegacyRow, yesNo } from '../rows.ts';
import { dateText, instantOf } from './days.ts';
import type { Group } from './groups.ts';
import { levels } from './levels.ts';
import { previousYearId, yearId } from './organisation.ts';
import type { Student } from './students.ts';
import type { SchoolYear } from './year.ts';

/** This year's stays, and for those who went on from last year that year's, which ended with the summer. */
export function* schoolEnrollmentRows(students: readonly Student[], year: SchoolYear): Generator<LegacyRow> {
  let id = 1;
  const end = year.first - 79;
  for (const student of students) {
    const [first] = student.stays;
    const before = levels.find(({ order }) => order === student.level.order - (student.repeats ? 0 : 1));
    if (first?.entry === 'CONTINUIDAD' && before) {
      yield {
        matricula_centro_id: id++,
        alumno_id: student.id,
        centro_id: first.school.id,
        periodo_id: previousYearId,
        nivel_codigo: before.code,
        fecha_alta: dateText(year.first - 365),
        fecha_baja: dateText(end),
        motivo_alta: 'CONTINUIDAD',
        motivo_baja: null,
        repite: 'N',
        principal: 'S',
        actualizado_en: instantOf(end, 10 * 3600, student.id),
      };
    }
    for (const stay of student.stays) {
      yield {
        matricula_centro_id: id++,
        alumno_id: student.id,
        centro_id: stay.school.id,
        periodo_id: yearId,
        nivel_codigo: student.level.code,
        fecha_alta: dateText(stay.from),
        fecha_baja: stay.until === null ? null : dateText(stay.until),
        motivo_alta: stay.entry,
        motivo_baja: stay.exit,
        repite: yesNo(student.repeats),
        principal: 'S',
        actualizado_en: instantOf(stay.until ?? stay.from, 10 * 3600, student.id),
      };
    }
  }
}

export function* enrollmentRows(groups: readonly Group[]): Generator<LegacyRow> {
  let id = 1;
  for (const { school, members, classes } of groups) {
    for (const { student, stay } of members) {
      for (const schoolClass of classes) {
        yield {
          matricula_id: id++,
          alumno_id: student.id,
          clase_id: schoolClass.id,
          centro_id: school.id,
          fecha_inicio: dateText(stay.from),
          fecha_fin: stay.until === null ? null : dateText(stay.until),
          actualizado_en: instantOf(stay.until ?? stay.from, 11 * 3600, student.id),
        };
      }
    }
  }
}
