import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { engineCache } from '../cache.ts';
import { javaHome } from '../java.ts';

/**
 * The server of Trino, whose SQL is Athena's (engine version 3). It is fetched with Maven at the first run (820 MB,
 * some minutes) and unpacked once (900 MB) in the cache folder: ALJIBE_CACHE, by default `~/.cache/aljibe/engines`.
 */
const version = '476';
const sha256 = 'cfd5accde17e8ebd251eeeb78aed1f490e77bb3a164d95a0f454bf8a7c1cbd3f';
const javaVersion = 25;

export interface TrinoFiles {
  /** The unpacked server: `lib/`, `plugin/`. */
  readonly home: string;
  /** A `java` that it runs on. */
  readonly java: string;
}

/** @throws Error when Java 25 is missing, or the server cannot be had: the suite must not skip. */
export async function trinoFiles(): Promise<TrinoFiles> {
  const java = join(javaHome(javaVersion), 'bin/java');
  const home = join(engineCache(), `trino-${version}-${sha256.slice(0, 12)}`);
  if (!existsSync(home)) await install(home);
  return { home, java };
}

async function install(home: string): Promise<void> {
  const folder = `${home}.part`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // A repository of its own: the archive would stay in the user's for ever.
  run('mvn', [
    '--batch-mode',
    '--quiet',
    `-Dmaven.repo.local=${join(folder, 'repository')}`,
    'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy',
    `-Dartifact=io.trino:trino-server:${version}:tar.gz`,
    `-DoutputDirectory=${folder}`,
  ]);
  const archive = join(folder, `trino-server-${version}.tar.gz`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(archive), hash);
  const found = hash.digest('hex');
  if (found !== sha256) throw new Error(`${archive} has the SHA-256 ${found}, not ${sha256}`);
  run('tar', ['--extract', '--file', archive, '--directory', folder]);
  // Renaming comes last: a folder of this name is a whole one.
  renameSync(join(folder, `trino-server-${version}`), home);
  rmSync(folder, { recursive: true });
}

function run(command: string, args: readonly string[]): void {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  } catch (error) {
    throw new Error(`Trino ${version} could not be fetched: ${command} failed`, { cause: error });
  }
}
