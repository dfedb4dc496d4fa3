import { boolean, date, text } from './columns.ts';
import { defineDataset } from './contract.ts';
import { entryReasons, exitReasons, gradeLevels } from './vocabularies.ts';

export const schoolEnrollments = defineDataset({
  name: 'school_enrollments',
  kind: 'relation',
  version: 1,
  meaning: 'A student belongs to a school, in a grade, from a day on and until a day.',
  es: 'Matrículas en el centro',
  key: 'school_enrollment_id',
  columns: {
    school_enrollment_id: text('Key of the enrollment.', {
      es: 'Matrícula en el centro',
      reveals: 'identity',
    }),
    student_id: text('Student who belongs to the school.', {
      es: 'Alumno',
      references: 'students',
      reveals: 'identity',
    }),
    school_id: text('School to which the student belongs.', { es: 'Centro', references: 'orgs' }),
    academic_session_id: text('School year of the enrollment.', {
      es: 'Curso académico',
      optional: true,
      references: 'academic_sessions',
    }),
    grade: text('Grade of the student in that school and year.', {
      es: 'Nivel',
      optional: true,
      vocabulary: gradeLevels,
    }),
    entry_date: date('First day on which the student belongs to the school.', {
      es: 'Fecha de alta',
      optional: true,
    }),
    exit_date: date('First day on which the student no longer belongs; empty while the student does.', {
      es: 'Fecha de baja',
      optional: true,
    }),
    entry_reason: text('Why the student came.', {
      es: 'Motivo de alta',
      optional: true,
      vocabulary: entryReasons,
    }),
    exit_reason: text('Why the student left.', {
      es: 'Motivo de baja',
      optional: true,
      vocabulary: exitReasons,
      reveals: 'sensitive',
    }),
    is_repeating: boolean('Whether the student takes the grade once more.', {
      es: 'Repite',
      optional: true,
      reveals: 'sensitive',
    }),
    is_primary: boolean('Whether it is the main school of the student at that time.', {
      es: 'Centro principal',
      optional: true,
    }),
  },
  subjects: { student: 'student_id' },
  scope: { kind: 'column', column: 'school_id' },
  quality: [
    { name: 'students-exist', severity: 'error', kind: 'resolves', column: 'student_id' },
    { name: 'schools-exist', severity: 'error', kind: 'resolves', column: 'school_id' },
    {
      name: 'enters-before-leaving',
      severity: 'error',
      kind: 'ordered',
      first: 'entry_date',
      second: 'exit_date',
    },
    { name: 'entries-are-dated', severity: 'warning', kind: 'complete', column: 'entry_date', share: 0.95 },
    {
      name: 'stays-do-not-overlap',
      severity: 'warning',
      kind: 'sql',
      meaning: 'Nobody has two stays at one school at the same time.',
      es: 'Nadie tiene dos matrículas a la vez en un mismo centro.',
      query: `SELECT later.school_enrollment_id FROM school_enrollments later
        JOIN school_enrollments earlier ON earlier.student_id = later.student_id
          AND earlier.school_id = later.school_id AND earlier.school_enrollment_id < later.school_enrollment_id
        WHERE coalesce(earlier.exit_date, DATE '9999-12-31') >= later.entry_date
          AND coalesce(later.exit_date, DATE '9999-12-31') >= earlier.entry_date`,
    },
  ],
  freshness: 'PT1M',
  retention: { period: 'P5Y', from: 'deletion' },
});
