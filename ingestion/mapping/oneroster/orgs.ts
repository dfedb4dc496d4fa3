import type { Mapping } from '../mapping.ts';

/** orgs.csv */
export const orgs: readonly Mapping[] = [
  {
    table: 'orgs',
    dataset: 'orgs',
    version: 1,
    fields: {
      org_id: 'sourcedId',
      name: 'name',
      type: 'type',
      identifier: 'identifier',
      parent_org_id: 'parentSourcedId',
    },
    secret: [],
  },
];
