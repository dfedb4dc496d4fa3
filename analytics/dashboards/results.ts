import { over } from './build.ts';
import type { Dashboard } from './definition.ts';
import { dimensions, filters, said } from './shared.ts';

const spread = over('grade_distribution');
const classes = over('class_grades');
const students = over('student_grades');

const mean = { en: 'Mean score', es: 'Nota media' };
const decile = {
  column: 'decile',
  title: { en: 'Mean score, of a hundred', es: 'Nota media, sobre cien' },
  format: 'tenth',
} as const;
const subject = { column: 'subject', title: said.subject, format: 'text' } as const;
const ofHundred = {
  en: 'Of a hundred; exempt results do not count',
  es: 'Sobre cien; las exentas no cuentan',
};
const below = { en: 'Below 65', es: 'Por debajo de 65' };

export const results: Dashboard = {
  id: 'results',
  title: { en: 'Academic results', es: 'Resultados académicos' },
  meaning: {
    en: 'How marks spread over grades, subjects and classes, and who is behind.',
    es: 'Cómo se reparten las notas por niveles, materias y clases, y quién va por detrás.',
  },
  filters: [filters.school, filters.year, filters.term, filters.grade, filters.class, filters.student],
  pages: [
    {
      id: 'overview',
      title: { en: 'Overview', es: 'Resumen' },
      filters: ['school', 'year', 'term', 'grade'],
      visuals: [
        spread.kpi({
          id: 'mean',
          title: mean,
          note: ofHundred,
          format: 'decimal',
          measure: spread.ratio(spread.sum('score_sum'), spread.sum('students')),
        }),
        classes.kpi({
          id: 'below',
          title: below,
          note: { en: 'Of the marks of students in classes', es: 'De las notas de alumnos en clases' },
          format: 'percent',
          measure: classes.ratio(classes.sum('red_students'), classes.sum('students')),
        }),
        classes.kpi({
          id: 'graded',
          title: { en: 'Results that count', es: 'Calificaciones que cuentan' },
          format: 'count',
          measure: classes.sum('results'),
        }),
        spread.bar({
          id: 'spread',
          title: { en: 'How marks spread', es: 'Cómo se reparten las notas' },
          note: { en: 'Mean of each student in each class', es: 'Media de cada alumno en cada clase' },
          by: decile,
          values: [{ title: said.students, format: 'count', measure: spread.sum('students') }],
        }),
        spread.heatMap({
          id: 'by-subject-and-grade',
          title: { en: 'Mean score by subject and grade', es: 'Nota media por materia y nivel' },
          rows: subject,
          columns: dimensions.grade,
          format: 'decimal',
          measure: spread.ratio(spread.sum('score_sum'), spread.sum('students')),
        }),
        spread.bar({
          id: 'by-school',
          title: { en: 'Mean score by school', es: 'Nota media por centro' },
          by: dimensions.school,
          values: [
            {
              title: mean,
              format: 'decimal',
              measure: spread.ratio(spread.sum('score_sum'), spread.sum('students')),
            },
          ],
          sort: 'value',
          limit: 20,
          drill: 'school',
        }),
        classes.bar({
          id: 'below-by-subject',
          title: { en: 'Below 65 by subject', es: 'Por debajo de 65 por materia' },
          by: subject,
          values: [
            {
              title: below,
              format: 'percent',
              measure: classes.ratio(classes.sum('red_students'), classes.sum('students')),
            },
          ],
          sort: 'value',
          limit: 20,
        }),
      ],
    },
    {
      id: 'school',
      title: { en: 'School', es: 'Centro' },
      filters: ['school', 'year', 'term'],
      visuals: [
        classes.heatMap({
          id: 'by-subject-and-term',
          title: { en: 'Mean score by subject and term', es: 'Nota media por materia y evaluación' },
          rows: subject,
          columns: { column: 'term_name', title: said.term, format: 'text' },
          format: 'decimal',
          measure: classes.ratio(classes.sum('score_sum'), classes.sum('students')),
        }),
        classes.bar({
          id: 'by-class',
          title: { en: 'Classes with most marks below 65', es: 'Clases con más notas por debajo de 65' },
          by: dimensions.class,
          values: [
            {
              title: below,
              format: 'percent',
              measure: classes.ratio(classes.sum('red_students'), classes.sum('students')),
            },
          ],
          sort: 'value',
          limit: 20,
          drill: 'class',
        }),
        classes.table({
          id: 'classes',
          title: { en: 'Classes', es: 'Clases' },
          fields: [
            dimensions.class,
            subject,
            { column: 'term_name', title: said.term, format: 'text' },
            { column: 'students', title: said.students, format: 'count' },
            { column: 'mean_score', title: mean, format: 'decimal' },
            { column: 'red_students', title: below, format: 'count' },
          ],
          sort: [{ column: 'mean_score' }, { column: 'class_id' }, { column: 'term_name' }],
          limit: 500,
          drill: 'class',
        }),
      ],
    },
    {
      id: 'class',
      title: { en: 'Class', es: 'Clase' },
      filters: ['year', 'term', 'class'],
      visuals: [
        classes.kpi({
          id: 'class-mean',
          title: mean,
          note: ofHundred,
          format: 'decimal',
          measure: classes.ratio(classes.sum('score_sum'), classes.sum('students')),
        }),
        spread.bar({
          id: 'class-spread',
          title: { en: 'How marks spread', es: 'Cómo se reparten las notas' },
          by: decile,
          values: [{ title: said.students, format: 'count', measure: spread.sum('students') }],
        }),
        classes.bar({
          id: 'class-by-term',
          title: { en: 'Mean score by term', es: 'Nota media por evaluación' },
          by: { column: 'term_name', title: said.term, format: 'text' },
          values: [
            {
              title: mean,
              format: 'decimal',
              measure: classes.ratio(classes.sum('score_sum'), classes.sum('students')),
            },
          ],
        }),
        students.table({
          id: 'class-students',
          title: said.students,
          fields: [
            dimensions.student,
            { column: 'term_name', title: said.term, format: 'text' },
            { column: 'results', title: { en: 'Results', es: 'Calificaciones' }, format: 'count' },
            { column: 'mean_score', title: mean, format: 'decimal' },
          ],
          sort: [{ column: 'mean_score' }, { column: 'student_id' }, { column: 'term_name' }],
          limit: 500,
          drill: 'student',
        }),
      ],
    },
    {
      id: 'student',
      title: { en: 'Student', es: 'Alumno' },
      filters: ['year', 'term', 'student'],
      visuals: [
        students.kpi({
          id: 'student-mean',
          title: mean,
          note: ofHundred,
          format: 'decimal',
          measure: students.average('mean_score'),
        }),
        students.bar({
          id: 'student-by-subject',
          title: { en: 'Mean score by subject', es: 'Nota media por materia' },
          by: subject,
          values: [{ title: mean, format: 'decimal', measure: students.average('mean_score') }],
        }),
        students.heatMap({
          id: 'student-by-term',
          title: { en: 'Mean score by subject and term', es: 'Nota media por materia y evaluación' },
          rows: subject,
          columns: { column: 'term_name', title: said.term, format: 'text' },
          format: 'decimal',
          measure: students.average('mean_score'),
        }),
      ],
    },
  ],
};
