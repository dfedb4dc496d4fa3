import { date, decimal, text } from './columns.ts';
import { defineDataset } from './contract.ts';
import { personColumns } from './person.ts';
import { roles } from './vocabularies.ts';

export const teachers = defineDataset({
  name: 'teachers',
  kind: 'entity',
  version: 1,
  meaning: 'A person who works for a school: a teacher, and whoever else looks after classes.',
  es: 'Profesorado',
  key: 'teacher_id',
  columns: {
    teacher_id: text('Key of the teacher.', { es: 'Profesor', reveals: 'identity' }),
    ...personColumns,
    role: text('What the person does in the school.', { es: 'Función', optional: true, vocabulary: roles }),
    specialty: text('Field that the person is trained to teach.', { es: 'Especialidad', optional: true }),
    hire_date: date('First day of work.', {
      es: 'Fecha de incorporación',
      optional: true,
      reveals: 'identity',
    }),
    full_time_equivalent: decimal(5, 4)('Part of a full working week: 1 is all of it.', {
      es: 'Jornada',
      optional: true,
      reveals: 'sensitive',
    }),
  },
  subjects: { teacher: 'teacher_id' },
  scope: { kind: 'bridge', through: 'teaching_assignments', on: 'teacher_id' },
  quality: [
    { name: 'schools-exist', severity: 'warning', kind: 'resolves', column: 'primary_org_id' },
    { name: 'accounts-are-unique', severity: 'error', kind: 'unique', columns: ['user_id'] },
    {
      name: 'working-week-is-plausible',
      severity: 'warning',
      kind: 'between',
      column: 'full_time_equivalent',
      min: '0.0000',
      max: '1.5000',
    },
  ],
  freshness: 'PT1M',
  retention: { period: 'P5Y', from: 'deletion' },
});
