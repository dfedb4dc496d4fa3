import type { FieldRule } from '../mapping.ts';

/** Columns that are the same for everybody in users.csv. `primaryOrgSourcedId` is prepared for 1.0, 1.1 and SDS. */
export const personFields: Readonly<Record<string, FieldRule>> = {
  user_id: 'sourcedId',
  username: 'username',
  user_ids: 'userIds',
  identifier: 'identifier',
  given_name: 'givenName',
  middle_name: 'middleName',
  family_name: 'familyName',
  preferred_given_name: 'preferredGivenName',
  pronouns: 'pronouns',
  email: 'email',
  sms: 'sms',
  phone: 'phone',
  primary_org_id: 'primaryOrgSourcedId',
  enabled_user: 'enabledUser',
};
