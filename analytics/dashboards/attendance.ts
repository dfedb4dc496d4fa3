import { over } from './build.ts';
import type { Dashboard } from './definition.ts';
import { dimensions, filters, said } from './shared.ts';

const days = over('attendance_by_day');
const weekdays = over('attendance_by_weekday');
const classes = over('attendance_by_class');
const classDays = over('attendance_by_class_day');
const students = over('chronic_absence');
const studentDays = over('student_days');

const rate = { en: 'Attendance', es: 'Asistencia' };
const absence = { en: 'Absence', es: 'Absentismo' };

export const attendance: Dashboard = {
  id: 'attendance',
  title: { en: 'Attendance', es: 'Asistencia' },
  meaning: {
    en: 'How much of the school days is attended, where and when it is not.',
    es: 'Cuánto se asiste a los días lectivos, y dónde y cuándo no.',
  },
  filters: [filters.school, filters.year, filters.term, filters.grade, filters.class, filters.student],
  pages: [
    {
      id: 'overview',
      title: { en: 'Overview', es: 'Resumen' },
      filters: ['school', 'year', 'term', 'grade'],
      visuals: [
        days.kpi({
          id: 'rate',
          title: rate,
          note: { en: 'Days attended of days enrolled', es: 'Días asistidos de los días matriculados' },
          format: 'percent',
          measure: days.rest(days.sum('absent_days'), days.sum('enrolled_days')),
        }),
        days.kpi({
          id: 'absent-days',
          title: { en: 'Days missed', es: 'Días perdidos' },
          format: 'count',
          measure: days.sum('absent_days'),
        }),
        days.kpi({
          id: 'excused',
          title: { en: 'Excused', es: 'Justificadas' },
          note: { en: 'Of the days missed', es: 'De los días perdidos' },
          format: 'percent',
          measure: days.ratio(days.sum('excused_days'), days.sum('absent_days')),
        }),
        days.kpi({
          id: 'late',
          title: { en: 'Late arrivals', es: 'Retrasos' },
          note: { en: 'Of the days enrolled', es: 'De los días matriculados' },
          format: 'percent',
          measure: days.ratio(days.sum('late_days'), days.sum('enrolled_days')),
        }),
        days.line({
          id: 'by-week',
          title: { en: 'Attendance by week', es: 'Asistencia por semana' },
          by: { column: 'school_day', title: said.week, format: 'date', bucket: 'week' },
          values: [
            {
              title: rate,
              format: 'percent',
              measure: days.rest(days.sum('absent_days'), days.sum('enrolled_days')),
            },
          ],
        }),
        weekdays.heatMap({
          id: 'by-weekday',
          title: { en: 'Absence by weekday and grade', es: 'Absentismo por día de la semana y nivel' },
          rows: dimensions.grade,
          columns: { column: 'weekday', title: said.weekday, format: 'weekday' },
          format: 'percent',
          measure: weekdays.ratio(weekdays.sum('absent_days'), weekdays.sum('enrolled_days')),
        }),
        days.bar({
          id: 'by-school',
          title: { en: 'Absence by school', es: 'Absentismo por centro' },
          by: dimensions.school,
          values: [
            {
              title: absence,
              format: 'percent',
              measure: days.ratio(days.sum('absent_days'), days.sum('enrolled_days')),
            },
          ],
          sort: 'value',
          limit: 20,
          drill: 'school',
        }),
        days.stackedBar({
          id: 'by-grade',
          title: { en: 'Days missed by grade', es: 'Días perdidos por nivel' },
          by: dimensions.grade,
          values: [
            {
              title: { en: 'Excused', es: 'Justificados' },
              format: 'count',
              measure: days.sum('excused_days'),
            },
            {
              title: { en: 'Not excused', es: 'Sin justificar' },
              format: 'count',
              measure: days.difference(days.sum('absent_days'), days.sum('excused_days')),
            },
          ],
        }),
      ],
    },
    {
      id: 'school',
      title: { en: 'School', es: 'Centro' },
      filters: ['school', 'year', 'term'],
      visuals: [
        classes.bar({
          id: 'by-class',
          title: { en: 'Absence by home group', es: 'Absentismo por tutoría' },
          where: { class_type: 'homeroom' },
          by: dimensions.class,
          values: [
            {
              title: absence,
              format: 'percent',
              measure: classes.ratio(classes.sum('absent'), classes.sum('expected')),
            },
          ],
          sort: 'value',
          limit: 30,
          drill: 'class',
        }),
        classes.bar({
          id: 'by-lesson',
          title: { en: 'Lessons missed most', es: 'Clases con más faltas' },
          where: { class_type: 'scheduled' },
          by: dimensions.class,
          values: [
            {
              title: absence,
              format: 'percent',
              measure: classes.ratio(classes.sum('absent'), classes.sum('expected')),
            },
          ],
          sort: 'value',
          limit: 30,
          drill: 'class',
        }),
      ],
    },
    {
      id: 'class',
      title: { en: 'Class', es: 'Clase' },
      filters: ['year', 'term', 'class'],
      visuals: [
        classDays.kpi({
          id: 'class-rate',
          title: rate,
          format: 'percent',
          measure: classDays.rest(classDays.sum('absent'), classDays.sum('expected')),
        }),
        classDays.kpi({
          id: 'class-late',
          title: { en: 'Late arrivals', es: 'Retrasos' },
          format: 'count',
          measure: classDays.sum('late'),
        }),
        classDays.line({
          id: 'class-by-week',
          title: { en: 'Attendance by week', es: 'Asistencia por semana' },
          by: { column: 'school_day', title: said.week, format: 'date', bucket: 'week' },
          values: [
            {
              title: rate,
              format: 'percent',
              measure: classDays.rest(classDays.sum('absent'), classDays.sum('expected')),
            },
          ],
        }),
        classDays.bar({
          id: 'class-by-weekday',
          title: { en: 'Absence by weekday', es: 'Absentismo por día de la semana' },
          by: { column: 'weekday', title: said.weekday, format: 'weekday' },
          values: [
            {
              title: absence,
              format: 'percent',
              measure: classDays.ratio(classDays.sum('absent'), classDays.sum('expected')),
            },
          ],
        }),
        students.table({
          id: 'class-students',
          title: said.students,
          note: {
            en: 'Of the home group, over the whole school year',
            es: 'De la tutoría, en todo el curso escolar',
          },
          fields: [
            dimensions.student,
            { column: 'attendance_rate', title: rate, format: 'percent' },
            { column: 'absent_days', title: { en: 'Days missed', es: 'Días perdidos' }, format: 'decimal' },
            { column: 'late_days', title: { en: 'Late arrivals', es: 'Retrasos' }, format: 'count' },
            { column: 'is_chronic', title: { en: 'Chronic', es: 'Crónico' }, format: 'word' },
          ],
          sort: [{ column: 'attendance_rate' }, { column: 'student_id' }],
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
        students.kpi({
          id: 'student-rate',
          title: rate,
          format: 'percent',
          measure: students.rest(students.sum('absent_days'), students.sum('enrolled_days')),
        }),
        students.kpi({
          id: 'student-absent',
          title: { en: 'Days missed', es: 'Días perdidos' },
          format: 'decimal',
          measure: students.sum('absent_days'),
        }),
        studentDays.bar({
          id: 'student-by-month',
          title: { en: 'Days missed by month', es: 'Días perdidos por mes' },
          by: { column: 'month', title: said.month, format: 'month' },
          values: [
            {
              title: { en: 'Days missed', es: 'Días perdidos' },
              format: 'decimal',
              measure: studentDays.sum('absent_days'),
            },
          ],
        }),
        studentDays.bar({
          id: 'student-by-weekday',
          title: { en: 'Days missed by weekday', es: 'Días perdidos por día de la semana' },
          by: { column: 'weekday', title: said.weekday, format: 'weekday' },
          values: [
            {
              title: { en: 'Days missed', es: 'Días perdidos' },
              format: 'decimal',
              measure: studentDays.sum('absent_days'),
            },
          ],
        }),
        studentDays.table({
          id: 'student-days',
          title: { en: 'Days with a record', es: 'Días con registro' },
          where: { is_recorded: true },
          fields: [
            { column: 'school_day', title: said.day, format: 'date' },
            { column: 'absent_days', title: { en: 'Part missed', es: 'Parte perdida' }, format: 'percent' },
            {
              column: 'excused_days',
              title: { en: 'Part excused', es: 'Parte justificada' },
              format: 'percent',
            },
            { column: 'is_late', title: { en: 'Late', es: 'Retraso' }, format: 'word' },
          ],
          sort: [{ column: 'school_day', descending: true }],
          limit: 300,
        }),
      ],
    },
  ],
};
