import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Value } from '../../engines/trino/client.ts';

/**
 * What real Trino says of an expression with constants only: `[sql, type, value]`, or `[sql, 'error KIND']`. A text
 * that begins with SELECT is a query of one row and column. One that has no answer yet is `[sql]`;
 * `node test/engines/trino/record.ts` asks for it. A fourth part says that it is not answered here.
 */
export type Expectation = readonly [sql: string, type?: string, value?: Value, here?: 'refused'];

/** Expectations by the name of a function, in one file for each family. */
export type Family = Readonly<Record<string, readonly Expectation[]>>;

const dir = join(import.meta.dirname, 'expectations');

export function readFamilies(): Map<string, Family> {
  const paths = globSync(join(dir, '*.json')).toSorted();
  return new Map(paths.map((path) => [basename(path, '.json'), JSON.parse(readFileSync(path, 'utf8'))]));
}

/** One expectation a line, so that a change of one is a change of one line. */
export function writeFamily(name: string, family: Family): void {
  const functions = Object.entries(family).map(
    ([name, all]) =>
      `  ${JSON.stringify(name)}: [\n${all.map((one) => `    ${lineOf(one)}`).join(',\n')}\n  ]`,
  );
  writeFileSync(join(dir, `${name}.json`), `{\n${functions.join(',\n')}\n}\n`);
}

const lineOf = (expectation: Expectation) =>
  `[${expectation.map((part) => JSON.stringify(part)).join(', ')}]`;

export const queryOf = (sql: string) => (/^SELECT\s/i.test(sql) ? sql : `SELECT ${sql}`);
