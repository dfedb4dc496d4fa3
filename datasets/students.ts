import { json, list, text } from './columns.ts';
import { defineDataset } from './contract.ts';
import { personColumns } from './person.ts';
import { gradeLevels } from './vocabularies.ts';

export const students = defineDataset({
  name: 'students',
  kind: 'entity',
  version: 1,
  meaning: 'A person who learns, or once learnt, at a school.',
  es: 'Alumnado',
  key: 'student_id',
  columns: {
    student_id: text('Key of the student.', { es: 'Alumno', reveals: 'identity' }),
    ...personColumns,
    grades: list({ kind: 'text' })('Grades in which the student is, usually one.', {
      es: 'Niveles',
      optional: true,
      vocabulary: gradeLevels,
    }),
    notes: text('What counsellors wrote down about the student; may be long.', {
      es: 'Observaciones',
      optional: true,
      reveals: 'sensitive',
    }),
    preferences: json('Settings that the student chose in the application.', {
      es: 'Preferencias',
      optional: true,
      reveals: 'identity',
    }),
  },
  subjects: { student: 'student_id' },
  scope: { kind: 'bridge', through: 'school_enrollments', on: 'student_id' },
  quality: [
    { name: 'schools-exist', severity: 'warning', kind: 'resolves', column: 'primary_org_id' },
    { name: 'accounts-are-unique', severity: 'error', kind: 'unique', columns: ['user_id'] },
    { name: 'official-numbers-are-unique', severity: 'error', kind: 'unique', columns: ['identifier'] },
    { name: 'grades-are-known', severity: 'warning', kind: 'complete', column: 'grades', share: 0.95 },
  ],
  freshness: 'PT1M',
  retention: { period: 'P5Y', from: 'deletion' },
});
