import type { Mapping } from '../mapping.ts';
import { yesNo } from './codes.ts';

export const profesores: Mapping = {
  table: 'profesores',
  dataset: 'teachers',
  version: 1,
  fields: {
    teacher_id: 'profesor_id',
    user_id: 'usuario_id',
    username: 'usuario',
    identifier: 'nif',
    given_name: 'nombre',
    family_name: 'apellidos',
    preferred_given_name: 'nombre_preferido',
    email: 'correo',
    sms: 'movil',
    phone: 'telefono',
    primary_org_id: 'centro_id',
    enabled_user: { column: 'activo', codes: yesNo },
    role: {
      column: 'cargo',
      codes: {
        PROFESOR: 'teacher',
        ORIENTACION: 'counselor',
        AUXILIAR: 'aide',
        JEFATURA: 'administrator',
        DIRECCION: 'principal',
      },
    },
    specialty: 'especialidad',
    hire_date: 'fecha_alta',
    full_time_equivalent: 'jornada',
  },
  occurredAt: 'actualizado_en',
  secret: [],
};
