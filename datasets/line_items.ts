import { date, decimal, text } from './columns.ts';
import { defineDataset } from './contract.ts';

export const lineItems = defineDataset({
  name: 'line_items',
  kind: 'fact',
  version: 1,
  meaning: 'Something that is graded in a class: an exam, a paper, the mark of a session.',
  es: 'Actividades evaluables',
  key: 'line_item_id',
  columns: {
    line_item_id: text('Key of the line item.', { es: 'Actividad' }),
    title: text('Name of the line item.', { es: 'Título' }),
    description: text('What students are asked to do.', { es: 'Descripción', optional: true }),
    class_id: text('Class in which it is graded.', { es: 'Clase', references: 'classes' }),
    school_id: text('School that holds the class.', { es: 'Centro', optional: true, references: 'orgs' }),
    academic_session_id: text('Session for whose mark it counts.', {
      es: 'Evaluación',
      optional: true,
      references: 'academic_sessions',
    }),
    category_id: text('Key of its category in the gradebook.', { es: 'Código de categoría', optional: true }),
    category: text('Name of its category: exam, homework, project.', { es: 'Categoría', optional: true }),
    weight: decimal(9, 4)('Its share of the mark of the session, in per cent.', {
      es: 'Peso',
      optional: true,
    }),
    assign_date: date('Day on which it is given out.', { es: 'Fecha de asignación', optional: true }),
    due_date: date('Day by which it is to be handed in.', { es: 'Fecha de entrega', optional: true }),
    result_value_min: decimal(9, 4)('Lowest score that can be given.', { es: 'Nota mínima', optional: true }),
    result_value_max: decimal(9, 4)('Highest score that can be given.', {
      es: 'Nota máxima',
      optional: true,
    }),
  },
  subjects: {},
  scope: { kind: 'column', column: 'school_id' },
  quality: [
    { name: 'classes-exist', severity: 'error', kind: 'resolves', column: 'class_id' },
    { name: 'schools-are-known', severity: 'warning', kind: 'complete', column: 'school_id', share: 1 },
    {
      name: 'given-before-due',
      severity: 'warning',
      kind: 'ordered',
      first: 'assign_date',
      second: 'due_date',
    },
    {
      name: 'lowest-before-highest',
      severity: 'error',
      kind: 'ordered',
      first: 'result_value_min',
      second: 'result_value_max',
    },
    {
      name: 'weight-is-a-percentage',
      severity: 'warning',
      kind: 'between',
      column: 'weight',
      min: '0.0000',
      max: '100.0000',
    },
  ],
  freshness: 'PT1M',
  retention: { period: 'P5Y', from: 'deletion' },
});
