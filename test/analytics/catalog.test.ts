import { expect, test } from 'vitest';
import { catalogOf } from '../../analytics/catalog.ts';
import { printedType } from '../../analytics/sql/types.ts';
import { date, decimal, integer, json, list, struct, text, timestamp } from '../../datasets/columns.ts';
import { defineDataset } from '../../datasets/contract.ts';

const marks = defineDataset({
  name: 'marks',
  kind: 'fact',
  version: 1,
  meaning: 'A mark.',
  es: 'Notas',
  key: 'mark_id',
  columns: {
    mark_id: text('Key', { es: 'Clave' }),
    points: decimal(5, 2)('Points', { es: 'Puntos' }),
    tries: integer('Tries', { es: 'Intentos' }),
    on: date('Day', { es: 'Día' }),
    at: timestamp('Moment', { es: 'Momento' }),
    tags: list({ kind: 'text' })('Tags', { es: 'Etiquetas' }),
    place: struct({ city: { kind: 'text' } })('Place', { es: 'Lugar' }),
    more: json('More', { es: 'Más' }),
  },
  subjects: {},
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
});

test('a contract is the table that Athena sees in Iceberg', () => {
  const schema = catalogOf({ marks }).of('curated.marks');
  expect(schema?.columns.map(({ name, type }) => `${name} ${printedType(type)}`)).toEqual([
    'mark_id varchar',
    'points decimal(5,2)',
    'tries bigint',
    'on date',
    'at timestamp(6) with time zone',
    'tags array(varchar)',
    'place row(city varchar)',
    'more varchar',
    '_version bigint',
    '_changed_at timestamp(6) with time zone',
  ]);
});

test('views stand beside the datasets', () => {
  const view = { columns: [{ name: 'n', type: { kind: 'bigint' } as const }] };
  const catalog = catalogOf({}, { 'marts.counted': view });
  expect(catalog.of('marts.counted')).toBe(view);
  expect(catalog.names).toEqual([
    'raw.changes',
    'marts.counted',
    'information_schema.tables',
    'information_schema.schemata',
    'information_schema.columns',
  ]);
});
