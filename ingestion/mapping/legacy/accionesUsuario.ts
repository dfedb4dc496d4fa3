import type { Mapping } from '../mapping.ts';
import { roles } from './codes.ts';

export const accionesUsuario: Mapping = {
  table: 'acciones_usuario',
  dataset: 'user_actions',
  version: 1,
  fields: {
    user_action_id: 'accion_id',
    user_id: 'usuario_id',
    user_role: { column: 'rol', codes: roles },
    student_id: 'alumno_id',
    school_id: 'centro_id',
    event_type: 'tipo_evento',
    action: 'accion',
    object_type: 'tipo_objeto',
    object_id: 'objeto_id',
    object_name: 'nombre_objeto',
    application: 'aplicacion',
    session_id: 'sesion',
    duration_seconds: 'duracion_s',
    details: 'detalle',
    occurred_at: 'ocurrido_en',
  },
  occurredAt: 'ocurrido_en',
  secret: [],
};
