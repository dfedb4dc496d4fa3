import pg from 'pg';

/**
 * What decides how PostgreSQL writes values as text, so that copy, stream and parity get the same texts, whatever
 * the database or the role have as defaults. Nor may a limit of theirs cut a long copy, or a policy hide rows, which
 * would look like deleted ones: PostgreSQL refuses instead.
 */
const settings = `
  SET client_encoding TO 'UTF8'; SET datestyle TO 'ISO, YMD'; SET timezone TO 'UTC'; SET intervalstyle TO 'iso_8601';
  SET extra_float_digits TO 1; SET bytea_output TO 'hex'; SET search_path TO pg_catalog; SET row_security TO off;
  SET statement_timeout TO 0; SET lock_timeout TO 0; SET idle_in_transaction_session_timeout TO 0`;

/**
 * Connects. A `replication` connection speaks the replication commands and plain SQL without parameters.
 * The caller ends it. A connection that breaks rejects what is running on it, and nothing else.
 */
export async function connect(
  connectionString: string,
  options: { replication?: boolean } = {},
): Promise<pg.Client> {
  const config = {
    connectionString,
    application_name: 'aljibe',
    connectionTimeoutMillis: 15_000,
    keepAlive: true,
    ...(options.replication ? { replication: 'database' } : {}),
  };
  const client = new pg.Client(config);
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(settings);
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** Runs some work on a connection of its own. */
export async function withConnection<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connect(connectionString);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** `"a""b"`: a name as SQL takes it literally. */
export const quoteName = (name: string): string => pg.escapeIdentifier(name);
export const quoteText = (text: string): string => pg.escapeLiteral(text);
