import type pg from 'pg';
import { UserError } from '../../base/errors.ts';
import { quoteName } from './connect.ts';
import { codeOf } from './errors.ts';
import type { SourceTable } from './tables.ts';

/** A publication as the catalog has it. */
export interface PublicationFacts {
  readonly allTables: boolean;
  /** What is published, of `insert`, `update`, `delete` and `truncate`. */
  readonly operations: readonly string[];
  /** Tables as `schema.name`, and a mark of each that changes when it is taken out and put in again. */
  readonly tables: Readonly<Record<string, string>>;
  /** Tables of which rows or columns are left out, or whose partitions are published under their own names. */
  readonly restricted: readonly string[];
}

const operations = ['insert', 'update', 'delete', 'truncate'];

export async function readPublication(client: pg.ClientBase, name: string): Promise<PublicationFacts | null> {
  const { rows } = await client.query(
    `SELECT p.puballtables AS "allTables",
       array_remove(ARRAY[CASE WHEN pubinsert THEN 'insert' END, CASE WHEN pubupdate THEN 'update' END,
         CASE WHEN pubdelete THEN 'delete' END, CASE WHEN pubtruncate THEN 'truncate' END], NULL) AS operations,
       (SELECT coalesce(json_object_agg(t.schemaname || '.' || t.tablename, concat(p.oid, '/', r.oid)), '{}')
         FROM pg_publication_tables t JOIN pg_namespace n ON n.nspname = t.schemaname
         JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename
         LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = c.oid
         WHERE t.pubname = p.pubname) AS tables,
       ARRAY(SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = c.oid
         WHERE to_jsonb(r) ->> 'prqual' IS NOT NULL OR to_jsonb(r) ->> 'prattrs' IS NOT NULL
           OR (c.relkind = 'p' AND NOT p.pubviaroot)) AS restricted
     FROM pg_publication p WHERE p.pubname = $1`,
    [name],
  );
  return (rows[0] as PublicationFacts | undefined) ?? null;
}

/**
 * The statements that make the publication cover the tables, none when it does already; what a person made of it
 * is used as it is. UserError when the publication leaves something out on purpose.
 */
export function publicationPlan(
  name: string,
  found: PublicationFacts | null,
  tables: readonly SourceTable[],
): string[] {
  if (!found) {
    const all = tables.map(qualified).join(', ');
    return [
      `CREATE PUBLICATION ${quoteName(name)} FOR TABLE ${all} WITH (publish_via_partition_root = true)`,
    ];
  }
  const withheld = operations.filter((operation) => !found.operations.includes(operation));
  const restricted = tables.filter(({ schema, name }) => found.restricted.includes(`${schema}.${name}`));
  if (withheld.length > 0 || restricted.length > 0) {
    const what =
      withheld.length > 0
        ? `does not publish ${withheld.join(', ')}`
        : `publishes only a part of ${restricted.map(({ label }) => label).join(', ')}`;
    throw new UserError(`the publication ${name} ${what}`, {
      hint: 'Alter it to publish everything of these tables (partitioned ones by publish_via_partition_root), or drop it: Aljibe then makes its own.',
    });
  }
  if (found.allTables) return [];
  const missing = tables.filter((table) => markOf(found, table) === undefined);
  if (missing.length === 0) return [];
  return [`ALTER PUBLICATION ${quoteName(name)} ADD TABLE ${missing.map(qualified).join(', ')}`];
}

/** The mark of a table in a publication; undefined when it is not in it. */
export function markOf(found: PublicationFacts | null, { schema, name }: SourceTable): string | undefined {
  return found?.tables[`${schema}.${name}`];
}

/** Runs the plan. Only the owner of the tables may; others are told what the owner has to run. */
export async function publish(client: pg.ClientBase, plan: readonly string[]): Promise<void> {
  for (const statement of plan) {
    try {
      await client.query(statement);
    } catch (error) {
      if (codeOf(error) !== '42501') throw error;
      throw new UserError('the user in DATABASE_URL may not publish the tables', {
        hint: `Let the owner of the tables run: ${statement};`,
        cause: error,
      });
    }
  }
}

/** `"public"."alumnos"` */
export const qualified = ({ schema, name }: SourceTable): string => `${quoteName(schema)}.${quoteName(name)}`;
