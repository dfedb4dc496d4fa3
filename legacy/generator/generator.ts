import { dice } from '../dice.ts';
import type { LegacyRow, TableRows } from '../rows.ts';
import { makeAccounts } from './accounts.ts';
import { actionRows } from './actions.ts';
import { attendanceRows, makeDiaries } from './attendance.ts';
import { enrollmentRows, schoolEnrollmentRows } from './enrollment.ts';
import { makeFamilies } from './families.ts';
import { makeTasks, resultRows, taskRows } from './grades.ts';
import { makeTeaching } from './groups.ts';
import { billRows, documentRows, incidentRows, noticeRows } from './life.ts';
import { names } from './names.ts';
import * as organisation from './organisation.ts';
import * as people from './people.ts';
import { makeSchools } from './schools.ts';
import { makeStudents } from './students.ts';
import { schoolYear } from './year.ts';

export interface SchoolOptions {
  readonly students: number;
  readonly seed: number;
  /** Calendar year in which the school year ends; it has come as far as 20 March. Default 2026. */
  readonly schoolYear?: number;
  /** The last so many school days have attendance. Default: what keeps the whole near 250,000 rows of it. */
  readonly days?: number;
}

/**
 * A network of schools with everything that its monolith knows, table by table in the order of references.
 * The same options give the same rows; nothing comes from the clock or the machine.
 */
export function generateSchool({
  students: count,
  seed,
  schoolYear: endsIn = 2026,
  days,
}: SchoolOptions): TableRows[] {
  const chance = dice(seed, 'population');
  const naming = names(seed, 'population');
  const year = schoolYear(endsIn);
  const schools = makeSchools(count, year, naming, chance);
  const students = makeStudents(count, makeFamilies(year, naming, chance), schools, year, chance);
  const { teachers, courses, groups } = makeTeaching(schools, students, naming, chance);
  const accounts = makeAccounts(seed, schools, teachers, students);
  const lastDays = year.schoolDays.slice(-(days ?? daysWithin(250_000, students)));
  const diaries = makeDiaries(seed, students, lastDays);
  const tasks = makeTasks(seed, groups, year);

  const tables: Readonly<Record<TableRows['table'], () => Iterable<LegacyRow>>> = {
    parametros: () => organisation.settingRows(year),
    niveles: () => organisation.levelRows(),
    centros: () => organisation.schoolRows(schools, year),
    periodos: () => organisation.sessionRows(year),
    dias_lectivos: () => organisation.calendarRows(schools, year),
    usuarios: () => people.accountRows(seed, accounts, year),
    sesiones: () => people.visitRows(seed, accounts, year),
    profesores: () => people.teacherRows(seed, teachers, accounts, year),
    alumnos: () => people.studentRows(seed, students, accounts, year),
    datos_demograficos: () => people.demographicRows(seed, students, year),
    padres: () => people.guardianRows(students, accounts, year),
    alumnos_padres: () => people.bondRows(students, year),
    asignaturas: () => organisation.subjectRows(),
    cursos: () => organisation.courseRows(courses, year),
    clases: () => organisation.classRows(groups, year),
    matriculas_centro: () => schoolEnrollmentRows(students, year),
    matriculas: () => enrollmentRows(groups),
    asignaciones_docentes: () => organisation.assignmentRows(groups, year),
    asistencia: () => attendanceRows(seed, groups, diaries, lastDays),
    incidencias: () => incidentRows(seed, groups, year),
    actividades_evaluables: () => taskRows(tasks, organisation.termIds),
    calificaciones: () => resultRows(seed, tasks, year),
    acciones_usuario: () => actionRows(seed, accounts, lastDays, 20 * count),
    notificaciones: () => noticeRows(seed, students, diaries),
    documentos: () => documentRows(seed, students, year),
    recibos: () => billRows(seed, students, year),
  };
  return Object.entries(tables).map(([table, walk]) => ({
    table: table as TableRows['table'],
    rows: { [Symbol.iterator]: () => walk()[Symbol.iterator]() },
  }));
}

/** A student of primary school has one row a day, the others one for each of six classes. */
function daysWithin(rows: number, students: readonly { level: { stage: string } }[]): number {
  const perDay = students.reduce((sum, { level }) => sum + (level.stage === 'PRIMARIA' ? 1 : 6), 0);
  return Math.min(60, Math.max(15, Math.floor(rows / perDay)));
}
