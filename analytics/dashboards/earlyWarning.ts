import { over } from './build.ts';
import type { Dashboard } from './definition.ts';
import { dimensions, filters, said } from './shared.ts';

const warnings = over('early_warning');
const absences = over('chronic_absence');
const byGrade = over('chronic_absence_by_grade');
const bands = over('attendance_bands');
const incidents = over('incidents_by_month');
const grades = over('student_grades');
const days = over('student_days');

const words = {
  risk: { en: 'Risk', es: 'Riesgo' },
  chronic: { en: 'Chronically absent', es: 'Absentismo crónico' },
  attendance: { en: 'Attendance', es: 'Asistencia' },
  behaviour: { en: 'Behaviour', es: 'Convivencia' },
  results: { en: 'Results', es: 'Resultados' },
  incidents: { en: 'Incidents', es: 'Incidencias' },
  mean: { en: 'Mean score', es: 'Nota media' },
  missed: { en: 'Days missed', es: 'Días perdidos' },
} as const;

const flags = [
  { column: 'risk', title: words.risk, format: 'word' },
  { column: 'attendance_rate', title: words.attendance, format: 'percent' },
  { column: 'attendance_flag', title: { en: 'A', es: 'A' }, format: 'word' },
  { column: 'incidents', title: words.incidents, format: 'count' },
  { column: 'behaviour_flag', title: { en: 'B', es: 'B' }, format: 'word' },
  { column: 'mean_score', title: words.mean, format: 'decimal' },
  { column: 'grades_flag', title: { en: 'C', es: 'C' }, format: 'word' },
] as const;

const atRisk = (risk: 'red' | 'yellow') =>
  warnings.kpi({
    id: risk,
    title: { red: { en: 'Red', es: 'En rojo' }, yellow: { en: 'Yellow', es: 'En amarillo' } }[risk],
    note: { en: 'Students who are enrolled now', es: 'Alumnos matriculados ahora' },
    where: { is_current: true },
    format: 'count',
    measure: warnings.distinct('student_id', { risk }),
  });

