import { integer, list, text, timestamp } from './columns.ts';
import { defineDataset } from './contract.ts';
import { auditChannels, auditOutcomes } from './vocabularies.ts';

export const auditEvents = defineDataset({
  name: 'audit_events',
  kind: 'event',
  version: 1,
  meaning: 'Someone read data in a role, or did something that decides over data.',
  es: 'Auditoría',
  key: 'audit_event_id',
  columns: {
    audit_event_id: text('Key of the event.', { es: 'Evento', reveals: 'identity', whose: 'user' }),
    actor: text('Account, of the machine or of the portal, that acted.', {
      es: 'Cuenta',
      reveals: 'identity',
      whose: 'user',
    }),
    channel: text('Way by which it acted.', { es: 'Canal', vocabulary: auditChannels }),
    role: text('Role in which it read; null for acts of whoever runs the platform.', {
      es: 'Rol',
      optional: true,
    }),
    school_id: text('School that the role is bound to, where it is one.', {
      es: 'Centro',
      optional: true,
      references: 'orgs',
    }),
    schools: list({ kind: 'text' })('Schools that the role is bound to; null for a role of all schools.', {
      es: 'Centros',
      optional: true,
      references: 'orgs',
    }),
    act: text('What was done: `read`, or the command.', { es: 'Acto' }),
    object: text('What it was done to, never a person: a dataset, an account, a place.', {
      es: 'Objeto',
      optional: true,
    }),
    statement_fingerprint: text(
      'Hash of the statement without its values: equal for statements that differ in these alone.',
      { es: 'Huella de la consulta', optional: true },
    ),
    datasets: list({ kind: 'text' })('Tables that were read.', { es: 'Conjuntos de datos', optional: true }),
    columns: list({ kind: 'text' })(
      'Columns that values were made of or rows chosen by, as `curated.students.grade`.',
      { es: 'Columnas', optional: true },
    ),
    rows: integer('Rows that were handed out; null where nobody lived to count them.', {
      es: 'Filas',
      optional: true,
    }),
    outcome: text('How it ended; null where nobody lived to tell.', {
      es: 'Resultado',
      optional: true,
      vocabulary: auditOutcomes,
    }),
    occurred_at: timestamp('When it began.', { es: 'Ocurrió' }),
    ended_at: timestamp('When it ended.', { es: 'Terminó', optional: true }),
  },
  subjects: { user: 'actor' },
  // Who acted over data of others has to be told, also of those who left (GDPR, article 17(3)(b)).
  erasure: { user: 'keep' },
  scope: { kind: 'column', column: 'school_id' },
  quality: [
    {
      name: 'ends-after-it-began',
      severity: 'warning',
      kind: 'ordered',
      first: 'occurred_at',
      second: 'ended_at',
    },
  ],
  freshness: 'PT1M',
  retention: { period: 'P5Y', from: 'occurred_at' },
});
