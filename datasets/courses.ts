import { decimal, list, text } from './columns.ts';
import { defineDataset } from './contract.ts';
import { gradeLevels } from './vocabularies.ts';

export const courses = defineDataset({
  name: 'courses',
  kind: 'entity',
  version: 1,
  meaning: 'What can be taught: a subject for a grade, offered by a school or district in a school year.',
  es: 'Cursos',
  key: 'course_id',
  columns: {
    course_id: text('Key of the course.', { es: 'Curso' }),
    title: text('Name of the course.', { es: 'Nombre' }),
    course_code: text('Code by which people know the course.', { es: 'Código', optional: true }),
    school_year_id: text('School year in which the course is offered.', {
      es: 'Curso académico',
      optional: true,
      references: 'academic_sessions',
    }),
    org_id: text('School or district that offers the course.', {
      es: 'Centro',
      optional: true,
      references: 'orgs',
    }),
    grades: list({ kind: 'text' })('Grades for which the course is meant.', {
      es: 'Niveles',
      optional: true,
      vocabulary: gradeLevels,
    }),
    subjects: list({ kind: 'text' })('Names of the subjects that the course covers.', {
      es: 'Materias',
      optional: true,
    }),
    subject_codes: list({ kind: 'text' })('Codes of those subjects, in the same order.', {
      es: 'Códigos de materia',
      optional: true,
    }),
    credits: decimal(5, 2)('Credits that a student earns with the course.', {
      es: 'Créditos',
      optional: true,
    }),
  },
  subjects: {},
  scope: { kind: 'shared' },
  quality: [
    { name: 'orgs-exist', severity: 'warning', kind: 'resolves', column: 'org_id' },
    { name: 'school-years-exist', severity: 'warning', kind: 'resolves', column: 'school_year_id' },
    {
      name: 'credits-are-not-negative',
      severity: 'warning',
      kind: 'between',
      column: 'credits',
      min: '0.00',
    },
  ],
  freshness: 'PT1M',
  retention: { period: 'P10Y', from: 'deletion' },
});
