import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TrinoFiles, trinoFiles } from './setup.ts';

export interface TrinoServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  stop(): Promise<void>;
}

const plugins = ['iceberg', 'memory'];

/** Starts a Trino of one node on a free port. It can read every file of this machine, as its user can. */
export async function startTrino(): Promise<TrinoServer> {
  const files = await trinoFiles();
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'aljibe-trino-'));
  configure(dir, port, files);
  const log = join(dir, 'trino.log');
  const output = openSync(log, 'w');
  const server = spawn(files.java, javaArguments(dir, files), {
    cwd: dir,
    stdio: ['ignore', output, output],
  });
  const ended = once(server, 'exit');
  const url = `http://127.0.0.1:${port}`;
  try {
    await Promise.race([
      ready(url),
      ended.then(() => Promise.reject(new Error(`Trino ended:\n${readFileSync(log, 'utf8').slice(-4000)}`))),
    ]);
  } catch (error) {
    server.kill('SIGKILL');
    throw error;
  }
  return {
    url,
    async stop() {
      server.kill('SIGKILL');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address === 'object' && address) return address.port;
  throw new Error('no port is free');
}

function configure(dir: string, port: number, { home }: TrinoFiles): void {
  mkdirSync(join(dir, 'catalog'));
  mkdirSync(join(dir, 'plugin'));
  for (const plugin of plugins) symlinkSync(join(home, 'plugin', plugin), join(dir, 'plugin', plugin));
  const write = (name: string, properties: Readonly<Record<string, string | number>>) =>
    writeFileSync(
      join(dir, name),
      Object.entries(properties)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
    );
  write('config.properties', {
    coordinator: 'true',
    'node-scheduler.include-coordinator': 'true',
    'http-server.http.port': port,
    'node.internal-address': '127.0.0.1',
    'discovery.uri': `http://127.0.0.1:${port}`,
    'catalog.management': 'static',
    'catalog.config-dir': join(dir, 'catalog'),
    'plugin.dir': join(dir, 'plugin'),
    'query.max-memory-per-node': '1GB',
  });
  write('log.properties', { 'io.trino': 'WARN', io: 'WARN' });
  write('catalog/memory.properties', { 'connector.name': 'memory' });
  // The name that Athena has for it. `local.location=/` lets it register tables by their exact `file:///` URI.
  write('catalog/awsdatacatalog.properties', {
    'connector.name': 'iceberg',
    'iceberg.catalog.type': 'TESTING_FILE_METASTORE',
    'hive.metastore.catalog.dir': `local://${join(dir, 'metastore')}`,
    'iceberg.register-table-procedure.enabled': 'true',
    'fs.native-local.enabled': 'true',
    'local.location': '/',
  });
}

const javaArguments = (dir: string, { home }: TrinoFiles) => [
  '-Xmx2G',
  // On a small machine the best code is not worth the time that it takes to compile.
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-XX:+EnableDynamicAgentLoading',
  '--add-modules=jdk.incubator.vector',
  '--enable-native-access=ALL-UNNAMED',
  '-Duser.timezone=UTC',
  '-Dnode.environment=test',
  `-Dnode.data-dir=${dir}`,
  `-Dconfig=${join(dir, 'config.properties')}`,
  `-Dlog.levels-file=${join(dir, 'log.properties')}`,
  '-cp',
  join(home, 'lib', '*'),
  'io.trino.server.TrinoServer',
];

async function ready(url: string): Promise<void> {
  for (;;) {
    try {
      const { starting } = (await (await fetch(`${url}/v1/info`)).json()) as { starting: boolean };
      if (!starting) return;
    } catch {
      // It does not listen yet.
    }
    await sleep(250);
  }
}
