import { boolean, integer, text } from './columns.ts';
import { defineDataset } from './contract.ts';
import { relations } from './vocabularies.ts';

export const guardianships = defineDataset({
  name: 'guardianships',
  kind: 'relation',
  version: 1,
  meaning: 'A guardian answers for a student, and is called in a certain order.',
  es: 'Responsables del alumnado',
  key: 'guardianship_id',
  columns: {
    guardianship_id: text('Key of the relation.', {
      es: 'Responsabilidad',
      reveals: 'identity',
      whose: 'student',
    }),
    guardian_id: text('Guardian who answers for the student.', {
      es: 'Responsable',
      references: 'guardians',
      reveals: 'identity',
      whose: 'guardian',
    }),
    student_id: text('Student for whom the guardian answers.', {
      es: 'Alumno',
      references: 'students',
      reveals: 'identity',
      whose: 'student',
    }),
    school_id: text('Main school of the student.', { es: 'Centro', optional: true, references: 'orgs' }),
    relation: text('What the guardian is to the student.', {
      es: 'Parentesco',
      optional: true,
      vocabulary: relations,
      reveals: 'sensitive',
      whose: 'student',
    }),
    contact_order: integer('Place among those who are called: 1 is called first.', {
      es: 'Orden de contacto',
      optional: true,
    }),
    lives_with_student: boolean('Whether both live in one home.', {
      es: 'Convive',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    has_custody: boolean('Whether the guardian holds custody.', {
      es: 'Custodia',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    may_pick_up: boolean('Whether the guardian may fetch the student from school.', {
      es: 'Puede recoger',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    is_emergency_contact: boolean('Whether the guardian is called in an emergency.', {
      es: 'Contacto de emergencia',
      optional: true,
    }),
  },
  subjects: { student: 'student_id', guardian: 'guardian_id' },
  scope: { kind: 'column', column: 'school_id' },
  quality: [
    { name: 'guardians-exist', severity: 'error', kind: 'resolves', column: 'guardian_id' },
    { name: 'students-exist', severity: 'error', kind: 'resolves', column: 'student_id' },
    { name: 'one-row-a-pair', severity: 'error', kind: 'unique', columns: ['guardian_id', 'student_id'] },
    { name: 'schools-are-known', severity: 'warning', kind: 'complete', column: 'school_id', share: 1 },
    { name: 'order-starts-at-one', severity: 'warning', kind: 'between', column: 'contact_order', min: '1' },
  ],
  freshness: 'PT1M',
  retention: { period: 'P5Y', from: 'deletion' },
});
