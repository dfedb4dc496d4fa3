import { boolean, list, text } from './columns.ts';

/**
 * What OneRoster 1.2 says of every user, whatever the role; each dataset of people adds its key before and
 * the rest after. The values are about the dataset's own subject.
 */
export const personColumns = {
  user_id: text('Account with which the person signs in; user actions carry it.', {
    es: 'Cuenta de usuario',
    optional: true,
    reveals: 'identity',
  }),
  username: text('Name with which the person signs in.', {
    es: 'Nombre de usuario',
    optional: true,
    reveals: 'identity',
  }),
  user_ids: list({ kind: 'struct', fields: { type: { kind: 'text' }, identifier: { kind: 'text' } } })(
    'Identifiers that other systems gave to the person, each with its type.',
    { es: 'Identificadores externos', optional: true, reveals: 'identity' },
  ),
  identifier: text('Official number of the person, as authorities write it (in Spain, NIA or NIF).', {
    es: 'Número oficial',
    optional: true,
    reveals: 'identity',
  }),
  given_name: text('Given name.', { es: 'Nombre', reveals: 'identity' }),
  middle_name: text('Middle name or names.', { es: 'Segundo nombre', optional: true, reveals: 'identity' }),
  family_name: text('Family name or names, both of them where a person has two.', {
    es: 'Apellidos',
    reveals: 'identity',
  }),
  preferred_given_name: text('Given name by which the person wants to be called.', {
    es: 'Nombre preferido',
    optional: true,
    reveals: 'identity',
  }),
  pronouns: text('Pronouns by which the person wants to be referred to.', {
    es: 'Pronombres',
    optional: true,
    reveals: 'sensitive',
  }),
  email: text('E-mail address.', { es: 'Correo electrónico', optional: true, reveals: 'contact' }),
  sms: text('Mobile phone number, for text messages.', {
    es: 'Teléfono móvil',
    optional: true,
    reveals: 'contact',
  }),
  phone: text('Phone number.', { es: 'Teléfono', optional: true, reveals: 'contact' }),
  primary_org_id: text('Organisation to which the person mainly belongs, today or last.', {
    es: 'Centro principal',
    optional: true,
    references: 'orgs',
  }),
  enabled_user: boolean('Whether the account is in use.', { es: 'Cuenta activa', optional: true }),
} as const;
