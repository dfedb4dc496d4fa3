import { describe, expect, test } from 'vitest';
import { martsOf } from '../../../analytics/marts.ts';
import { translate } from '../../../analytics/sql/translate.ts';
import { catalog, contractOf } from '../../../datasets/catalog.ts';
import { date, decimal, list, text } from '../../../datasets/columns.ts';
import { type Contract, defineDataset } from '../../../datasets/contract.ts';
import { brokenCountSql } from '../../../lake/standards/brokenSql.ts';
import { odcsOf } from '../../../lake/standards/odcs.ts';

const houses = defineDataset({
  name: 'houses',
  kind: 'entity',
  version: 1,
  meaning: 'A house.',
  es: 'Casas',
  key: 'house_id',
  columns: { house_id: text('Key.', { es: 'Casa' }) },
  subjects: {},
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
});

const pets = defineDataset({
  name: 'pets',
  kind: 'fact',
  version: 3,
  meaning: 'An animal of a student.',
  es: 'Mascotas',
  key: 'pet_id',
  columns: {
    pet_id: text('Key.', { es: 'Mascota', reveals: 'identity' }),
    student_id: text('Whose it is.', { es: 'Alumno', reveals: 'identity' }),
    house_id: text('Where it lives.', { es: 'Casa', references: 'houses', optional: true }),
    tags: list({ kind: 'text' })('Marks.', { es: 'Marcas', optional: true }),
    size: decimal(5, 2)('How large it is.', { es: 'Tamaño', optional: true }),
    born: date('When it was born.', { es: 'Nacida', optional: true, vocabulary: [] }),
    died: date('When it died.', { es: 'Muerta', optional: true }),
  },
  subjects: { student: 'student_id' },
  scope: { kind: 'bridge', through: 'school_enrollments', on: 'student_id' },
  quality: [
    { name: 'size-is-real', severity: 'error', kind: 'between', column: 'size', min: '0.00', max: '9.50' },
    { name: 'born-first', severity: 'warning', kind: 'ordered', first: 'born', second: 'died' },
    { name: 'one-a-house', severity: 'warning', kind: 'unique', columns: ['student_id', 'house_id'] },
    { name: 'mostly-born', severity: 'warning', kind: 'complete', column: 'born', share: 0.95 },
    { name: 'house-exists', severity: 'error', kind: 'resolves', column: 'house_id' },
  ],
  freshness: 'PT5M',
  retention: { period: 'P5Y', from: 'born' },
});

const contracts: Readonly<Record<string, Contract>> = { houses, pets };

describe('a contract in ODCS', () => {
  const { schema, roles, ...rest } = odcsOf(contracts, pets) as Record<string, unknown>;
  const [table] = schema as [Record<string, unknown>];

  test('says what it is, how fresh and how long kept, and how rows belong to a school', () => {
    expect(rest).toEqual({
      apiVersion: 'v3.1.0',
      kind: 'DataContract',
      id: 'urn:aljibe:dataset:pets',
      name: 'pets',
      version: '3.0.0',
      status: 'active',
      domain: 'education',
      description: { purpose: 'An animal of a student.' },
      slaProperties: [
        { property: 'latency', value: 5, unit: 'm', description: 'Within this a write can be searched.' },
        {
          property: 'retention',
          value: 5,
          unit: 'y',
          element: 'pets.born',
          description: 'Counted from the element.',
        },
      ],
      customProperties: [
        { property: 'datasetKind', value: 'fact' },
        {
          property: 'schoolScope',
          value: { kind: 'bridge', through: 'school_enrollments', on: 'student_id' },
        },
        { property: 'subjects', value: { student: 'student_id' } },
      ],
    });
    expect(roles).toContainEqual({
      role: 'analyst',
      access: 'read',
      description: 'Studies all schools, and knows nobody.',
    });
  });

  test('describes every column: type, key, what it reveals, what it refers to', () => {
    const properties = table.properties as Record<string, unknown>[];
    expect(properties.slice(0, 4)).toEqual([
      {
        id: 'pet_id',
        name: 'pet_id',
        businessName: 'Mascota',
        description: 'Key.',
        logicalType: 'string',
        physicalType: 'string',
        required: true,
        primaryKey: true,
        primaryKeyPosition: 1,
        unique: true,
        classification: 'identity',
      },
      {
        id: 'student_id',
        name: 'student_id',
        businessName: 'Alumno',
        description: 'Whose it is.',
        logicalType: 'string',
        physicalType: 'string',
        required: true,
        classification: 'identity',
      },
      {
        id: 'house_id',
        name: 'house_id',
        businessName: 'Casa',
        description: 'Where it lives.',
        logicalType: 'string',
        physicalType: 'string',
        required: false,
        classification: 'nothing',
        relationships: [{ to: 'houses.odcs.yaml#/schema/houses/properties/house_id' }],
      },
      {
        id: 'tags',
        name: 'tags',
        businessName: 'Marcas',
        description: 'Marks.',
        logicalType: 'array',
        items: { logicalType: 'string' },
        physicalType: 'list<string>',
        required: false,
        classification: 'nothing',
      },
    ]);
    expect(properties.at(4)).toMatchObject({ logicalType: 'number', physicalType: 'decimal(5, 2)' });
  });

  test('has its rules, those of single rows as a query that counts what breaks them', () => {
    const conformity = { dimension: 'conformity', type: 'sql', mustBe: 0 };
    const consistency = { dimension: 'consistency', type: 'sql', mustBe: 0 };
    const named = (name: string, severity: string) => ({ id: name, name, severity });
    expect(table.quality).toEqual([
      {
        ...named('size-is-real', 'error'),
        ...conformity,
        query: 'SELECT count(*) FROM pets WHERE size < 0.00 OR size > 9.50',
      },
      {
        ...named('born-first', 'warning'),
        ...consistency,
        query: 'SELECT count(*) FROM pets WHERE born > died',
      },
      {
        ...named('one-a-house', 'warning'),
        dimension: 'uniqueness',
        type: 'library',
        metric: 'duplicateValues',
        arguments: { properties: ['student_id', 'house_id'] },
        mustBe: 0,
      },
      {
        ...named('mostly-born', 'warning'),
        dimension: 'completeness',
        type: 'library',
        metric: 'nullValues',
        arguments: { property: 'born' },
        unit: 'percent',
        mustBeLessOrEqualTo: 5,
      },
      {
        ...named('house-exists', 'error'),
        ...consistency,
        query:
          'SELECT count(*) FROM pets WHERE house_id IS NOT NULL AND house_id NOT IN (SELECT house_id FROM houses)',
      },
    ]);
  });
});

test('the queries of all contracts are statements that can be asked', () => {
  const marts = martsOf(catalog);
  let queries = 0;
  for (const contract of Object.values(catalog)) {
    for (const rule of contract.quality) {
      expect(translate(brokenCountSql(catalog, contract, rule), marts).columns).toHaveLength(1);
      queries++;
    }
  }
  expect(queries).toBeGreaterThan(20);
  expect(contractOf('attendance').quality.length).toBeGreaterThan(0);
});
