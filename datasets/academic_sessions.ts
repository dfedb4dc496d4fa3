import { date, integer, text } from './columns.ts';
import { defineDataset } from './contract.ts';
import { sessionTypes } from './vocabularies.ts';

export const academicSessions = defineDataset({
  name: 'academic_sessions',
  kind: 'entity',
  version: 1,
  meaning: 'A school year, or one of the terms, semesters and grading periods that divide it.',
  es: 'Periodos académicos',
  key: 'academic_session_id',
  columns: {
    academic_session_id: text('Key of the session.', { es: 'Periodo' }),
    title: text('Name of the session.', { es: 'Nombre' }),
    type: text('Which part of the school year it is.', { es: 'Tipo', vocabulary: sessionTypes }),
    start_date: date('First day of the session.', { es: 'Comienzo' }),
    end_date: date('Day on which the session ends, as its source counts it.', { es: 'Fin' }),
    parent_academic_session_id: text('Session that this one divides; empty for a school year.', {
      es: 'Periodo superior',
      optional: true,
      references: 'academic_sessions',
    }),
    school_year: integer('Calendar year in which the school year ends.', {
      es: 'Año escolar',
      optional: true,
    }),
  },
  subjects: {},
  scope: { kind: 'shared' },
  quality: [
    {
      name: 'starts-before-it-ends',
      severity: 'error',
      kind: 'ordered',
      first: 'start_date',
      second: 'end_date',
    },
    { name: 'parents-exist', severity: 'warning', kind: 'resolves', column: 'parent_academic_session_id' },
    {
      name: 'school-year-is-plausible',
      severity: 'warning',
      kind: 'between',
      column: 'school_year',
      min: '1900',
      max: '2200',
    },
  ],
  freshness: 'PT1M',
  retention: { period: 'P10Y', from: 'deletion' },
});
