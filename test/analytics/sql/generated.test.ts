import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duckdbType } from '../../../analytics/sql/duckdbText.ts';
import { type Translated, translate } from '../../../analytics/sql/translate.ts';
import { UserError } from '../../../base/errors.ts';
import { meaningful, noise, statements } from './generated.ts';
import { rows, tables } from './support.ts';

/** A translation, or null for what is refused; any other end is a defect. */
function translated(sql: string): Translated | null {
  try {
    return translate(sql, tables);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message).toMatch(/^line \d+, column \d+: ./);
    return null;
  }
}

test('whatever stands in a statement, it is translated or refused with a place', () => {
  fc.assert(
    fc.property(fc.oneof(noise, statements, meaningful), (sql) => {
      translated(sql);
    }),
    { numRuns: 2000, seed: 1 },
  );
});

test('what is translated is known to DuckDB, with the types that were told', async () => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  for (const statement of rows) await connection.run(statement);
  let known = 0;
  await fc.assert(
    fc.asyncProperty(meaningful, async (sql) => {
      const translation = translated(sql);
      if (!translation) return;
      known++;
      const prepared = await connection.prepare(translation.duckdb).catch(unlessOfValues);
      if (!prepared) return;
      const types = translation.columns.map((_, index) => String(prepared.columnType(index)));
      const told = translation.columns.map(({ type }) => duckdbType(type));
      expect(types.map(plain)).toEqual(told.map(plain));
      prepared.destroySync();
    }),
    { numRuns: 1000, seed: 1 },
  );
  expect(known).toBeGreaterThan(500);
  instance.closeSync();
});

/** Values that are wrong are found while it is planned already, where they are constants. */
function unlessOfValues(error: Error): null {
  if (/^(Conversion|Out of Range|Invalid Input) Error/.test(error.message)) return null;
  throw error;
}

/** DuckDB has long and short words for the same. */
const plain = (type: string) =>
  type
    .replaceAll('TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ')
    .replaceAll('"NULL"', 'INTEGER')
    .replaceAll('SQLNULL', 'INTEGER');
