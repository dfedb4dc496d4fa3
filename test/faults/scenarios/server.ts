import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fill } from '../../../legacy/fill.ts';
import { generateSchool } from '../../../legacy/generator/generator.ts';
import { createSchema } from '../../../legacy/schema.ts';
import { serverAccount } from '../../../legacy/server/account.ts';
import { createCluster } from '../../../legacy/server/cluster.ts';
import { postgresPrograms } from '../../../legacy/server/programs.ts';
import { serverOptions } from '../../../legacy/server/settings.ts';
import { query } from '../place.ts';

/** A PostgreSQL of the user's own: Aljibe is given its address, and neither starts nor stops it. */
export interface Server {
  /** Address of a database of this server. */
  url(database: string): string;
  start(): Promise<void>;
  /** `immediate` is a crash. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  remove(): Promise<void>;
}

/** The database that holds a small school; others are made as copies of it. */
export const school = 'school';

/**
 * Makes a server and starts it.
 * @param settings over those of the embedded server
 * @param port the one of a server that is gone, to take its place
 */
export async function makeServer(
  settings: Readonly<Record<string, string>> = {},
  port?: number,
): Promise<Server & { readonly port: number }> {
  const root = await mkdtemp(join(tmpdir(), 'faults-server-'));
  const dataDir = join(root, 'data');
  const programs = await postgresPrograms();
  const account = await serverAccount(null, [dataDir, programs.initdb]);
  const passwordFile = join(root, 'password');
  await createCluster({ dataDir, passwordFile, account, programs });
  const password = (await readFile(passwordFile, 'utf8')).trim();
  const place = port ?? (await freePort());
  const own = Object.entries(settings).map(([name, value]) => ` -c ${name}='${value}'`);
  const options = `${serverOptions(place)}${own.join('')}`;
  const log = join(dataDir, 'server.log');
  const server = {
    port: place,
    url: (database: string) => `postgres://postgres:${password}@127.0.0.1:${place}/${database}`,
    async start() {
      await account.run(programs.pg_ctl, ['start', '-D', dataDir, '-l', log, '-w', '-o', options]);
    },
    async stop(mode: 'fast' | 'immediate' = 'fast') {
      await account.run(programs.pg_ctl, ['stop', '-D', dataDir, '-m', mode, '-w']);
    },
    async remove() {
      await server.stop('immediate').catch(() => {});
      await rm(root, { recursive: true, force: true });
    },
  };
  await server.start();
  await query(server.url('postgres'), (client) => client.query(`CREATE DATABASE ${school}`));
  await query(server.url(school), async (client) => {
    await createSchema(client);
    await fill(client, generateSchool({ students: 4, seed: 1 }));
  });
  return server;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
