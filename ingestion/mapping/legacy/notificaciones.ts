import type { Mapping } from '../mapping.ts';
import { roles } from './codes.ts';

export const notificaciones: Mapping = {
  table: 'notificaciones',
  dataset: 'notifications',
  version: 1,
  fields: {
    notification_id: 'notificacion_id',
    school_id: 'centro_id',
    recipient_role: { column: 'rol_destino', codes: roles },
    guardian_id: 'padre_id',
    teacher_id: 'profesor_id',
    student_id: 'alumno_id',
    channel: { column: 'canal', codes: { CORREO: 'email', SMS: 'sms', APP: 'app', CARTA: 'letter' } },
    reason: 'motivo',
    subject: 'asunto',
    body: 'cuerpo',
    status: {
      column: 'estado',
      codes: {
        PENDIENTE: 'pending',
        ENVIADA: 'sent',
        ENTREGADA: 'delivered',
        LEIDA: 'read',
        FALLIDA: 'failed',
      },
    },
    created_at: 'creada_en',
    sent_at: 'enviada_en',
    read_at: 'leida_en',
  },
  secret: [],
};
