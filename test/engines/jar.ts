import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { engineCache } from './cache.ts';

export interface Artifact {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
}

/**
 * A jar, fetched with Maven at the first run and kept in the engines' cache.
 * @throws Error when it cannot be had, or is another than the pinned one: the suite must not skip
 */
export function jarOf({ group, name, version, sha256 }: Artifact): string {
  const folder = engineCache();
  const jar = join(folder, `${name}-${version}.jar`);
  if (!existsSync(jar)) {
    const coordinates = `${group}:${name}:${version}`;
    const line = ['-B', '-q', 'dependency:copy', `-Dartifact=${coordinates}`, `-DoutputDirectory=${folder}`];
    execFileSync('mvn', line, { stdio: ['ignore', 'inherit', 'inherit'] });
  }
  const found = createHash('sha256').update(readFileSync(jar)).digest('hex');
  if (found !== sha256) {
    rmSync(jar);
    throw new Error(`${jar} has SHA-256 ${found}, not the pinned ${sha256}; it was removed`);
  }
  return jar;
}
