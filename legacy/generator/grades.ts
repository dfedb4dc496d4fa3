import { dice } from '../dice.ts';
import type { LegacyRow } from '../rows.ts';
import { type Day, dateText, instantOf } from './days.ts';
import type { Group, SchoolClass } from './groups.ts';
import { type Student, stayOn } from './students.ts';
import type { SchoolYear } from './year.ts';

/** Something that is graded in a class. */
export interface Task {
  readonly id: number;
  readonly schoolClass: SchoolClass;
  /** Index of the evaluation. */
  readonly term: number;
  readonly title: string;
  readonly category: string;
  readonly weight: string;
  readonly assigned: Day;
  readonly due: Day;
}

const kinds = [
  { title: 'Examen', category: 'Examen', weight: '50.00', at: 0.75 },
  { title: 'Trabajo en grupo', category: 'Trabajo', weight: '20.00', at: 0.5 },
  { title: 'Cuaderno y deberes', category: 'Tarea', weight: '15.00', at: 0.3 },
  { title: 'Control', category: 'Examen', weight: '15.00', at: 0.15 },
];

const topics = ['Unidad', 'Tema', 'Proyecto', 'Repaso'];

/** Four tasks for each class and evaluation, as far as their day has come. Tutoring is not graded. */
export function makeTasks(seed: number, groups: readonly Group[], year: SchoolYear): Task[] {
  const chance = dice(seed, 'grades/tasks');
  const tasks: Task[] = [];
  for (const schoolClass of groups.flatMap(({ classes }) => classes)) {
    if (!schoolClass.course.subject) continue;
    for (const [term, { first, last }] of year.terms.entries()) {
      for (const kind of kinds) {
        const due = schoolDayFrom(year, Math.round(first + kind.at * (last - first)) + chance.int(-4, 4));
        if (due === null) continue;
        tasks.push({
          id: tasks.length + 1,
          schoolClass,
          term,
          title: `${kind.title}: ${chance.pick(topics)} ${chance.int(1, 4) + 4 * term}`,
          category: kind.category,
          weight: kind.weight,
          assigned: Math.max(year.first, due - chance.int(5, 14)),
          due,
        });
      }
    }
  }
  return tasks;
}

function schoolDayFrom(year: SchoolYear, day: Day): Day | null {
  return year.schoolDays.find((schoolDay) => schoolDay >= day) ?? null;
}

export function* taskRows(tasks: readonly Task[], termIds: readonly number[]): Generator<LegacyRow> {
  for (const task of tasks) {
    yield {
      actividad_id: task.id,
      clase_id: task.schoolClass.id,
      centro_id: task.schoolClass.group.school.id,
      periodo_id: termIds[task.term] ?? null,
      titulo: task.title,
      descripcion: `${task.schoolClass.course.subject?.name}, ${task.schoolClass.course.level.name}`,
      categoria: task.category,
      fecha_asignacion: dateText(task.assigned),
      fecha_entrega: dateText(task.due),
      nota_minima: '0.00',
      nota_maxima: '10.00',
      peso: task.weight,
      actualizado_en: instantOf(task.assigned, 9 * 3600),
    };
  }
}

type State = 'CORREGIDA' | 'ENTREGADA' | 'NO_ENTREGADA' | 'EXENTA';

/** Who misses more learns less: a student's mark falls with the days missed, and the spread stays large. */
function expectedMark(student: Student, subject: number): number {
  const missed = Math.min(0.3, student.absence + 0.3 * student.truancy);
  return 6.8 + student.ability + subject - 15 * (missed - 0.03);
}

export function* resultRows(seed: number, tasks: readonly Task[], year: SchoolYear): Generator<LegacyRow> {
  const chance = dice(seed, 'grades/results');
  let id = 1;
  for (const task of tasks) {
    const hard = 0.5 * chance.normal();
    for (const { student, stay } of task.schoolClass.group.members) {
      if (stayOn(student, task.due) !== stay) continue;
      const state: State = chance.weighted([
        ['CORREGIDA', 94 - 60 * student.truancy],
        ['NO_ENTREGADA', 2 + 120 * student.truancy],
        ['ENTREGADA', year.today - task.due < 25 ? 60 : 0],
        ['EXENTA', student.support ? 4 : 0.4],
      ]);
      const mark = Math.round(4 * (expectedMark(student, hard) + 1.1 * chance.normal())) / 4;
      const late = chance.chance(0.05);
      const graded = state === 'CORREGIDA';
      const value = Math.min(10, Math.max(0, mark));
      yield {
        calificacion_id: id,
        actividad_id: task.id,
        alumno_id: student.id,
        clase_id: task.schoolClass.id,
        centro_id: task.schoolClass.group.school.id,
        estado: state,
        nota: graded ? value.toFixed(2) : null,
        nota_texto: graded ? markText(value) : null,
        fecha: dateText(Math.min(year.today, task.due + (graded ? 3 : 0))),
        comentario: graded && chance.chance(0.08) ? comment(value) : null,
        fuera_de_plazo: graded && late ? 'S' : 'N',
        actualizado_en: instantOf(
          Math.min(year.today, task.due + 3),
          16 * 3600 + (id % 3600),
          id % 1_000_000,
        ),
      };
      id++;
    }
  }
}

/** The words that Spanish reports use for a mark out of ten. */
export function markText(mark: number): string {
  if (mark < 5) return 'Insuficiente';
  if (mark < 6) return 'Suficiente';
  if (mark < 7) return 'Bien';
  return mark < 9 ? 'Notable' : 'Sobresaliente';
}

function comment(mark: number): string {
  if (mark < 5) return 'Debe repasar y venir a tutoría: «todavía está a tiempo».';
  return mark < 7 ? 'Va bien; puede dar más en clase.' : '¡Muy buen trabajo! 👏';
}
