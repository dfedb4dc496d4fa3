import { over } from './build.ts';

/** Names of what most dashboards show. */
export const said = {
  school: { en: 'School', es: 'Centro' },
  year: { en: 'School year', es: 'Curso escolar' },
  term: { en: 'Term', es: 'Evaluación' },
  grade: { en: 'Grade', es: 'Nivel' },
  class: { en: 'Class', es: 'Clase' },
  student: { en: 'Student', es: 'Alumno' },
  subject: { en: 'Subject', es: 'Materia' },
  students: { en: 'Students', es: 'Alumnos' },
  day: { en: 'Day', es: 'Día' },
  week: { en: 'Week', es: 'Semana' },
  month: { en: 'Month', es: 'Mes' },
  weekday: { en: 'Weekday', es: 'Día de la semana' },
} as const;

/** Dimensions that most marts have, under the same names. */
export const dimensions = {
  school: { column: 'school_id', label: 'school_name', title: said.school, format: 'text' },
  grade: { column: 'grade', title: said.grade, format: 'text' },
  class: { column: 'class_id', label: 'class_title', title: said.class, format: 'text' },
  student: { column: 'student_id', label: 'student_name', title: said.student, format: 'text' },
} as const;

const offered = over('attendance_by_grade');
const people = over('student_years');

/** Filters, each with the view that lists its values. */
export const filters = {
  school: offered.filter({
    id: 'school',
    title: said.school,
    kind: 'choice',
    column: 'school_id',
    label: 'school_name',
    format: 'text',
  }),
  year: offered.filter({
    id: 'year',
    title: said.year,
    kind: 'choice',
    column: 'school_year',
    format: 'school year',
    initially: 'latest',
  }),
  // By name: each school and year has a first term of its own, and people ask for all of them.
  term: offered.filter({ id: 'term', title: said.term, kind: 'choice', column: 'term_name', format: 'text' }),
  grade: offered.filter({ id: 'grade', title: said.grade, kind: 'choice', column: 'grade', format: 'text' }),
  class: over('attendance_by_class').filter({
    id: 'class',
    title: said.class,
    kind: 'subject',
    column: 'class_id',
    label: 'class_title',
    format: 'text',
  }),
  student: people.filter({
    id: 'student',
    title: said.student,
    kind: 'subject',
    column: 'student_id',
    label: 'student_name',
    format: 'text',
  }),
} as const;
