import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The home of a Java of this major version: JAVA_HOME, or one of /usr/lib/jvm.
 * @throws Error where there is none: the suite must not skip
 */
export function javaHome(version: number): string {
  const candidates = [process.env.JAVA_HOME, ...globSync('/usr/lib/jvm/*')].filter(
    (path) => path !== undefined,
  );
  const home = candidates.find((path) => majorVersion(join(path, 'bin/java')) === version);
  if (home) return home;
  throw new Error(
    `none of ${candidates.join(', ') || 'JAVA_HOME and /usr/lib/jvm'} is Java ${version}. Install it, or set JAVA_HOME.`,
  );
}

function majorVersion(java: string): number | null {
  try {
    const said = execFileSync(java, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return Number(/^\S+ (\d+)/.exec(said)?.[1]);
  } catch {
    return null;
  }
}
