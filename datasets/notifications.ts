import { text, timestamp } from './columns.ts';
import { defineDataset } from './contract.ts';
import { channels, notificationStatuses, roles } from './vocabularies.ts';

export const notifications = defineDataset({
  name: 'notifications',
  kind: 'event',
  version: 1,
  meaning: 'One message to one person: a guardian, a teacher, or a student.',
  es: 'Notificaciones',
  key: 'notification_id',
  columns: {
    notification_id: text('Key of the message.', {
      es: 'Notificación',
      reveals: 'identity',
      whose: 'student',
    }),
    school_id: text('School that writes.', { es: 'Centro', optional: true, references: 'orgs' }),
    recipient_role: text('Role in which the person is written to.', {
      es: 'Rol del destinatario',
      optional: true,
      vocabulary: roles,
    }),
    guardian_id: text('Guardian to whom the message goes, if it goes to one.', {
      es: 'Responsable',
      optional: true,
      references: 'guardians',
      reveals: 'identity',
      whose: 'guardian',
    }),
    teacher_id: text('Teacher to whom the message goes, if it goes to one.', {
      es: 'Profesor',
      optional: true,
      references: 'teachers',
      reveals: 'identity',
      whose: 'teacher',
    }),
    student_id: text('Student whom the message is about, or to whom it goes.', {
      es: 'Alumno',
      optional: true,
      references: 'students',
      reveals: 'identity',
      whose: 'student',
    }),
    channel: text('Way by which it is sent.', { es: 'Canal', optional: true, vocabulary: channels }),
    reason: text('What made the school write.', {
      es: 'Motivo',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    subject: text('Heading of the message.', {
      es: 'Asunto',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    body: text('Text of the message.', {
      es: 'Cuerpo',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    status: text('How far the message has come.', {
      es: 'Estado',
      optional: true,
      vocabulary: notificationStatuses,
    }),
    created_at: timestamp('When the message was written.', { es: 'Creada' }),
    sent_at: timestamp('When the message was sent.', { es: 'Enviada', optional: true }),
    read_at: timestamp('When the message was read.', { es: 'Leída', optional: true }),
  },
  subjects: { student: 'student_id', guardian: 'guardian_id', teacher: 'teacher_id' },
  scope: { kind: 'column', column: 'school_id' },
  quality: [
    { name: 'guardians-exist', severity: 'warning', kind: 'resolves', column: 'guardian_id' },
    { name: 'teachers-exist', severity: 'warning', kind: 'resolves', column: 'teacher_id' },
    { name: 'students-exist', severity: 'warning', kind: 'resolves', column: 'student_id' },
    {
      name: 'sent-after-written',
      severity: 'warning',
      kind: 'ordered',
      first: 'created_at',
      second: 'sent_at',
    },
    { name: 'read-after-sent', severity: 'warning', kind: 'ordered', first: 'sent_at', second: 'read_at' },
  ],
  freshness: 'PT1M',
  retention: { period: 'P2Y', from: 'created_at' },
});
