import { text } from './columns.ts';
import { defineDataset } from './contract.ts';
import { orgTypes } from './vocabularies.ts';

export const orgs = defineDataset({
  name: 'orgs',
  kind: 'entity',
  version: 1,
  meaning: 'A school, or an organisation to which schools belong.',
  es: 'Centros',
  key: 'org_id',
  columns: {
    org_id: text('Key of the organisation.', { es: 'Centro' }),
    name: text('Name of the organisation.', { es: 'Nombre' }),
    type: text('What kind of organisation it is.', { es: 'Tipo', vocabulary: orgTypes }),
    identifier: text('Official code in the register of schools.', { es: 'Código oficial', optional: true }),
    parent_org_id: text('Organisation to which this one belongs; empty at the root.', {
      es: 'Entidad superior',
      optional: true,
      references: 'orgs',
    }),
    time_zone: text('IANA time zone in which its days begin and end.', {
      es: 'Zona horaria',
      optional: true,
    }),
    address: text('Street and number.', { es: 'Dirección', optional: true }),
    city: text('Town.', { es: 'Localidad', optional: true }),
    region: text('Province or state.', { es: 'Provincia', optional: true }),
    postal_code: text('Postal code, with its leading zeros.', { es: 'Código postal', optional: true }),
    phone: text('Phone number of the front office.', { es: 'Teléfono', optional: true }),
    email: text('E-mail address of the front office.', { es: 'Correo electrónico', optional: true }),
  },
  subjects: {},
  scope: { kind: 'shared' },
  quality: [
    { name: 'parents-exist', severity: 'warning', kind: 'resolves', column: 'parent_org_id' },
    { name: 'official-codes-are-unique', severity: 'warning', kind: 'unique', columns: ['identifier'] },
    { name: 'time-zones-are-known', severity: 'warning', kind: 'complete', column: 'time_zone', share: 0.95 },
    {
      name: 'schools-remain',
      severity: 'hold',
      kind: 'sql',
      meaning: 'Where there are organisations, one of them is a school.',
      es: 'Donde hay entidades, alguna es un centro.',
      query: `SELECT count(*) AS entities FROM orgs
        HAVING count(*) > 0 AND count(CASE WHEN type = 'school' THEN 1 END) = 0`,
    },
  ],
  freshness: 'PT1M',
  retention: { period: 'P10Y', from: 'deletion' },
});
