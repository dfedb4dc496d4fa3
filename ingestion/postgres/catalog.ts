import type pg from 'pg';
import { UserError } from '../../base/errors.ts';
import type { Column } from './drift.ts';
import { mayReplicate } from './errors.ts';
import type { SourceTable } from './tables.ts';
import type { TypeNames } from './types.ts';

/** What PostgreSQL's catalog says of one table. */
export interface TableFacts {
  readonly schema: string;
  readonly name: string;
  /** `r` table, `p` partitioned table; anything else cannot be replicated. */
  readonly kind: string;
  readonly readable: boolean;
  /** Columns in order; generated ones are not, since they are not replicated. */
  readonly columns: readonly Column[];
  /** Columns that updates and deletes carry of the old row; null when they carry none. */
  readonly identity: readonly string[] | null;
  /** The planner's estimate; -1 when it has none. */
  readonly estimatedRows: number;
}

export interface ServerFacts {
  readonly version: number;
  readonly walLevel: string;
  readonly encoding: string;
  readonly isStandby: boolean;
  readonly mayReplicate: boolean;
}

export async function readServerFacts(client: pg.ClientBase): Promise<ServerFacts> {
  const { rows } = await client.query(`
    SELECT current_setting('server_version_num')::int AS version, current_setting('wal_level') AS "walLevel",
      current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS "isStandby",
      (SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user)
        OR EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_replication' AND pg_has_role(current_user, oid, 'MEMBER'))
        AS "mayReplicate"`);
  return rows[0] as ServerFacts;
}

/** Refuses a server that cannot be followed, with what to change there. */
export function checkServer(facts: ServerFacts): void {
  if (facts.version < 140_000) {
    throw new UserError(`PostgreSQL ${Math.floor(facts.version / 10_000)} is too old to be followed`, {
      hint: 'Version 14 is the oldest that is supported.',
    });
  }
  if (facts.isStandby) {
    throw new UserError('the database is a standby, which cannot export a snapshot to copy from', {
      hint: 'Point DATABASE_URL at the primary.',
    });
  }
  if (facts.walLevel !== 'logical') {
    throw new UserError(`wal_level is ${facts.walLevel}, so PostgreSQL does not write down what changes`, {
      hint: "Run ALTER SYSTEM SET wal_level = 'logical' (on RDS: rds.logical_replication = 1) and restart PostgreSQL.",
    });
  }
  if (facts.encoding === 'SQL_ASCII') {
    throw new UserError('the database has the encoding SQL_ASCII: its texts have no known characters', {
      hint: 'Move it to a database with ENCODING UTF8 first.',
    });
  }
  if (!facts.mayReplicate) {
    throw new UserError('the user in DATABASE_URL may not replicate', {
      hint: mayReplicate,
    });
  }
}

type StoredFacts = Omit<TableFacts, 'columns'> & {
  columns: [name: string, typeOid: number, typeMod: number][] | null;
};

/** The facts of the tables that exist, by label. */
export async function readTableFacts(
  client: pg.ClientBase,
  tables: readonly SourceTable[],
  types: TypeNames,
): Promise<Map<string, TableFacts>> {
  const { rows } = await client.query(
    `SELECT n.nspname AS schema, c.relname AS name, c.relkind AS kind,
       has_table_privilege(c.oid, 'SELECT') AS readable, c.reltuples AS "estimatedRows",
       (SELECT json_agg(json_build_array(attname, atttypid::bigint, atttypmod) ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns,
       CASE c.relreplident
         WHEN 'f' THEN (SELECT array_agg(attname::text) FROM pg_attribute
           WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '')
         WHEN 'n' THEN NULL
         ELSE (SELECT array_agg(a.attname::text) FROM pg_index i
           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
           WHERE i.indrelid = c.oid AND CASE c.relreplident WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END)
       END AS identity
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE (n.nspname, c.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [tables.map(({ schema }) => schema), tables.map(({ name }) => name)],
  );
  const found = new Map<string, TableFacts>();
  for (const { columns, ...facts } of rows as StoredFacts[]) {
    const table = tables.find(({ schema, name }) => schema === facts.schema && name === facts.name);
    if (table)
      found.set(table.label, { ...facts, columns: (columns ?? []).map((column) => types.column(...column)) });
  }
  return found;
}

/**
 * Refuses tables that cannot be copied and followed, naming everything that is wrong at once. Without a replica
 * identity the publication would make the monolith's own updates and deletes fail, so that is looked at first.
 */
export function checkTables(tables: readonly SourceTable[], facts: ReadonlyMap<string, TableFacts>): void {
  const present = tables.filter(({ label }) => facts.has(label));
  const closed = present.filter(({ label }) => !facts.get(label)?.readable).map(({ label }) => label);
  const absent = tables.filter((table) => !present.includes(table)).map(({ label }) => label);
  // Each a single problem, for however many tables: it is most often that of all of them.
  const problems: Problem[] = [];
  if (absent.length > 0)
    problems.push({
      what: `there is no table ${absent.join(', ')}`,
      todo: 'Correct the mapping, or DATABASE_URL.',
    });
  if (closed.length > 0)
    problems.push({
      what: `${closed.join(', ')} may not be read`,
      todo: `Run GRANT SELECT ON ${closed.join(', ')} TO the user in DATABASE_URL.`,
    });
  problems.push(...present.flatMap((table) => tableProblems(table, facts.get(table.label) as TableFacts)));
  if (problems.length === 0) return;
  throw new UserError(
    `the database does not fit the mappings: ${problems.map(({ what }) => what).join('; ')}`,
    {
      hint: [...new Set(problems.map(({ todo }) => todo))].join(' '),
    },
  );
}

interface Problem {
  readonly what: string;
  readonly todo: string;
}

function tableProblems(table: SourceTable, facts: TableFacts): Problem[] {
  const { label } = table;
  if (facts.kind !== 'r' && facts.kind !== 'p') {
    return [{ what: `${label} is not a table`, todo: 'Map the tables that it reads from.' }];
  }
  const problems: Problem[] = [];
  const columns = new Set(facts.columns.map(({ name }) => name));
  for (const column of table.required) {
    if (!columns.has(column)) {
      problems.push({
        what: `${label} has no column ${column} (or it is generated)`,
        todo: 'Adapt the mapping to the columns that the table has.',
      });
    }
  }
  const { identity } = facts;
  if (!identity) {
    problems.push({
      what: `${label} has no primary key or other replica identity`,
      todo: `Give it a primary key, or run ALTER TABLE ${label} REPLICA IDENTITY FULL.`,
    });
  } else {
    for (const column of table.keyColumns) {
      if (columns.has(column) && !identity.includes(column)) {
        problems.push({
          what: `${label}: deletes do not carry ${column}, which keys are made of`,
          todo: `Run ALTER TABLE ${label} REPLICA IDENTITY FULL.`,
        });
      }
    }
  }
  return problems;
}
