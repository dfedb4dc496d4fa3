import {
  boolean,
  date,
  decimal,
  integer,
  json,
  list,
  struct,
  text,
  timestamp,
} from '../../datasets/columns.ts';
import { type Contract, defineDataset } from '../../datasets/contract.ts';

const common = {
  version: 1,
  meaning: 'For tests.',
  es: 'Prueba',
  subjects: {},
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
} as const;
const es = '-';
const optional = true;

const schools = defineDataset({
  ...common,
  name: 'schools',
  kind: 'entity',
  key: 'school_id',
  columns: {
    school_id: text('Key', { es }),
    name: text('Name', { es }),
    region: text('Region', { es, optional, vocabulary: ['north', 'south'] }),
    parent_school_id: text('Parent', { es, optional, references: 'schools' }),
  },
});

const pupils = defineDataset({
  ...common,
  name: 'pupils',
  kind: 'entity',
  key: 'pupil_id',
  columns: {
    pupil_id: text('Key', { es, reveals: 'identity' }),
    given_name: text('Given name', { es, optional, reveals: 'identity' }),
    family_name: text('Family name', { es, optional, reveals: 'identity' }),
    email: text('E-mail', { es, optional, reveals: 'contact' }),
    notes: text('Notes', { es, optional, reveals: 'sensitive' }),
    nicknames: list({ kind: 'text' })('Nicknames', { es, optional, reveals: 'identity' }),
    school_id: text('School', { es, optional, references: 'schools' }),
    status: text('Status', { es, optional, vocabulary: ['active', 'left'] }),
    grades: list({ kind: 'text' })('Grades', { es, optional, vocabulary: ['08', '09', '10'] }),
    birth_date: date('Birth', { es, optional, reveals: 'sensitive' }),
    seen_at: timestamp('Last seen', { es, optional }),
    steps: integer('Steps', { es, optional }),
    score: decimal(18, 4)('Score', { es, optional }),
    enabled: boolean('Enabled', { es, optional }),
    marks: list({ kind: 'integer' })('Marks', { es, optional }),
    home: struct({
      city: { kind: 'text' },
      floor: { kind: 'integer' },
      area: { kind: 'decimal', precision: 6, scale: 2 },
      owned: { kind: 'boolean' },
    })('Home', { es, optional }),
    ids: list({ kind: 'struct', fields: { type: { kind: 'text' }, value: { kind: 'text' } } })('Ids', {
      es,
      optional,
    }),
    settings: json('Settings', { es, optional }),
  },
});

const guardians = defineDataset({
  ...common,
  name: 'guardians',
  kind: 'entity',
  key: 'guardian_id',
  columns: {
    guardian_id: text('Key', { es, reveals: 'identity' }),
    name: text('Name', { es, reveals: 'identity' }),
    email: text('E-mail', { es, optional, reveals: 'contact' }),
  },
});

const bonds = defineDataset({
  ...common,
  name: 'bonds',
  kind: 'relation',
  key: 'bond_id',
  columns: {
    bond_id: text('Key', { es }),
    pupil_id: text('Pupil', { es, optional, references: 'pupils' }),
    guardian_id: text('Guardian', { es, optional, references: 'guardians' }),
    contact_order: integer('Order', { es, optional }),
  },
});

const terms = defineDataset({
  ...common,
  name: 'terms',
  kind: 'entity',
  key: 'term_id',
  columns: { term_id: text('Key', { es }), title: text('Title', { es }) },
});

const groups = defineDataset({
  ...common,
  name: 'groups',
  kind: 'entity',
  key: 'group_id',
  columns: {
    group_id: text('Key', { es }),
    title: text('Title', { es }),
    term_ids: list({ kind: 'text' })('Terms', { es, optional, references: 'terms' }),
    tutor_id: text('Tutor', { es, optional, references: 'guardians' }),
    deputy_id: text('Deputy', { es, optional, references: 'guardians' }),
  },
});

const seats = defineDataset({
  ...common,
  name: 'seats',
  kind: 'relation',
  key: 'seat_id',
  columns: {
    seat_id: text('Key', { es }),
    pupil_id: text('Pupil', { es, references: 'pupils' }),
    group_id: text('Group', { es, references: 'groups' }),
  },
});

const papers = defineDataset({
  ...common,
  name: 'papers',
  kind: 'document',
  key: 'paper_id',
  columns: {
    paper_id: text('Key', { es }),
    title: text('Title', { es, optional }),
    text_sha256: text('Text', { es, optional }),
  },
});

/** A small school that has a column of every kind and a reference of every shape. */
export const contracts: Readonly<Record<string, Contract>> = {
  schools,
  pupils,
  guardians,
  bonds,
  terms,
  groups,
  seats,
  papers,
};
