import type pg from 'pg';
import { UserError } from '../../base/errors.ts';
import { readTableFacts } from './catalog.ts';
import { withConnection } from './connect.ts';
import type { Column } from './drift.ts';
import { isConnectionLoss } from './errors.ts';
import { type Lsn, parseLsn } from './lsn.ts';
import { markOf, qualified, readPublication } from './publication.ts';
import type { SourceTable } from './tables.ts';
import type { TypeNames } from './types.ts';

/** A table that was copied, with the mark that the publication had for it then. */
export interface Followed {
  readonly table: SourceTable;
  readonly mark: string;
}

/**
 * Makes sure that all changes of the followed tables have been published: a table that left the publication, even if
 * it is back, has let changes pass unseen (PostgreSQL skips them without an error). Answers the tables that no
 * longer exist; they have no more changes.
 */
export async function checkFollowed(
  client: pg.ClientBase,
  publication: string,
  followed: readonly Followed[],
): Promise<SourceTable[]> {
  const names = followed.map(({ table }) => qualified(table));
  const { rows } = await client.query(
    'SELECT to_regclass(name) IS NOT NULL AS exists FROM unnest($1::text[]) WITH ORDINALITY AS t (name, n) ORDER BY n',
    [names],
  );
  const exists = (rows as { exists: boolean }[]).map((row) => row.exists);
  const found = await readPublication(client, publication);
  const left = followed.filter(({ table, mark }, index) => exists[index] && markOf(found, table) !== mark);
  if (left.length > 0) {
    const labels = left.map(({ table }) => table.label).join(', ');
    throw new UserError(
      `the publication ${publication} has let go of ${labels} for a time: changes of the source are missing`,
      { hint: 'Start with --resnapshot: it copies everything anew and removes what is no longer there.' },
    );
  }
  return followed.filter((_, index) => !exists[index]).map(({ table }) => table);
}

/**
 * Looks at once, and again and again, after what a stream cannot tell, or tells only with the next row: tables that
 * left the publication, that are gone, or that have other columns than before.
 */
export function watchFollowed(parts: {
  readonly connectionString: string;
  readonly publication: string;
  readonly followed: readonly Followed[];
  /** Milliseconds from one look to the next. */
  readonly every: number;
  readonly types: TypeNames;
  readonly gone: (tables: readonly SourceTable[]) => void;
  /** The columns that a table has at a place of the log. */
  readonly seen: (table: SourceTable, columns: readonly Column[], at: Lsn) => void;
  readonly fail: (reason: unknown) => void;
}): { stop(): Promise<void> } {
  const look = () =>
    withConnection(parts.connectionString, async (client) => {
      parts.gone(await checkFollowed(client, parts.publication, parts.followed));
      const tables = parts.followed.map(({ table }) => table);
      const facts = await readTableFacts(client, tables, parts.types);
      // Read behind the columns: whatever was written with other ones lies before.
      const { rows } = await client.query('SELECT pg_current_wal_insert_lsn()::text AS lsn');
      const at = parseLsn((rows[0] as { lsn: string }).lsn);
      for (const table of tables) {
        const found = facts.get(table.label);
        if (found) parts.seen(table, found.columns, at);
      }
    }).catch((error: unknown) => {
      // The stream notices a lost connection itself.
      if (!isConnectionLoss(error)) parts.fail(error);
    });
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, parts.every);
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
