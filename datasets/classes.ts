import { integer, list, text } from './columns.ts';
import { defineDataset } from './contract.ts';
import { classTypes, gradeLevels } from './vocabularies.ts';

export const classes = defineDataset({
  name: 'classes',
  kind: 'entity',
  version: 1,
  meaning: 'A course as it is taught to one group of students, or the home group of those students.',
  es: 'Clases',
  key: 'class_id',
  columns: {
    class_id: text('Key of the class.', { es: 'Clase' }),
    title: text('Name of the class.', { es: 'Nombre' }),
    class_code: text('Code by which people know the class.', { es: 'Código', optional: true }),
    class_type: text('Whether it is a home group or a scheduled subject.', {
      es: 'Tipo',
      optional: true,
      vocabulary: classTypes,
    }),
    course_id: text('Course that is taught.', { es: 'Curso', optional: true, references: 'courses' }),
    school_id: text('School that holds the class.', { es: 'Centro', references: 'orgs' }),
    academic_session_ids: list({ kind: 'text' })('Sessions in which the class is held.', {
      es: 'Periodos',
      optional: true,
      references: 'academic_sessions',
    }),
    location: text('Room.', { es: 'Aula', optional: true }),
    grades: list({ kind: 'text' })('Grades of its students.', {
      es: 'Niveles',
      optional: true,
      vocabulary: gradeLevels,
    }),
    subjects: list({ kind: 'text' })('Names of the subjects that are taught.', {
      es: 'Materias',
      optional: true,
    }),
    subject_codes: list({ kind: 'text' })('Codes of those subjects, in the same order.', {
      es: 'Códigos de materia',
      optional: true,
    }),
    periods: list({ kind: 'text' })('Slots of the timetable in which it meets.', {
      es: 'Tramos horarios',
      optional: true,
    }),
    capacity: integer('Places in the class.', { es: 'Plazas', optional: true }),
  },
  subjects: {},
  scope: { kind: 'column', column: 'school_id' },
  quality: [
    { name: 'courses-exist', severity: 'warning', kind: 'resolves', column: 'course_id' },
    { name: 'schools-exist', severity: 'error', kind: 'resolves', column: 'school_id' },
    { name: 'sessions-exist', severity: 'warning', kind: 'resolves', column: 'academic_session_ids' },
    { name: 'capacity-is-not-negative', severity: 'warning', kind: 'between', column: 'capacity', min: '0' },
  ],
  freshness: 'PT1M',
  retention: { period: 'P10Y', from: 'deletion' },
});
