import { date, text } from './columns.ts';
import { defineDataset } from './contract.ts';

export const enrollments = defineDataset({
  name: 'enrollments',
  kind: 'relation',
  version: 1,
  meaning: 'A student attends a class, from a day on and until a day.',
  es: 'Matrículas en clases',
  key: 'enrollment_id',
  columns: {
    enrollment_id: text('Key of the enrollment.', { es: 'Matrícula', reveals: 'identity' }),
    student_id: text('Student who attends the class.', {
      es: 'Alumno',
      references: 'students',
      reveals: 'identity',
    }),
    class_id: text('Class that the student attends.', { es: 'Clase', references: 'classes' }),
    school_id: text('School that holds the class.', { es: 'Centro', optional: true, references: 'orgs' }),
    begin_date: date('First day in the class.', { es: 'Comienzo', optional: true }),
    end_date: date('First day on which the student no longer attends; empty while the student does.', {
      es: 'Fin',
      optional: true,
    }),
  },
  subjects: { student: 'student_id' },
  scope: { kind: 'column', column: 'school_id' },
  quality: [
    { name: 'students-exist', severity: 'error', kind: 'resolves', column: 'student_id' },
    { name: 'classes-exist', severity: 'error', kind: 'resolves', column: 'class_id' },
    { name: 'schools-are-known', severity: 'warning', kind: 'complete', column: 'school_id', share: 1 },
    {
      name: 'begins-before-it-ends',
      severity: 'error',
      kind: 'ordered',
      first: 'begin_date',
      second: 'end_date',
    },
  ],
  freshness: 'PT1M',
  retention: { period: 'P5Y', from: 'deletion' },
});