export const earlyWarning: Dashboard = {
  id: 'early-warning',
  title: { en: 'Chronic absence and early warning', es: 'Absentismo crónico y alerta temprana' },
  meaning: {
    en: 'Who misses too much, and who may fail: attendance, behaviour and course results together.',
    es: 'Quién falta demasiado y quién puede fracasar: asistencia, convivencia y resultados a la vez.',
  },
  filters: [filters.school, filters.year, filters.grade, filters.class, filters.student],
  pages: [
    {
      id: 'overview',
      title: { en: 'Overview', es: 'Resumen' },
      filters: ['school', 'year', 'grade'],
      visuals: [
        atRisk('red'),
        atRisk('yellow'),
        byGrade.kpi({
          id: 'chronic-share',
          title: words.chronic,
          note: {
            en: 'Missed a tenth of their days or more, of those enrolled ten days or more',
            es: 'Perdieron una décima parte de sus días o más, de quienes llevan diez días o más',
          },
          format: 'percent',
          measure: byGrade.ratio(byGrade.sum('chronic_students'), byGrade.sum('students')),
        }),
        byGrade.kpi({
          id: 'chronic-students',
          title: { en: 'Chronically absent students', es: 'Alumnos con absentismo crónico' },
          format: 'count',
          measure: byGrade.sum('chronic_students'),
        }),
        warnings.stackedBar({
          id: 'risk-by-grade',
          title: { en: 'Risk by grade', es: 'Riesgo por nivel' },
          where: { is_current: true },
          by: dimensions.grade,
          split: { column: 'risk', title: words.risk, format: 'word' },
          values: [{ title: said.students, format: 'count', measure: warnings.distinct('student_id') }],
        }),
        bands.stackedBar({
          id: 'bands',
          title: { en: 'Students by share of days attended', es: 'Alumnos por parte de días asistidos' },
          by: dimensions.grade,
          split: { column: 'attendance_band', title: words.attendance, format: 'band' },
          values: [{ title: said.students, format: 'count', measure: bands.sum('students') }],
        }),
        absences.bar({
          id: 'chronic-by-class',
          title: { en: 'Chronic absence by home group', es: 'Absentismo crónico por tutoría' },
          where: { is_counted: true },
          by: dimensions.class,
          values: [
            {
              format: 'percent',
              measure: absences.ratio(
                absences.distinct('student_id', { is_chronic: true }),
                absences.distinct('student_id'),
              ),
            },
          ],
          sort: 'value',
          limit: 20,
          drill: 'class',
        }),
        incidents.line({
          id: 'incidents',
          title: { en: 'Incidents by month', es: 'Incidencias por mes' },
          by: { column: 'month', title: said.month, format: 'month' },
          split: { column: 'severity', title: { en: 'Severity', es: 'Gravedad' }, format: 'word' },
          values: [{ title: words.incidents, format: 'count', measure: incidents.sum('incidents') }],
        }),
        warnings.table({
          id: 'list',
          title: { en: 'Students to look at', es: 'Alumnos por atender' },
          note: {
            en: 'A: attendance, B: behaviour, C: course results',
            es: 'A: asistencia, B: convivencia, C: resultados',
          },
          where: { is_current: true, risk: ['red', 'yellow'] },
          fields: [dimensions.student, dimensions.class, ...flags],
          sort: [
            { column: 'red_flags', descending: true },
            { column: 'yellow_flags', descending: true },
            { column: 'attendance_rate' },
            { column: 'student_id' },
          ],
          limit: 300,
          drill: 'student',
        }),
      ],
    },
    {
      id: 'class',
      title: { en: 'Class', es: 'Clase' },
      filters: ['year', 'class'],
      visuals: [
        warnings.bar({
          id: 'class-risk',
          title: words.risk,
          by: { column: 'risk', title: words.risk, format: 'word' },
          values: [{ title: said.students, format: 'count', measure: warnings.distinct('student_id') }],
        }),
        absences.bar({
          id: 'class-bands',
          title: { en: 'Students by share of days attended', es: 'Alumnos por parte de días asistidos' },
          by: { column: 'attendance_band', title: words.attendance, format: 'band' },
          values: [{ title: said.students, format: 'count', measure: absences.distinct('student_id') }],
        }),
        warnings.table({
          id: 'class-students',
          title: said.students,
          fields: [dimensions.student, ...flags],
          sort: [
            { column: 'red_flags', descending: true },
            { column: 'yellow_flags', descending: true },
            { column: 'student_id' },
          ],
          limit: 200,
          drill: 'student',
        }),
      ],
    },
    {
      id: 'student',
      title: { en: 'Student', es: 'Alumno' },
      filters: ['year', 'student'],
      visuals: [
        absences.kpi({
          id: 'student-rate',
          title: words.attendance,
          format: 'percent',
          measure: absences.rest(absences.sum('absent_days'), absences.sum('enrolled_days')),
        }),
        warnings.kpi({
          id: 'student-incidents',
          title: words.incidents,
          format: 'count',
          measure: warnings.sum('incidents'),
        }),
        warnings.kpi({
          id: 'student-mean',
          title: words.mean,
          note: { en: 'Of a hundred', es: 'Sobre cien' },
          format: 'decimal',
          measure: warnings.average('mean_score'),
        }),
        days.bar({
          id: 'student-by-month',
          title: { en: 'Days missed by month', es: 'Días perdidos por mes' },
          by: { column: 'month', title: said.month, format: 'month' },
          values: [{ title: words.missed, format: 'decimal', measure: days.sum('absent_days') }],
        }),
        grades.bar({
          id: 'student-results',
          title: { en: 'Mean score by subject', es: 'Nota media por materia' },
          by: { column: 'subject', title: said.subject, format: 'text' },
          values: [{ title: words.mean, format: 'decimal', measure: grades.average('mean_score') }],
        }),
      ],
    },
  ],
};
