import { dice } from '../dice.ts';
import type { LegacyRow } from '../rows.ts';
import { type Day, dateText, instantOf, monthOf, weekdayOf } from './days.ts';
import type { Group, SchoolClass } from './groups.ts';
import { type Student, stayOn } from './students.ts';

/** How one student spent one school day. */
export type DayState = 'PRESENTE' | 'FALTA' | 'FALTA_JUSTIFICADA' | 'RETRASO' | 'SALIDA_ANTICIPADA';

/** Days on which a student's school had classes for them, in order, with what they did. */
export type Diary = readonly {
  readonly day: Day;
  readonly state: DayState;
  readonly reason: string | null;
}[];

/** Sunday first. Mondays and Fridays are long weekends for some. */
const weekdayFactor = [0, 1.45, 0.9, 0.8, 0.9, 1.3, 0];
/** January first: colds and flu in winter, fatigue in June. */
const monthFactor = [1.45, 1.35, 1, 0.95, 0.95, 1.2, 1, 1, 0.7, 0.85, 1.05, 1.25];
/** An illness goes on the next day with this chance. */
const goesOn = 0.42;
const illnesses = ['Enfermedad', 'Gripe', 'Consulta médica', 'Gastroenteritis', 'Motivos familiares'];

export function makeDiaries(seed: number, students: readonly Student[], days: readonly Day[]): Diary[] {
  const chance = dice(seed, 'attendance/days');
  return students.map((student) => {
    let ill: string | null = null;
    const diary: { day: Day; state: DayState; reason: string | null }[] = [];
    for (const day of days) {
      const stay = stayOn(student, day);
      if (!stay) continue;
      // An illness that goes on is counted in: new ones start less often, so that the rate stays the student's.
      const weight = (weekdayFactor[weekdayOf(day)] ?? 1) * (monthFactor[monthOf(day) - 1] ?? 1);
      const starts = Math.min(0.85, student.absence * (1 - goesOn) * 1.25 * weight * stay.school.absence);
      if (ill !== null && chance.chance(goesOn)) {
        diary.push({ day, state: 'FALTA_JUSTIFICADA', reason: ill });
      } else if (chance.chance(starts)) {
        const excused = !chance.chance(student.truancy > 0.1 ? 0.75 : 0.3);
        ill = excused ? chance.pick(illnesses) : null;
        diary.push({ day, state: excused ? 'FALTA_JUSTIFICADA' : 'FALTA', reason: ill });
      } else {
        ill = null;
        const late = 0.018 + 0.5 * student.truancy;
        const state = chance.chance(late)
          ? 'RETRASO'
          : chance.chance(0.008)
            ? 'SALIDA_ANTICIPADA'
            : 'PRESENTE';
        diary.push({ day, state, reason: null });
      }
    }
    return diary;
  });
}

/**
 * The rows of `asistencia` day by day: one for a day in primary, one for each class in secondary, where a day
 * that was attended may still lack single classes.
 */
export function* attendanceRows(
  seed: number,
  groups: readonly Group[],
  diaries: readonly Diary[],
  days: readonly Day[],
): Generator<LegacyRow> {
  const chance = dice(seed, 'attendance/classes');
  const byDay = diaries.map((diary) => new Map(diary.map((entry) => [entry.day, entry])));
  const weeks = groups.map(weekOf);
  let id = 1;
  for (const day of days) {
    for (const [index, group] of groups.entries()) {
      const hours = weeks[index]?.[weekdayOf(day)] ?? [];
      const tutoring = group.classes[0] as SchoolClass;
      for (const { student, stay } of group.members) {
        const entry = byDay[student.id - 1]?.get(day);
        if (!entry || stayOn(student, day) !== stay) continue;
        const mark = { studentId: student.id, schoolId: group.school.id, day, minutes: chance.int(4, 40) };
        if (group.level.stage === 'PRIMARIA') {
          const { state, reason } = entry;
          yield row(id++, { ...mark, state, reason, part: 1, slot: null, teacherId: tutoring.teacher.id });
          continue;
        }
        const cutsFrom = chance.chance(student.truancy) ? chance.int(3, 6) : 7;
        for (const slot of hours) {
          const state = stateAt(entry.state, slot.hour, hours.length, cutsFrom);
          const reason = state === entry.state ? entry.reason : null;
          const teacherId = slot.schoolClass.teacher.id;
          yield row(id++, { ...mark, state, reason, part: 1 / hours.length, slot, teacherId });
        }
      }
    }
  }
}

/** Lateness shows in the first hour, an early leave in the last two, truancy from some hour on. */
function stateAt(state: DayState, hour: number, hours: number, cutsFrom: number): DayState {
  if (state === 'FALTA' || state === 'FALTA_JUSTIFICADA') return state;
  if (hour >= cutsFrom) return 'FALTA';
  if (state === 'RETRASO') return hour === 1 ? state : 'PRESENTE';
  if (state === 'SALIDA_ANTICIPADA')
    return hour < hours - 1 ? 'PRESENTE' : hour === hours - 1 ? state : 'FALTA_JUSTIFICADA';
  return state;
}

const weekdayLetters = ['D', 'L', 'M', 'X', 'J', 'V', 'S'];

export const slotText = (weekday: number, hour: number): string => `${weekdayLetters[weekday]}${hour}`;

interface Mark {
  readonly studentId: number;
  readonly schoolId: number;
  readonly day: Day;
  readonly state: DayState;
  readonly reason: string | null;
  /** Part of the school day that this mark is about. */
  readonly part: number;
  /** Null for a whole day. */
  readonly slot: ClassHour | null;
  readonly teacherId: number;
  /** How much somebody was late or early, if so. */
  readonly minutes: number;
}

function row(id: number, { day, state, slot, ...mark }: Mark): LegacyRow {
  const absent = state === 'FALTA' || state === 'FALTA_JUSTIFICADA';
  const partly = state === 'RETRASO' || state === 'SALIDA_ANTICIPADA';
  const missed = absent ? mark.part : partly && !slot ? mark.minutes / 300 : 0;
  return {
    asistencia_id: id,
    alumno_id: mark.studentId,
    centro_id: mark.schoolId,
    clase_id: slot?.schoolClass.id ?? null,
    fecha: dateText(day),
    tramo: slot ? slotText(weekdayOf(day), slot.hour) : null,
    estado: state,
    ausencia: missed.toFixed(4),
    minutos: partly ? mark.minutes : null,
    motivo: mark.reason,
    profesor_id: mark.teacherId,
    registrado_en: instantOf(day, (slot ? 7.5 + slot.hour : 8.9) * 3600 + (id % 60), (id * 7919) % 1_000_000),
  };
}

interface ClassHour {
  readonly hour: number;
  readonly schoolClass: SchoolClass;
}

/** Classes of a group by weekday, in order of hours. */
function weekOf(group: Group): ClassHour[][] {
  const week: ClassHour[][] = Array.from({ length: 7 }, () => []);
  for (const schoolClass of group.classes) {
    for (const { weekday, hour } of schoolClass.slots) week[weekday]?.push({ hour, schoolClass });
  }
  for (const day of week) day.sort((a, b) => a.hour - b.hour);
  return week;
}
