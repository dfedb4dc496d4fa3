import { describe, expect, test } from 'vitest';
import { type PublicationFacts, publicationPlan } from '../../../ingestion/postgres/publication.ts';
import { compileTables } from '../../../ingestion/postgres/tables.ts';
import { contracts, pupilsMapping, samplesMapping } from './school.ts';

const tables = compileTables(
  [pupilsMapping, { ...samplesMapping, table: 'otro esquema.mues"tras' }],
  contracts,
);
const found: PublicationFacts = {
  allTables: false,
  operations: ['insert', 'update', 'delete', 'truncate'],
  tables: { 'public.alumnos': '9/1', 'otro esquema.mues"tras': '9/2' },
  restricted: [],
};

describe('the publication', () => {
  test('is made of the mapped tables', () => {
    expect(publicationPlan('aljibe', null, tables)).toEqual([
      'CREATE PUBLICATION "aljibe" FOR TABLE "public"."alumnos", "otro esquema"."mues""tras" WITH (publish_via_partition_root = true)',
    ]);
  });

  test('is left as it is when it holds them', () => {
    expect(publicationPlan('aljibe', found, tables)).toEqual([]);
    expect(publicationPlan('aljibe', { ...found, allTables: true, tables: {} }, tables)).toEqual([]);
  });

  test('takes in tables that are mapped later', () => {
    expect(publicationPlan('aljibe', { ...found, tables: { 'public.alumnos': '9/1' } }, tables)).toEqual([
      'ALTER PUBLICATION "aljibe" ADD TABLE "otro esquema"."mues""tras"',
    ]);
  });

  test('is refused when it leaves something out', () => {
    expect(() => publicationPlan('aljibe', { ...found, operations: ['insert', 'update'] }, tables)).toThrow(
      'the publication aljibe does not publish delete, truncate',
    );
    expect(() => publicationPlan('aljibe', { ...found, restricted: ['public.alumnos'] }, tables)).toThrow(
      'the publication aljibe publishes only a part of alumnos',
    );
  });
});
