import type { Mapping } from '../mapping.ts';
import { levels, yesNo } from './codes.ts';

export const alumnos: Mapping = {
  table: 'alumnos',
  dataset: 'students',
  version: 1,
  fields: {
    student_id: 'alumno_id',
    user_id: 'usuario_id',
    username: 'usuario',
    identifier: 'nia',
    given_name: 'nombre',
    family_name: 'apellidos',
    preferred_given_name: 'nombre_preferido',
    email: 'correo',
    sms: 'movil',
    phone: 'telefono',
    primary_org_id: 'centro_id',
    enabled_user: { column: 'activo', codes: yesNo },
    grades: { column: 'nivel_codigo', separator: ',', codes: levels },
    notes: 'observaciones',
    preferences: 'preferencias',
  },
  deletedWhen: { column: 'borrado', in: ['t'] },
  occurredAt: 'actualizado_en',
  secret: ['contrasena_temporal'],
};
