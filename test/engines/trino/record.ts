/**
 * Asks real Trino for the answers to all examples that have none, and writes them down:
 * `node test/engines/trino/record.ts`. With the address of a running Trino it asks that one. The suite of engines
 * compares all of them.
 */
import {
  type Expectation,
  type Family,
  queryOf,
  readFamilies,
  writeFamily,
} from '../../analytics/sql/expectations.ts';
import { type Answer, askTrino, TrinoError } from './client.ts';
import { startTrino } from './server.ts';

/** A family as this Trino answers it. */
export async function answered(url: string, family: Family): Promise<Record<string, Expectation[]>> {
  const entries: [string, Expectation[]][] = [];
  for (const [name, all] of Object.entries(family)) entries.push([name, await answers(url, all)]);
  return Object.fromEntries(entries);
}

/** All in one statement if none of them is an error: that is many times faster. */
async function answers(url: string, all: readonly Expectation[]): Promise<Expectation[]> {
  const fine = all.filter(([, type]) => !type?.startsWith('error '));
  const together = await attempt(
    url,
    `SELECT ${fine.map(([sql]) => (/^SELECT\s/i.test(sql) ? `(${sql})` : sql)).join(',\n')}`,
  );
  const found: Expectation[] = [];
  for (const one of all) {
    const [sql, , , ...here] = one;
    const at = fine.indexOf(one);
    const alone = together instanceof TrinoError || at < 0 ? await attempt(url, queryOf(sql)) : together;
    if (alone instanceof TrinoError) found.push([sql, `error ${alone.kind}`]);
    else {
      const column = alone === together ? at : 0;
      found.push([sql, alone.columns[column]?.type ?? '', alone.rows[0]?.[column] ?? null, ...here]);
    }
  }
  return found;
}

const attempt = (url: string, sql: string): Promise<Answer | TrinoError> =>
  askTrino(url, sql).catch((error: unknown) => {
    if (error instanceof TrinoError) return error;
    throw error;
  });

async function record(url: string): Promise<void> {
  for (const [name, family] of readFamilies()) {
    const entries: [string, readonly Expectation[]][] = [];
    for (const [key, all] of Object.entries(family)) {
      const missing = all.filter(([, type]) => type === undefined);
      const found = (await answered(url, { [key]: missing }))[key] ?? [];
      entries.push([key, all.map((one) => (one[1] === undefined ? (found.shift() as Expectation) : one))]);
    }
    writeFamily(name, Object.fromEntries(entries));
  }
}

if (import.meta.main) {
  const [running] = process.argv.slice(2);
  const server = running ? null : await startTrino();
  try {
    await record(running ?? server?.url ?? '');
  } finally {
    await server?.stop();
  }
}
