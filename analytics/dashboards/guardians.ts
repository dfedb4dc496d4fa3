import { over } from './build.ts';
import type { Dashboard } from './definition.ts';
import { dimensions, filters, said } from './shared.ts';

const engagement = over('guardian_engagement');
const students = over('student_guardians');
const messages = over('notifications_by_month');

const words = {
  reached: { en: 'With a guardian who can be reached', es: 'Con familia localizable' },
  week: { en: 'Active in the last 7 days', es: 'Activas en los últimos 7 días' },
  month: { en: 'Active in the last 30 days', es: 'Activas en los últimos 30 días' },
  ofStudents: { en: 'Of the students', es: 'Del alumnado' },
} as const;

const share = (part: 'contactable_students' | 'active_7_days_students' | 'active_30_days_students') =>
  engagement.ratio(engagement.sum(part), engagement.sum('students'));

export const guardians: Dashboard = {
  id: 'guardians',
  title: { en: 'Guardians', es: 'Familias' },
  meaning: {
    en: 'Which families can be reached, and which take part.',
    es: 'Qué familias son localizables y cuáles participan.',
  },
  filters: [filters.school, filters.grade, filters.class],
  pages: [
    {
      id: 'overview',
      title: { en: 'Overview', es: 'Resumen' },
      filters: ['school', 'grade'],
      visuals: [
        engagement.kpi({
          id: 'reached',
          title: words.reached,
          note: words.ofStudents,
          format: 'percent',
          measure: share('contactable_students'),
        }),
        engagement.kpi({
          id: 'active-week',
          title: words.week,
          note: words.ofStudents,
          format: 'percent',
          measure: share('active_7_days_students'),
        }),
        engagement.kpi({
          id: 'active-month',
          title: words.month,
          note: words.ofStudents,
          format: 'percent',
          measure: share('active_30_days_students'),
        }),
        engagement.bar({
          id: 'by-grade',
          title: { en: 'Active families by grade', es: 'Familias activas por nivel' },
          by: dimensions.grade,
          values: [
            { title: words.week, format: 'percent', measure: share('active_7_days_students') },
            { title: words.month, format: 'percent', measure: share('active_30_days_students') },
          ],
        }),
        engagement.bar({
          id: 'by-class',
          title: { en: 'Most active home groups', es: 'Tutorías más activas' },
          by: dimensions.class,
          values: [{ title: words.month, format: 'percent', measure: share('active_30_days_students') }],
          sort: 'value',
          limit: 20,
          drill: 'class',
        }),
        messages.line({
          id: 'messages',
          title: { en: 'Messages by month', es: 'Mensajes por mes' },
          by: { column: 'month', title: said.month, format: 'month' },
          split: { column: 'channel', title: { en: 'Channel', es: 'Canal' }, format: 'word' },
          values: [
            {
              title: { en: 'Messages', es: 'Mensajes' },
              format: 'count',
              measure: messages.sum('notifications'),
            },
          ],
        }),
        messages.bar({
          id: 'read',
          title: { en: 'Messages read', es: 'Mensajes leídos' },
          by: { column: 'channel', title: { en: 'Channel', es: 'Canal' }, format: 'word' },
          values: [
            {
              title: { en: 'Read', es: 'Leídos' },
              format: 'percent',
              measure: messages.ratio(messages.sum('read_notifications'), messages.sum('sent_notifications')),
            },
          ],
        }),
        students.table({
          id: 'unreached',
          title: { en: 'Students whose family cannot be reached', es: 'Alumnos sin familia localizable' },
          where: { is_contactable: false },
          fields: [
            dimensions.student,
            dimensions.school,
            dimensions.class,
            { column: 'guardians', title: { en: 'Guardians', es: 'Tutores legales' }, format: 'count' },
          ],
          sort: [{ column: 'school_name' }, { column: 'class_title' }, { column: 'student_id' }],
          limit: 300,
        }),
      ],
    },
    {
      id: 'class',
      title: { en: 'Class', es: 'Clase' },
      filters: ['class'],
      visuals: [
        engagement.kpi({
          id: 'class-reached',
          title: words.reached,
          format: 'percent',
          measure: share('contactable_students'),
        }),
        engagement.kpi({
          id: 'class-active',
          title: words.month,
          format: 'percent',
          measure: share('active_30_days_students'),
        }),
        students.table({
          id: 'class-students',
          title: said.students,
          fields: [
            dimensions.student,
            { column: 'guardians', title: { en: 'Guardians', es: 'Tutores legales' }, format: 'count' },
            {
              column: 'contactable_guardians',
              title: { en: 'Can be reached', es: 'Localizables' },
              format: 'count',
            },
            { column: 'last_used', title: { en: 'Last active', es: 'Última actividad' }, format: 'date' },
          ],
          sort: [{ column: 'last_used' }, { column: 'student_id' }],
          limit: 200,
        }),
      ],
    },
  ],
};
