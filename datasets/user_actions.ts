import { integer, json, text, timestamp } from './columns.ts';
import { defineDataset } from './contract.ts';
import { eventTypes, roles } from './vocabularies.ts';

export const userActions = defineDataset({
  name: 'user_actions',
  kind: 'event',
  version: 1,
  meaning: 'Someone did something in an application: an event of Caliper 1.2, or an xAPI statement.',
  es: 'Acciones de usuario',
  key: 'user_action_id',
  columns: {
    user_action_id: text('Key of the event.', { es: 'Acción', reveals: 'identity', whose: 'user' }),
    user_id: text('Account that acted.', { es: 'Cuenta de usuario', reveals: 'identity', whose: 'user' }),
    user_role: text('Role in which the person acted.', { es: 'Rol', optional: true, vocabulary: roles }),
    student_id: text('Student whom the action is about, if it is about one.', {
      es: 'Alumno',
      optional: true,
      references: 'students',
      reveals: 'identity',
      whose: 'student',
    }),
    school_id: text('School for which the person acted.', {
      es: 'Centro',
      optional: true,
      references: 'orgs',
    }),
    event_type: text('Type of the event, as Caliper names it.', {
      es: 'Tipo de evento',
      optional: true,
      vocabulary: eventTypes,
    }),
    action: text('What was done: a Caliper action or an xAPI verb.', { es: 'Acción realizada' }),
    object_type: text('Type of the thing that was acted on.', { es: 'Tipo de objeto', optional: true }),
    object_id: text('Identifier of the thing that was acted on.', {
      es: 'Objeto',
      optional: true,
      reveals: 'sensitive',
      whose: 'user',
    }),
    object_name: text('Name of the thing that was acted on.', {
      es: 'Nombre del objeto',
      optional: true,
      reveals: 'sensitive',
      whose: 'user',
    }),
    application: text('Application in which it was done.', { es: 'Aplicación', optional: true }),
    session_id: text('Visit during which it was done.', {
      es: 'Sesión',
      optional: true,
      reveals: 'identity',
      whose: 'user',
    }),
    duration_seconds: integer('Seconds that it took, where they were measured.', {
      es: 'Duración en segundos',
      optional: true,
    }),
    details: json('What else the event says.', {
      es: 'Detalle',
      optional: true,
      reveals: 'sensitive',
      whose: 'user',
    }),
    occurred_at: timestamp('When it was done.', { es: 'Ocurrió' }),
  },
  subjects: { user: 'user_id', student: 'student_id' },
  scope: { kind: 'column', column: 'school_id' },
  quality: [
    { name: 'schools-exist', severity: 'warning', kind: 'resolves', column: 'school_id' },
    { name: 'students-exist', severity: 'warning', kind: 'resolves', column: 'student_id' },
    {
      name: 'duration-is-not-negative',
      severity: 'warning',
      kind: 'between',
      column: 'duration_seconds',
      min: '0',
    },
  ],
  freshness: 'PT1M',
  retention: { period: 'P2Y', from: 'occurred_at' },
});
