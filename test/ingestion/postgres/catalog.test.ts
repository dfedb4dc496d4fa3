import { expect, test } from 'vitest';
import { catalog } from '../../../datasets/catalog.ts';
import { legacyMappings } from '../../../ingestion/mapping/legacy/all.ts';
import { checkTables, type TableFacts } from '../../../ingestion/postgres/catalog.ts';
import { compileTables } from '../../../ingestion/postgres/tables.ts';

const tables = compileTables(
  legacyMappings.filter(({ table }) => ['centros', 'alumnos', 'padres'].includes(table)),
  catalog,
);

/** What PostgreSQL says of a table that fits. */
function factsOf(label: string, readable: boolean): TableFacts {
  const table = tables.find((each) => each.label === label);
  const columns = [...(table?.required ?? [])].map((name) => ({ name, type: 'text', typeId: '25' }));
  return {
    schema: 'public',
    name: label,
    kind: 'r',
    readable,
    estimatedRows: 0,
    columns,
    identity: table?.keyColumns as string[],
  };
}

test('tables that are all closed are one thing to do', () => {
  const facts = new Map(['centros', 'alumnos', 'padres'].map((label) => [label, factsOf(label, false)]));
  expect(() => checkTables(tables, facts)).toThrow(
    expect.objectContaining({
      message: 'the database does not fit the mappings: centros, alumnos, padres may not be read',
      hint: 'Run GRANT SELECT ON centros, alumnos, padres TO the user in DATABASE_URL.',
    }),
  );
});

test('a database of something else is told with all the tables that it lacks', () => {
  expect(() => checkTables(tables, new Map([['centros', factsOf('centros', true)]]))).toThrow(
    expect.objectContaining({
      message: 'the database does not fit the mappings: there is no table alumnos, padres',
      hint: 'Correct the mapping, or DATABASE_URL.',
    }),
  );
});
