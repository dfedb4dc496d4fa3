import { boolean, date, text } from './columns.ts';
import { defineDataset } from './contract.ts';
import { roles } from './vocabularies.ts';

export const teachingAssignments = defineDataset({
  name: 'teaching_assignments',
  kind: 'relation',
  version: 1,
  meaning: 'A teacher looks after a class, from a day on and until a day.',
  es: 'Asignaciones docentes',
  key: 'teaching_assignment_id',
  columns: {
    teaching_assignment_id: text('Key of the assignment.', { es: 'Asignación', reveals: 'identity' }),
    teacher_id: text('Teacher who looks after the class.', {
      es: 'Profesor',
      references: 'teachers',
      reveals: 'identity',
    }),
    class_id: text('Class that the teacher looks after.', { es: 'Clase', references: 'classes' }),
    school_id: text('School that holds the class.', { es: 'Centro', optional: true, references: 'orgs' }),
    role: text('What the person does in the class.', { es: 'Función', optional: true, vocabulary: roles }),
    // OneRoster calls it `primary`, which SQL reserves.
    is_primary: boolean('Whether the teacher is the one responsible for the class.', {
      es: 'Titular',
      optional: true,
    }),
    begin_date: date('First day of the assignment.', { es: 'Comienzo', optional: true }),
    end_date: date('First day on which the assignment no longer holds; empty while it does.', {
      es: 'Fin',
      optional: true,
    }),
  },
  subjects: { teacher: 'teacher_id' },
  scope: { kind: 'column', column: 'school_id' },
  quality: [
    { name: 'teachers-exist', severity: 'error', kind: 'resolves', column: 'teacher_id' },
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
