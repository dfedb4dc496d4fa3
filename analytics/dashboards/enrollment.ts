import { over } from './build.ts';
import type { Dashboard } from './definition.ts';
import { dimensions, filters, said } from './shared.ts';

const months = over('enrollment_by_month');
const present = over('current_students');
const classes = over('class_load');
const teachers = over('teacher_load');

const words = {
  entries: { en: 'Entries', es: 'Altas' },
  exits: { en: 'Exits', es: 'Bajas' },
  fill: { en: 'Places taken', es: 'Plazas ocupadas' },
  capacity: { en: 'Places', es: 'Plazas' },
  teacher: { en: 'Teacher', es: 'Profesor' },
  now: { en: 'Today', es: 'Hoy' },
} as const;

const teacher = {
  column: 'teacher_id',
  label: 'teacher_name',
  title: words.teacher,
  format: 'text',
} as const;
const month = { column: 'month', title: said.month, format: 'month' } as const;

export const enrollment: Dashboard = {
  id: 'enrollment',
  title: { en: 'Enrolment and load', es: 'Matrícula y carga' },
  meaning: {
    en: 'How many students there are, who comes and goes, and how full classes and weeks are.',
    es: 'Cuántos alumnos hay, quién llega y se va, y cómo de llenas están las clases y las semanas.',
  },
  filters: [filters.school, filters.year, filters.grade, filters.class],
  pages: [
    {
      id: 'overview',
      title: { en: 'Overview', es: 'Resumen' },
      filters: ['school', 'year', 'grade'],
      visuals: [
        present.kpi({
          id: 'students',
          title: said.students,
          note: words.now,
          format: 'count',
          measure: present.distinct('student_id'),
        }),
        months.kpi({ id: 'entries', title: words.entries, format: 'count', measure: months.sum('entries') }),
        months.kpi({ id: 'exits', title: words.exits, format: 'count', measure: months.sum('exits') }),
        classes.kpi({
          id: 'fill',
          title: words.fill,
          note: words.now,
          format: 'percent',
          measure: classes.ratio(classes.sum('students'), classes.sum('capacity')),
        }),
        months.line({
          id: 'by-month',
          title: { en: 'Students at the end of each month', es: 'Alumnos al final de cada mes' },
          by: month,
          values: [{ title: said.students, format: 'count', measure: months.sum('students') }],
        }),
        months.bar({
          id: 'flows',
          title: { en: 'Entries and exits by month', es: 'Altas y bajas por mes' },
          by: month,
          values: [
            { title: words.entries, format: 'count', measure: months.sum('entries') },
            { title: words.exits, format: 'count', measure: months.sum('exits') },
          ],
        }),
        present.stackedBar({
          id: 'by-grade',
          title: { en: 'Students by grade', es: 'Alumnos por nivel' },
          note: words.now,
          by: dimensions.grade,
          split: { column: 'is_repeating', title: { en: 'Repeating', es: 'Repite' }, format: 'word' },
          values: [{ title: said.students, format: 'count', measure: present.distinct('student_id') }],
        }),
        present.bar({
          id: 'by-school',
          title: { en: 'Students by school', es: 'Alumnos por centro' },
          note: words.now,
          by: dimensions.school,
          values: [{ title: said.students, format: 'count', measure: present.distinct('student_id') }],
          sort: 'value',
          limit: 20,
          drill: 'school',
        }),
      ],
    },
    {
      id: 'school',
      title: { en: 'School', es: 'Centro' },
      filters: ['school', 'grade'],
      visuals: [
        classes.bar({
          id: 'fullest',
          title: { en: 'Fullest classes', es: 'Clases más llenas' },
          by: dimensions.class,
          values: [
            {
              title: words.fill,
              format: 'percent',
              measure: classes.ratio(classes.sum('students'), classes.sum('capacity')),
            },
          ],
          sort: 'value',
          limit: 20,
          drill: 'class',
        }),
        teachers.bar({
          id: 'teachers',
          title: { en: 'Students by teacher', es: 'Alumnos por profesor' },
          by: teacher,
          values: [{ title: said.students, format: 'count', measure: teachers.sum('students') }],
          sort: 'value',
          limit: 20,
        }),
        classes.table({
          id: 'classes',
          title: { en: 'Classes', es: 'Clases' },
          fields: [
            dimensions.class,
            { column: 'subject', title: said.subject, format: 'text' },
            teacher,
            { column: 'students', title: said.students, format: 'count' },
            { column: 'capacity', title: words.capacity, format: 'count' },
            { column: 'fill_rate', title: words.fill, format: 'percent' },
          ],
          sort: [{ column: 'fill_rate', descending: true }, { column: 'class_id' }],
          limit: 500,
          drill: 'class',
        }),
        teachers.table({
          id: 'teacher-load',
          title: { en: 'Teachers', es: 'Profesorado' },
          fields: [
            teacher,
            { column: 'specialty', title: { en: 'Specialty', es: 'Especialidad' }, format: 'text' },
            { column: 'classes', title: { en: 'Classes', es: 'Clases' }, format: 'count' },
            {
              column: 'weekly_periods',
              title: { en: 'Periods a week', es: 'Tramos por semana' },
              format: 'count',
            },
            { column: 'students', title: said.students, format: 'count' },
          ],
          sort: [{ column: 'students', descending: true }, { column: 'teacher_id' }],
          limit: 300,
        }),
      ],
    },
    {
      id: 'class',
      title: { en: 'Class', es: 'Clase' },
      filters: ['class'],
      visuals: [
        classes.kpi({
          id: 'class-students',
          title: said.students,
          format: 'count',
          measure: classes.sum('students'),
        }),
        classes.kpi({
          id: 'class-capacity',
          title: words.capacity,
          format: 'count',
          measure: classes.sum('capacity'),
        }),
        present.table({
          id: 'class-list',
          title: { en: 'Students of the home group', es: 'Alumnos de la tutoría' },
          fields: [
            dimensions.student,
            dimensions.grade,
            { column: 'entry_date', title: { en: 'Since', es: 'Desde' }, format: 'date' },
            { column: 'is_repeating', title: { en: 'Repeating', es: 'Repite' }, format: 'word' },
          ],
          sort: [{ column: 'student_name' }, { column: 'student_id' }],
          limit: 200,
        }),
      ],
    },
  ],
};
