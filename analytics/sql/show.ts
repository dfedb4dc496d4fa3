import { quotedText } from '../../lake/iceberg/duckdb.ts';
import { qualified, unknownTable } from './binder/tableNames.ts';
import type { Statement } from './syntax.ts';
import type { Tables } from './tables.ts';

type Show = Exclude<Statement, { kind: 'query' } | { kind: 'explain' }>;

/**
 * SHOW and DESCRIBE as the query over `information_schema` that they stand for.
 * @throws UserError for a table that there is not
 */
export function shownBy(statement: Show, sql: string, tables: Tables): string {
  switch (statement.kind) {
    case 'show tables': {
      const schema = statement.schema?.text.toLowerCase() ?? 'curated';
      return `SELECT table_name AS "Table" FROM information_schema.tables
        WHERE table_schema = ${quotedText(schema)}${like('table_name', statement.like)} ORDER BY 1`;
    }
    case 'show schemas':
      return `SELECT schema_name AS "Schema" FROM information_schema.schemata
        WHERE true${like('schema_name', statement.like)} ORDER BY 1`;
    case 'show columns': {
      const path = qualified(statement.table);
      if (!tables.of(path.join('.'))) throw unknownTable(statement.table, sql, tables);
      const [schema = '', table = ''] = path;
      return `SELECT column_name AS "Column", data_type AS "Type", '' AS "Extra", coalesce(comment, '') AS "Comment"
        FROM information_schema.columns
        WHERE table_schema = ${quotedText(schema)} AND table_name = ${quotedText(table)} ORDER BY ordinal_position`;
    }
  }
}

const like = (column: string, pattern: string | null) =>
  pattern === null ? '' : ` AND ${column} LIKE ${quotedText(pattern)}`;
