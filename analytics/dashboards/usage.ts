import { over } from './build.ts';
import type { Dashboard } from './definition.ts';
import { filters, said } from './shared.ts';

const now = over('usage_now');
const weeks = over('usage_weekly');
const applications = over('usage_by_application');
const freshness = over('data_freshness');

const words = {
  users: { en: 'Active users', es: 'Usuarios activos' },
  role: { en: 'Role', es: 'Rol' },
  actions: { en: 'Actions', es: 'Acciones' },
  application: { en: 'Application', es: 'Aplicación' },
  changed: { en: 'Last change', es: 'Último cambio' },
} as const;

export const usage: Dashboard = {
  id: 'usage',
  title: { en: 'Usage and data health', es: 'Uso y salud de los datos' },
  meaning: {
    en: 'Who uses the platform, for what, and how fresh its data are.',
    es: 'Quién usa la plataforma, para qué, y cómo de frescos están sus datos.',
  },
  filters: [filters.school],
  pages: [
    {
      id: 'overview',
      title: { en: 'Overview', es: 'Resumen' },
      filters: ['school'],
      visuals: [
        now.kpi({
          id: 'daily',
          title: { en: 'Users on the last day', es: 'Usuarios del último día' },
          format: 'count',
          measure: now.sum('daily_users'),
        }),
        now.kpi({
          id: 'weekly',
          title: { en: 'Users in 7 days', es: 'Usuarios en 7 días' },
          format: 'count',
          measure: now.sum('weekly_users'),
        }),
        now.kpi({
          id: 'monthly',
          title: { en: 'Users in 30 days', es: 'Usuarios en 30 días' },
          format: 'count',
          measure: now.sum('monthly_users'),
        }),
        freshness.kpi({
          id: 'changed',
          title: { en: 'Last change of the data', es: 'Último cambio de los datos' },
          format: 'instant',
          measure: freshness.largest('last_changed_at'),
        }),
        weeks.line({
          id: 'by-week',
          title: { en: 'Active users by week', es: 'Usuarios activos por semana' },
          by: { column: 'week', title: said.week, format: 'date' },
          split: { column: 'user_role', title: words.role, format: 'word' },
          values: [{ title: words.users, format: 'count', measure: weeks.sum('active_users') }],
        }),
        applications.heatMap({
          id: 'by-application',
          title: { en: 'Actions by application and role', es: 'Acciones por aplicación y rol' },
          rows: { column: 'application', title: words.application, format: 'text' },
          columns: { column: 'user_role', title: words.role, format: 'word' },
          format: 'count',
          measure: applications.sum('actions'),
        }),
        freshness.bar({
          id: 'rows',
          title: { en: 'Rows by dataset', es: 'Filas por conjunto de datos' },
          by: { column: 'dataset', title: { en: 'Dataset', es: 'Conjunto de datos' }, format: 'text' },
          values: [
            { title: { en: 'Rows', es: 'Filas' }, format: 'count', measure: freshness.sum('row_count') },
          ],
          sort: 'value',
        }),
        freshness.table({
          id: 'freshness',
          title: { en: 'Freshness of the data', es: 'Frescura de los datos' },
          fields: [
            { column: 'dataset', title: { en: 'Dataset', es: 'Conjunto de datos' }, format: 'text' },
            { column: 'row_count', title: { en: 'Rows', es: 'Filas' }, format: 'count' },
            { column: 'last_changed_at', title: words.changed, format: 'instant' },
          ],
          sort: [{ column: 'last_changed_at', descending: true }, { column: 'dataset' }],
          limit: 100,
        }),
      ],
    },
  ],
};
