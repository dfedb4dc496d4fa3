import { quotedText } from '../lake/iceberg/duckdb.ts';
import type { TableSchema, Tables } from './sql/tables.ts';
import { plain, printedType, type SqlType, varcharOf } from './sql/types.ts';

const catalog = 'awsdatacatalog';
const schemaName = 'information_schema';
const text = varcharOf();

const columns = {
  tables: { table_catalog: text, table_schema: text, table_name: text, table_type: text },
  schemata: { catalog_name: text, schema_name: text },
  columns: {
    table_catalog: text,
    table_schema: text,
    table_name: text,
    column_name: text,
    ordinal_position: plain('bigint'),
    column_default: text,
    is_nullable: text,
    data_type: text,
    comment: text,
  },
} satisfies Record<string, Record<string, SqlType>>;

export const informationSchemaNames = Object.keys(columns).map((name) => `${schemaName}.${name}`);

type Row = readonly (string | number | null)[];

/** A table of what there is, as Athena has it; null for any other name. */
export function informationSchema(name: string, tables: Tables): TableSchema | null {
  const [schema, table] = name.split('.');
  if (schema !== schemaName) return null;
  switch (table) {
    case 'tables':
      return described('tables', tableRows(tables));
    case 'schemata':
      return described(
        'schemata',
        schemasOf(tables).map((one) => [catalog, one]),
      );
    case 'columns':
      return described('columns', columnRows(tables));
    default:
      return null;
  }
}

const isDescribed = (name: string) => !name.startsWith(`${schemaName}.`);

const schemasOf = ({ names }: Tables): string[] =>
  [...new Set([...names.map((name) => name.split('.')[0] as string), schemaName])].sort();

function tableRows({ names }: Tables): Row[] {
  return names.filter(isDescribed).map((name) => {
    const [schema = '', table = ''] = name.split('.');
    return [catalog, schema, table, schema === 'marts' ? 'VIEW' : 'BASE TABLE'];
  });
}

function columnRows(tables: Tables): Row[] {
  return tables.names.filter(isDescribed).flatMap((name) => {
    const [schema = '', table = ''] = name.split('.');
    return (tables.of(name)?.columns ?? []).map(
      (column, index): Row => [
        catalog,
        schema,
        table,
        column.name,
        index + 1,
        null,
        'YES',
        printedType(column.type),
        column.meaning ?? null,
      ],
    );
  });
}

function described(table: keyof typeof columns, rows: readonly Row[]): TableSchema {
  const types: Readonly<Record<string, SqlType>> = columns[table];
  const names = Object.keys(types);
  const values = rows.map((row) => `(${row.map(literal).join(', ')})`);
  const items = names.map(
    (name) => `CAST("${name}" AS ${types[name]?.kind === 'bigint' ? 'BIGINT' : 'VARCHAR'}) AS "${name}"`,
  );
  return {
    columns: names.map((name) => ({ name, type: types[name] as SqlType })),
    rows: `(SELECT ${items.join(', ')} FROM (VALUES ${values.join(', ')}) AS r("${names.join('", "')}"))`,
  };
}

const literal = (value: string | number | null) =>
  value === null ? 'NULL' : typeof value === 'number' ? String(value) : quotedText(value);
