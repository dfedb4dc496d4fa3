import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { functions } from '../../../analytics/sql/functions/index.ts';
import { agrees, answerHere } from './answers.ts';
import { readFamilies } from './expectations.ts';

/** Every function and operator answers as real Trino did, or not at all: see test/engines for how that was asked. */
let connection: DuckDBConnection;
beforeAll(async () => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
});

const families = readFamilies();

for (const [family, expectations] of families) {
  describe(family, () => {
    test.each(Object.entries(expectations))('%s', async (_name, all) => {
      for (const expectation of all) {
        const [sql, ...trino] = expectation;
        const [, ...here] = await answerHere(connection, sql);
        if (!agrees(expectation, [sql, ...here]))
          expect({ sql, answer: here }).toEqual({ sql, answer: trino });
      }
    });
  });
}

test('every function has examples', () => {
  const known = new Set([...families.values()].flatMap((family) => Object.keys(family)));
  expect(functions.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
});
