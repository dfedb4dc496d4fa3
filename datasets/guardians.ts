import { text } from './columns.ts';
import { defineDataset } from './contract.ts';
import { personColumns } from './person.ts';

export const guardians = defineDataset({
  name: 'guardians',
  kind: 'entity',
  version: 1,
  meaning: 'An adult who answers for one or more students.',
  es: 'Familias',
  key: 'guardian_id',
  columns: {
    guardian_id: text('Key of the guardian.', { es: 'Responsable', reveals: 'identity' }),
    ...personColumns,
    address: text('Postal address.', { es: 'Dirección', optional: true, reveals: 'contact' }),
    preferred_language: text('Language in which the family wants to be written to, as a BCP 47 tag.', {
      es: 'Idioma preferido',
      optional: true,
      reveals: 'sensitive',
    }),
  },
  subjects: { guardian: 'guardian_id' },
  scope: { kind: 'bridge', through: 'guardianships', on: 'guardian_id' },
  quality: [
    { name: 'accounts-are-unique', severity: 'error', kind: 'unique', columns: ['user_id'] },
    { name: 'can-be-written-to', severity: 'warning', kind: 'complete', column: 'email', share: 0.8 },
  ],
  freshness: 'PT1M',
  retention: { period: 'P5Y', from: 'deletion' },
});
