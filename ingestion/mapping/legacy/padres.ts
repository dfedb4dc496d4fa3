import type { Mapping } from '../mapping.ts';
import { yesNo } from './codes.ts';

export const padres: Mapping = {
  table: 'padres',
  dataset: 'guardians',
  version: 1,
  fields: {
    guardian_id: 'padre_id',
    user_id: 'usuario_id',
    username: 'usuario',
    identifier: 'nif',
    given_name: 'nombre',
    family_name: 'apellidos',
    email: 'correo',
    sms: 'telefono_1',
    phone: 'tlf2',
    enabled_user: { column: 'activo', codes: yesNo },
    address: 'direccion',
    preferred_language: 'idioma',
  },
  occurredAt: 'actualizado_en',
  secret: ['pin_telefonico'],
};
