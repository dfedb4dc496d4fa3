import { boolean, date, decimal, text } from './columns.ts';
import { defineDataset } from './contract.ts';
import { scoreStatuses } from './vocabularies.ts';

export const results = defineDataset({
  name: 'results',
  kind: 'fact',
  version: 1,
  meaning: 'What one student achieved in one line item.',
  es: 'Calificaciones',
  key: 'result_id',
  columns: {
    result_id: text('Key of the result.', { es: 'Calificación', reveals: 'identity' }),
    line_item_id: text('Line item that was graded.', { es: 'Actividad', references: 'line_items' }),
    student_id: text('Student who was graded.', {
      es: 'Alumno',
      references: 'students',
      reveals: 'identity',
    }),
    class_id: text('Class in which it was graded.', { es: 'Clase', optional: true, references: 'classes' }),
    school_id: text('School that holds the class.', { es: 'Centro', optional: true, references: 'orgs' }),
    score_status: text('How far grading has come.', {
      es: 'Estado',
      optional: true,
      vocabulary: scoreStatuses,
      reveals: 'sensitive',
    }),
    score: decimal(9, 4)('Score, between the lowest and the highest of the line item.', {
      es: 'Nota',
      optional: true,
      reveals: 'sensitive',
    }),
    text_score: text('Score in words or letters.', {
      es: 'Nota en texto',
      optional: true,
      reveals: 'sensitive',
    }),
    score_date: date('Day on which the score was given.', { es: 'Fecha', optional: true }),
    comment: text('What the teacher wrote beside the score.', {
      es: 'Comentario',
      optional: true,
      reveals: 'sensitive',
    }),
    in_progress: boolean('Whether the student is still at work.', {
      es: 'En curso',
      optional: true,
      reveals: 'sensitive',
    }),
    incomplete: boolean('Whether what was handed in is not complete.', {
      es: 'Incompleta',
      optional: true,
      reveals: 'sensitive',
    }),
    late: boolean('Whether it was handed in after the due date.', {
      es: 'Fuera de plazo',
      optional: true,
      reveals: 'sensitive',
    }),
    missing: boolean('Whether it was never handed in.', {
      es: 'No entregada',
      optional: true,
      reveals: 'sensitive',
    }),
  },
  subjects: { student: 'student_id' },
  scope: { kind: 'column', column: 'school_id' },
  quality: [
    { name: 'line-items-exist', severity: 'error', kind: 'resolves', column: 'line_item_id' },
    { name: 'students-exist', severity: 'error', kind: 'resolves', column: 'student_id' },
    { name: 'graded-once', severity: 'warning', kind: 'unique', columns: ['line_item_id', 'student_id'] },
    { name: 'schools-are-known', severity: 'warning', kind: 'complete', column: 'school_id', share: 1 },
  ],
  freshness: 'PT1M',
  retention: { period: 'P5Y', from: 'deletion' },
});
