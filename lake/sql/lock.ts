import { quotedName, quotedText } from '../iceberg/duckdb.ts';
import type { View } from './views.ts';

/**
 * The statements that turn a fresh DuckDB into one for a statement that somebody else wrote: it holds views and
 * nothing else, opens the files of those and no other, and its settings cannot be changed any more.
 * @param definitions what is made of the views, such as further views
 */
export function lockSql(views: readonly View[], definitions: readonly string[] = []): string[] {
  const files = views.flatMap((view) => view.files);
  return [
    'SET errors_as_json = true',
    'CREATE SCHEMA curated',
    'CREATE SCHEMA raw',
    'CREATE SCHEMA marts',
    ...views.map(
      ({ schema, name, from, isCopied }) =>
        `CREATE ${isCopied ? 'TABLE' : 'VIEW'} ${schema}.${quotedName(name)} AS SELECT * FROM ${from}`,
    ),
    ...definitions,
    `SET schema = 'curated'`,
    `SET allowed_paths = [${[...new Set(files)].map(quotedText).join(', ')}]`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
}
