import { over } from './build.ts';
import type { Dashboard } from './definition.ts';
import { filters, said } from './shared.ts';

const now = over('usage_now');
const weeks = over('usage_weekly');
const applications = over('usage_by_application');
const freshness = over('data_freshness');
const rules = over('rule_results_now');
const ruleDays = over('rule_results_daily');

const words = {
  users: { en: 'Active users', es: 'Usuarios activos' },
  role: { en: 'Role', es: 'Rol' },
  actions: { en: 'Actions', es: 'Acciones' },
  application: { en: 'Application', es: 'Aplicación' },
  dataset: { en: 'Dataset', es: 'Conjunto de datos' },
  rule: { en: 'Rule', es: 'Regla' },
  severity: { en: 'Severity', es: 'Gravedad' },
  rows: { en: 'Rows', es: 'Filas' },
  brokenRows: { en: 'Rows that break it', es: 'Filas que la incumplen' },
  changed: { en: 'Last change', es: 'Último cambio' },
} as const;

export const usage: Dashboard = {
  id: 'usage',
  title: { en: 'Usage and data health', es: 'Uso y salud de los datos' },
  meaning: {
    en: 'Who uses the platform, for what, and how fresh its data are.',
    es: 'Quién usa la plataforma, para qué, y cómo de frescos están sus datos.',
  },
  filters: [
    filters.school,
    rules.filter({
      id: 'dataset',
      title: words.dataset,
      kind: 'choice',
      column: 'dataset',
      format: 'text',
    }),
  ],
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
          by: { column: 'dataset', title: words.dataset, format: 'text' },
          values: [{ title: words.rows, format: 'count', measure: freshness.sum('row_count') }],
          sort: 'value',
          drill: 'rules',
        }),
        freshness.table({
          id: 'freshness',
          title: { en: 'Freshness of the data', es: 'Frescura de los datos' },
          fields: [
            { column: 'dataset', title: words.dataset, format: 'text' },
            { column: 'row_count', title: words.rows, format: 'count' },
            { column: 'last_changed_at', title: words.changed, format: 'instant' },
          ],
          sort: [{ column: 'last_changed_at', descending: true }, { column: 'dataset' }],
          limit: 100,
        }),
      ],
    },
    {
      id: 'rules',
      title: { en: 'Quality', es: 'Calidad' },
      filters: ['dataset'],
      visuals: [
        rules.kpi({
          id: 'errors',
          title: { en: 'Broken rules: errors', es: 'Reglas incumplidas: errores' },
          format: 'count',
          measure: rules.count('rule_name', { is_kept: false, severity: ['error', 'quarantine', 'hold'] }),
        }),
        rules.kpi({
          id: 'warnings',
          title: { en: 'Broken rules: warnings', es: 'Reglas incumplidas: avisos' },
          format: 'count',
          measure: rules.count('rule_name', { is_kept: false, severity: 'warning' }),
        }),
        rules.kpi({
          id: 'measured',
          title: { en: 'Rules measured', es: 'Reglas medidas' },
          format: 'count',
          measure: rules.count('rule_name'),
        }),
        ruleDays.line({
          id: 'broken-by-day',
          title: { en: 'Rows that break a rule, by day', es: 'Filas que incumplen una regla, por día' },
          note: {
            en: 'At the end of each day; a row counts once for each rule that it breaks.',
            es: 'Al final de cada día; una fila cuenta una vez por cada regla que incumple.',
          },
          by: { column: 'measured_date', title: said.day, format: 'date' },
          values: [{ title: words.brokenRows, format: 'count', measure: ruleDays.sum('broken_rows') }],
          split: { column: 'severity', title: words.severity, format: 'word' },
        }),
        rules.table({
          id: 'rules-now',
          title: { en: 'Rules now', es: 'Reglas ahora' },
          fields: [
            { column: 'dataset', title: words.dataset, format: 'text' },
            { column: 'rule_name', title: words.rule, format: 'text' },
            { column: 'severity', title: words.severity, format: 'word' },
            { column: 'broken_rows', title: words.brokenRows, format: 'count' },
            { column: 'row_count', title: words.rows, format: 'count' },
            { column: 'measured_at', title: { en: 'Measured', es: 'Medido' }, format: 'instant' },
          ],
          sort: [{ column: 'broken_rows', descending: true }, { column: 'dataset' }, { column: 'rule_name' }],
          limit: 500,
        }),
      ],
    },
  ],
};
