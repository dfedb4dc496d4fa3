import pg from 'pg';
import { UserError } from '../base/errors.ts';
import type { Ledger } from '../ingestion/ledger/ledger.ts';
import { fill } from '../legacy/fill.ts';
import { generateSchool } from '../legacy/generator/generator.ts';
import { type LoadReport, loadOneRoster } from '../legacy/loader/load.ts';
import { createSchema, isEmptyDatabase } from '../legacy/schema.ts';
import type { Monolith } from '../legacy/server.ts';

export interface SeedOptions {
  readonly students: number;
  readonly seed: number;
  /** Folder of a OneRoster bundle to fill the monolith from, instead of a generated school. */
  readonly fromOneRoster?: string | undefined;
  /** The user allows to fill a database of their own, if it is empty. */
  readonly demo: boolean;
}

/** What was done to the monolith before it is fed from. */
export type Seeded =
  | { readonly kind: 'kept' }
  | { readonly kind: 'generated'; readonly rows: number }
  | { readonly kind: 'loaded'; readonly rows: number; readonly report: LoadReport };

/** The ledger remembers which database of the user's it filled: only there may the demo go on. */
const demoFact = 'demo.database';

/**
 * Fills an empty monolith, once. A database of the user's own is left exactly as it is, unless they asked for a
 * demo and it holds no table.
 */
export async function seedMonolith(
  monolith: Monolith,
  options: SeedOptions,
  memory: Pick<Ledger, 'fact' | 'setFact'>,
): Promise<Seeded> {
  if (!monolith.embedded && !options.demo) return { kind: 'kept' };
  const client = new pg.Client({ connectionString: monolith.connectionString });
  await client.connect();
  try {
    if (await isEmptyDatabase(client)) {
      await createSchema(client);
      if (!monolith.embedded) memory.setFact(demoFact, await identityOf(client));
    } else if (!monolith.embedded && memory.fact(demoFact) !== (await identityOf(client))) {
      throw new UserError('DATABASE_URL: the database is not empty, so --demo does not touch it', {
        exitCode: 2,
        hint: 'Leave --demo out to feed from the tables that are there, or name an empty database.',
      });
    }
    if (await hasRows(client)) return { kind: 'kept' };
    if (options.fromOneRoster !== undefined) {
      const report = await loadOneRoster(client, options.fromOneRoster);
      return { kind: 'loaded', rows: sum(report.counts), report };
    }
    return { kind: 'generated', rows: sum(await fill(client, generateSchool(options))) };
  } finally {
    await client.end();
  }
}

async function identityOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query(
    `SELECT system_identifier || '/' || oid AS id FROM pg_control_system(), pg_database
     WHERE datname = current_database()`,
  );
  return (rows[0] as { id: string }).id;
}

/** The schema and the rows come in transactions of their own: a start that was killed in between goes on here. */
async function hasRows(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM niveles LIMIT 1');
  return rowCount !== 0;
}

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((all, rows) => all + rows, 0);
