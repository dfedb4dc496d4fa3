import type { Mapping } from '../mapping.ts';

export const centros: Mapping = {
  table: 'centros',
  dataset: 'orgs',
  version: 1,
  fields: {
    org_id: 'centro_id',
    name: 'nombre',
    type: {
      column: 'tipo',
      codes: {
        GRUPO: 'district',
        COLEGIO: 'school',
        INFANTIL: 'school',
        CEIP: 'school',
        IES: 'school',
        CONCERTADO: 'school',
        UNIVERSIDAD: 'school',
        DEPARTAMENTO: 'department',
        ADMON_LOCAL: 'local',
        ADMON_AUTONOMICA: 'state',
        ADMON_ESTATAL: 'national',
      },
    },
    identifier: 'codigo_oficial',
    parent_org_id: 'centro_padre_id',
    time_zone: 'zona_horaria',
    address: 'direccion',
    city: 'localidad',
    region: 'provincia',
    postal_code: 'codigo_postal',
    phone: 'telefono',
    email: 'correo',
  },
  occurredAt: 'actualizado_en',
  secret: [],
};
