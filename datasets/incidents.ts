import { boolean, text, timestamp } from './columns.ts';
import { defineDataset } from './contract.ts';
import { incidentTypes, severities } from './vocabularies.ts';

export const incidents = defineDataset({
  name: 'incidents',
  kind: 'fact',
  version: 1,
  meaning: 'One student broke the rules of conduct, once.',
  es: 'Incidencias de convivencia',
  key: 'incident_id',
  columns: {
    incident_id: text('Key of the incident.', { es: 'Incidencia', reveals: 'identity', whose: 'student' }),
    student_id: text('Student who broke the rules.', {
      es: 'Alumno',
      references: 'students',
      reveals: 'identity',
      whose: 'student',
    }),
    school_id: text('School in which it happened.', { es: 'Centro', references: 'orgs' }),
    class_id: text('Class in which it happened.', { es: 'Clase', optional: true, references: 'classes' }),
    occurred_at: timestamp('When it happened.', { es: 'Ocurrió', reveals: 'sensitive', whose: 'student' }),
    type: text('What kind of conduct it was.', {
      es: 'Tipo',
      optional: true,
      vocabulary: incidentTypes,
      reveals: 'sensitive',
      whose: 'student',
    }),
    severity: text('How grave it was.', {
      es: 'Gravedad',
      optional: true,
      vocabulary: severities,
      reveals: 'sensitive',
      whose: 'student',
    }),
    description: text('What happened, in the words of whoever reported it.', {
      es: 'Descripción',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    location: text('Where it happened.', {
      es: 'Lugar',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    action_taken: text('What the school did about it.', {
      es: 'Medida',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    teacher_id: text('Teacher who reported it.', {
      es: 'Profesor',
      optional: true,
      references: 'teachers',
      reveals: 'identity',
      whose: 'teacher',
    }),
    guardians_notified: boolean('Whether the guardians were told.', {
      es: 'Familia avisada',
      optional: true,
    }),
    is_resolved: boolean('Whether the matter is closed.', { es: 'Resuelta', optional: true }),
    resolved_at: timestamp('When the matter was closed.', { es: 'Resolución', optional: true }),
  },
  subjects: { student: 'student_id', teacher: 'teacher_id' },
  erasure: { teacher: 'anonymise' },
  scope: { kind: 'column', column: 'school_id' },
  quality: [
    { name: 'students-exist', severity: 'error', kind: 'resolves', column: 'student_id' },
    { name: 'schools-exist', severity: 'error', kind: 'resolves', column: 'school_id' },
    {
      name: 'happens-before-it-is-closed',
      severity: 'warning',
      kind: 'ordered',
      first: 'occurred_at',
      second: 'resolved_at',
    },
  ],
  freshness: 'PT1M',
  retention: { period: 'P3Y', from: 'occurred_at' },
});
