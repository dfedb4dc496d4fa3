import { textArray } from '../rows.ts';
import type { BundleRow } from './bundle.ts';
import { levelCodeOf, partOf } from './codes.ts';
import type { Schools } from './orgs.ts';
import type { People } from './people.ts';
import {
  add,
  countOf,
  dateCell,
  list,
  liveRows,
  mend,
  namedRows,
  type Roster,
  skip,
  text,
} from './roster.ts';

interface ClassKeys {
  readonly key: number;
  readonly school: number;
}

/** Courses, classes, and who is in them. */
export function addTeaching(
  roster: Roster,
  schools: Schools,
  sessions: ReadonlyMap<string, number>,
  people: People,
): void {
  const courses = new Map<string, number>();
  for (const { id, row } of namedRows(roster, 'courses')) {
    courses.set(id, addCourse(roster, id, row, schools.keyOf(row.cells.orgSourcedId), sessions));
  }
  const classes = new Map<string, ClassKeys>();
  for (const { id, row } of namedRows(roster, 'classes')) {
    const school = schools.keyOf(row.cells.schoolSourcedId);
    const courseId = row.cells.courseSourcedId ?? '';
    let course = courses.get(courseId);
    if (course === undefined) {
      mend(roster, 'classes', row, 'course is not in the bundle; a placeholder was made');
      course = addCourse(roster, courseId || null, row, school, sessions);
      if (courseId) courses.set(courseId, course);
    }
    classes.set(id, { key: addClass(roster, id, row, course, school, sessions), school });
  }
  addEnrollments(roster, classes, people);
}

/** `row` is a course, or the class that asks for a missing one. */
function addCourse(
  roster: Roster,
  sourcedId: string | null,
  row: BundleRow,
  school: number,
  sessions: ReadonlyMap<string, number>,
): number {
  const key = countOf(roster, 'cursos') + 1;
  add(roster, 'cursos', {
    curso_id: key,
    centro_id: school,
    periodo_id: sessions.get(row.cells.schoolYearSourcedId ?? '') ?? null,
    codigo: text(row, 'courseCode'),
    nombre: row.cells.title ?? sourcedId ?? 'Curso sin nombre',
    ...subjectCells(row),
    codigo_externo: sourcedId,
  });
  return key;
}

function addClass(
  roster: Roster,
  sourcedId: string,
  row: BundleRow,
  course: number,
  school: number,
  sessions: ReadonlyMap<string, number>,
): number {
  const key = countOf(roster, 'clases') + 1;
  const terms = list(row.cells.termSourcedIds).map((id) => sessions.get(id));
  if (terms.includes(undefined))
    mend(roster, 'classes', row, 'session is not in the bundle and was left out');
  add(roster, 'clases', {
    clase_id: key,
    curso_id: course,
    centro_id: school,
    codigo: text(row, 'classCode'),
    nombre: row.cells.title ?? sourcedId,
    tipo: row.cells.classType?.toLowerCase() === 'homeroom' ? 'TUTORIA' : 'MATERIA',
    aula: text(row, 'location'),
    ...subjectCells(row),
    periodos: `{${terms.filter((term) => term !== undefined).join(',')}}`,
    tramos: textArray(list(row.cells.periods)),
    codigo_externo: sourcedId,
  });
  return key;
}

const subjectCells = (row: BundleRow) => ({
  niveles: textArray(list(row.cells.grades).map(levelCodeOf)),
  materias: textArray(list(row.cells.subjects)),
  codigos_materia: textArray(list(row.cells.subjectCodes)),
});

function addEnrollments(roster: Roster, classes: ReadonlyMap<string, ClassKeys>, people: People): void {
  const seen = new Set<string>();
  for (const row of liveRows(roster, 'enrollments')) {
    const { sourcedId, classSourcedId, userSourcedId, role, primary } = row.cells;
    const part = partOf(role);
    const place = classes.get(classSourcedId ?? '');
    const student = people.students.get(userSourcedId ?? '');
    const teacher = people.teachers.get(userSourcedId ?? '');
    if (sourcedId && seen.has(sourcedId))
      skip(roster, 'enrollments', row, 'repeats the sourcedId of an earlier row');
    else if (!place) skip(roster, 'enrollments', row, 'class is not in the bundle');
    else {
      if (sourcedId) seen.add(sourcedId);
      const from = dateCell(roster, 'enrollments', row, 'beginDate');
      const until = dateCell(roster, 'enrollments', row, 'endDate');
      const common = { clase_id: place.key, centro_id: place.school, codigo_externo: sourcedId ?? null };
      if (part === 'student' && student) {
        add(roster, 'matriculas', {
          matricula_id: countOf(roster, 'matriculas') + 1,
          alumno_id: student.key,
          ...common,
          fecha_inicio: from,
          fecha_fin: until,
        });
      } else if (part === 'staff' && teacher) {
        const main = primary === undefined ? role !== 'aide' : primary.toLowerCase() === 'true';
        add(roster, 'asignaciones_docentes', {
          asignacion_id: countOf(roster, 'asignaciones_docentes') + 1,
          profesor_id: teacher,
          ...common,
          titular: main ? 'S' : 'N',
          desde: from,
          hasta: until,
        });
      } else skip(roster, 'enrollments', row, 'user is not in the bundle in that role');
    }
  }
}
