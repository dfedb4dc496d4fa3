import { describe, expect, test } from 'vitest';
import { catalog } from '../../../../datasets/catalog.ts';
import type { Column } from '../../../../datasets/columns.ts';
import { legacyMappings } from '../../../../ingestion/mapping/legacy/all.ts';
import type { Mapping } from '../../../../ingestion/mapping/mapping.ts';
import { compileTables } from '../../../../ingestion/postgres/tables.ts';
import { legacyTables } from '../../../../legacy/tables.ts';

describe('the mappings of the monolith', () => {
  test('every dataset but those of Aljibe itself is made of one table, the one that the monolith names for it', () => {
    const mapped = legacyMappings.map(({ table, dataset }) => ({ table, dataset }));
    const named = legacyTables.filter(({ dataset }) => dataset !== null);
    expect(mapped.toSorted(byTable)).toEqual(named.toSorted(byTable));
    const own = ['audit_events', 'quality_results'];
    expect([...mapped.map(({ dataset }) => dataset), ...own].toSorted()).toEqual(
      Object.keys(catalog).toSorted(),
    );
  });

  test('they fit their contracts', () => {
    expect(compileTables(legacyMappings, catalog)).toHaveLength(20);
  });

  test('every code is turned into a word of the vocabulary', () => {
    const foreign = legacyMappings.flatMap((mapping) =>
      codesOf(mapping).filter(({ column, value }) => {
        if (column.vocabulary) return value !== null && !column.vocabulary.includes(String(value));
        return column.type.kind === 'boolean' && value !== null && typeof value !== 'boolean';
      }),
    );
    expect(foreign).toEqual([]);
  });

  test('passwords and PINs stay in the monolith', () => {
    const secret = legacyMappings.filter(({ secret }) => secret.length > 0);
    expect(secret.map(({ table, secret }) => [table, secret])).toEqual([
      ['alumnos', ['contrasena_temporal']],
      ['padres', ['pin_telefonico']],
    ]);
  });

  test.each([
    ['academic_sessions', []],
    ['demographics', []],
    ['students', ['user_ids', 'middle_name', 'pronouns']],
    ['teachers', ['user_ids', 'middle_name', 'pronouns']],
    ['guardians', ['user_ids', 'middle_name', 'preferred_given_name', 'pronouns', 'primary_org_id']],
    ['line_items', ['category_id']],
    ['results', ['in_progress', 'incomplete']],
    ['documents', ['text_sha256', 'page_count']],
  ])('of %s the monolith does not know %j', (dataset, unmapped) => {
    const mapping = legacyMappings.find((candidate) => candidate.dataset === dataset);
    const columns = Object.keys(catalog[dataset]?.columns ?? {});
    expect(columns.filter((column) => !(column in (mapping?.fields ?? {})))).toEqual(unmapped);
  });
});

const byTable = (a: { table: string }, b: { table: string }) => a.table.localeCompare(b.table);

function codesOf(mapping: Mapping): { column: Column; value: unknown }[] {
  return Object.entries(mapping.fields).flatMap(([name, rule]) => {
    const column = catalog[mapping.dataset]?.columns[name] as Column;
    if (typeof rule === 'string' || !('codes' in rule)) return [];
    return Object.values(rule.codes ?? {}).map((value) => ({ column, value }));
  });
}
