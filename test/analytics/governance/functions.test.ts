import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { duckdbFunctions } from '../../../analytics/governance/functions.ts';
import { martsOf } from '../../../analytics/marts.ts';
import { translate } from '../../../analytics/sql/translate.ts';
import { views } from '../../../analytics/views.ts';
import { UserError } from '../../../base/errors.ts';
import { catalog } from '../../../datasets/catalog.ts';
import { queryOf, readFamilies } from '../sql/expectations.ts';

test('what the guard lets pass is what the translation writes', async () => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const marts = martsOf(catalog);
  const written = new Set<string>();
  const examples = [...readFamilies().values()].flatMap((family) => Object.values(family).flat());
  for (const sql of [...examples.map(([sql]) => queryOf(sql)), ...views.map(({ sql }) => sql)]) {
    const translated = translation(sql, marts);
    if (translated === null) continue;
    const [row] = (
      await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)::VARCHAR', [translated])
    ).getRows();
    for (const [, name = ''] of String(row?.[0]).matchAll(/"function_name":"((?:[^"\\]|\\.)*)"/g))
      written.add(name);
  }
  connection.closeSync();
  instance.closeSync();
  expect([...written].sort()).toEqual([...duckdbFunctions].sort());
});

function translation(sql: string, marts: ReturnType<typeof martsOf>): string | null {
  try {
    return translate(sql, marts).duckdb;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
