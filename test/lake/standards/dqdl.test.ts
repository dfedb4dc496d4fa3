import { expect, test } from 'vitest';
import { date, integer, list, text } from '../../../datasets/columns.ts';
import { defineDataset } from '../../../datasets/contract.ts';
import { dqdlOf } from '../../../lake/standards/dqdl.ts';

const facts = {
  kind: 'entity',
  version: 1,
  meaning: 'A thing.',
  es: 'Cosas',
  subjects: {},
  scope: { kind: 'shared' },
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
} as const;
const houses = defineDataset({
  ...facts,
  name: 'houses',
  key: 'house_id',
  columns: { house_id: text('Key.', { es: 'Casa' }) },
  quality: [],
});
const pets = defineDataset({
  ...facts,
  name: 'pets',
  key: 'pet_id',
  columns: {
    pet_id: text('Key.', { es: 'Mascota' }),
    name: text('Its name.', { es: 'Nombre' }),
    born: date('When it was born.', { es: 'Nacida', optional: true }),
    legs: integer('How many legs it has.', { es: 'Patas', optional: true }),
    house_ids: list({ kind: 'text' })('Where it lives.', {
      es: 'Casas',
      optional: true,
      references: 'houses',
    }),
  },
  quality: [
    { name: 'born-lately', severity: 'error', kind: 'between', column: 'born', min: '2000-01-01' },
    { name: 'name-a-day', severity: 'warning', kind: 'unique', columns: ['name', 'born'] },
    { name: 'legs-known', severity: 'warning', kind: 'complete', column: 'legs', share: 0.9 },
    { name: 'houses-exist', severity: 'error', kind: 'resolves', column: 'house_ids' },
  ],
});

test('a ruleset has the key, what is required, and the rules of the contract', () => {
  expect(dqdlOf({ houses, pets }, pets)).toBe(`Rules = [
  # the key
  IsPrimaryKey "pet_id",
  # name is required
  IsComplete "name",
  # born-lately (error)
  CustomSql "SELECT count(*) FROM primary WHERE born < DATE '2000-01-01'" = 0,
  # name-a-day (warning)
  CustomSql "SELECT count(*) FROM (SELECT name, born FROM primary WHERE name IS NOT NULL OR born IS NOT NULL GROUP BY name, born HAVING count(*) > 1) AS several" = 0,
  # legs-known (warning)
  Completeness "legs" >= 0.9,
  # houses-exist (error)
  CustomSql "SELECT count(*) FROM primary LATERAL VIEW explode(house_ids) item AS item_key WHERE item_key NOT IN (SELECT house_id FROM houses)" = 0
]
`);
});
