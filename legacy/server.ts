import { mkdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { UserError } from '../base/errors.ts';
import { serverAccount } from './server/account.ts';
import { type Cluster, claimCluster, createCluster, startCluster, stopCluster } from './server/cluster.ts';
import { findPostmaster } from './server/postmaster.ts';
import { postgresPrograms } from './server/programs.ts';

/** The monolith's database, ready for connections. */
export interface Monolith {
  readonly connectionString: string;
  /** False for a database of the user's own: nothing of it is started, stopped, created or written. */
  readonly embedded: boolean;
  /** Stops an embedded server, breaking its connections; it flushes everything first. */
  stop(): Promise<void>;
}

const database = 'colegio';
/** Of anything else pg would make a host's name. */
const addresses = /^(postgres(ql)?:\/\/|socket:|\/)/;

/**
 * Opens the monolith's database: the user's own by `databaseUrl`, else an embedded PostgreSQL in
 * `<dir>/postgres`, made on first use and started on a free port of the loopback interface. A server that is
 * still running there (its starter was killed) is taken over as it is.
 */
export async function openMonolith(options: {
  dir: string;
  databaseUrl?: string | undefined;
}): Promise<Monolith> {
  if (options.databaseUrl) {
    if (!addresses.test(options.databaseUrl)) {
      throw new UserError('DATABASE_URL is not the address of a PostgreSQL', {
        exitCode: 2,
        hint: 'It looks like postgres://user:password@host:5432/database.',
      });
    }
    return { connectionString: options.databaseUrl, embedded: false, stop: async () => {} };
  }
  await mkdir(resolve(options.dir), { recursive: true });
  const cluster = await clusterIn(options.dir);
  if (!(await exists(cluster.dataDir))) await createCluster(cluster);
  await claimCluster(cluster);
  const running = await findPostmaster(cluster.dataDir, cluster.account.run);
  if (running && !running.ready) await stopCluster(cluster);
  const port = running?.ready ? running.port : await startCluster(cluster);
  await createDatabase(await connectionString(cluster, port, 'postgres'));
  return {
    connectionString: await connectionString(cluster, port, database),
    embedded: true,
    stop: () => stopCluster(cluster),
  };
}

/** The connection string of the embedded server that runs in `<dir>/postgres` now, or null. Starts nothing. */
export async function runningMonolith(dir: string): Promise<string | null> {
  if (!(await exists(join(dir, 'postgres')))) return null;
  const cluster = await clusterIn(dir);
  const running = await findPostmaster(cluster.dataDir, cluster.account.run);
  return running?.ready ? connectionString(cluster, running.port, database) : null;
}

async function clusterIn(dir: string): Promise<Cluster> {
  const dataDir = join(resolve(dir), 'postgres');
  const programs = await postgresPrograms();
  const owner = await stat(dataDir).then(
    ({ uid }) => uid,
    () => null,
  );
  const account = await serverAccount(owner, [dataDir, programs.initdb]);
  return { dataDir, passwordFile: `${dataDir}.password`, account, programs };
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function connectionString(cluster: Cluster, port: number, name: string): Promise<string> {
  const password = await readFile(cluster.passwordFile, 'utf8').catch((cause) => {
    throw new UserError(`cannot read the password of the embedded PostgreSQL, ${cluster.passwordFile}`, {
      hint: 'It belongs beside the data directory; copy or move the whole state directory.',
      cause,
    });
  });
  return `postgres://postgres:${password.trim()}@127.0.0.1:${port}/${name}`;
}

async function createDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  } finally {
    await client.end();
  }
}
