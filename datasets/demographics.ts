import { boolean, date, text } from './columns.ts';
import { defineDataset } from './contract.ts';
import { sexes } from './vocabularies.ts';

/** OneRoster asks about each origin with a yes or no of its own. */
const origin = (es: string, whom: string) =>
  boolean(`Whether the student counts as ${whom}.`, { es, optional: true, reveals: 'sensitive' });

export const demographics = defineDataset({
  name: 'demographics',
  kind: 'entity',
  version: 1,
  meaning: 'What is known of the birth, origin and needs of one student, apart so that few may see it.',
  es: 'Datos demográficos',
  key: 'demographic_id',
  columns: {
    demographic_id: text('Key of the row, equal to that of the student.', {
      es: 'Ficha demográfica',
      reveals: 'identity',
    }),
    student_id: text('Student whom the row describes.', {
      es: 'Alumno',
      references: 'students',
      reveals: 'identity',
    }),
    birth_date: date('Day of birth.', { es: 'Fecha de nacimiento', optional: true, reveals: 'sensitive' }),
    sex: text('Sex as registered.', { es: 'Sexo', optional: true, vocabulary: sexes, reveals: 'sensitive' }),
    american_indian_or_alaska_native: origin('Indígena americano', 'American Indian or Alaska native'),
    asian: origin('Asiático', 'Asian'),
    black_or_african_american: origin('Negro o afroamericano', 'black or African American'),
    native_hawaiian_or_other_pacific_islander: origin(
      'Hawaiano o isleño del Pacífico',
      'native Hawaiian or other Pacific islander',
    ),
    white: origin('Blanco', 'white'),
    demographic_race_two_or_more_races: origin('De varias razas', 'of two or more races'),
    hispanic_or_latino_ethnicity: origin('Hispano o latino', 'Hispanic or Latino'),
    country_of_birth_code: text('ISO 3166 code of the country of birth.', {
      es: 'País de nacimiento',
      optional: true,
      reveals: 'sensitive',
    }),
    state_of_birth_abbreviation: text('State or province of birth.', {
      es: 'Provincia de nacimiento',
      optional: true,
      reveals: 'sensitive',
    }),
    city_of_birth: text('Town of birth.', {
      es: 'Localidad de nacimiento',
      optional: true,
      reveals: 'sensitive',
    }),
    public_school_residence_status: text('How the home stands to the area of the school.', {
      es: 'Situación de residencia',
      optional: true,
      reveals: 'sensitive',
    }),
    nationality_code: text('ISO 3166 code of the nationality.', {
      es: 'Nacionalidad',
      optional: true,
      reveals: 'sensitive',
    }),
    primary_language: text('Language spoken at home.', {
      es: 'Lengua materna',
      optional: true,
      reveals: 'sensitive',
    }),
    has_support_needs: boolean('Whether the student needs specific educational support.', {
      es: 'Necesidades de apoyo',
      optional: true,
      reveals: 'sensitive',
    }),
    has_meal_assistance: boolean('Whether meals are paid for in full or in part.', {
      es: 'Beca de comedor',
      optional: true,
      reveals: 'sensitive',
    }),
  },
  subjects: { student: 'student_id' },
  scope: { kind: 'bridge', through: 'school_enrollments', on: 'student_id' },
  quality: [
    { name: 'students-exist', severity: 'error', kind: 'resolves', column: 'student_id' },
    { name: 'one-row-a-student', severity: 'error', kind: 'unique', columns: ['student_id'] },
    {
      name: 'birth-dates-are-known',
      severity: 'warning',
      kind: 'complete',
      column: 'birth_date',
      share: 0.9,
    },
    {
      name: 'birth-dates-are-plausible',
      severity: 'warning',
      kind: 'between',
      column: 'birth_date',
      min: '1900-01-01',
    },
  ],
  freshness: 'PT1M',
  retention: { period: 'P5Y', from: 'deletion' },
});
