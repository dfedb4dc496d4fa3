import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineCache } from './cache.ts';

/**
 * Folder of a virtual environment with the packages of a `requirements.txt`, pinned with their hashes. It is made at
 * the first run, in the engines' cache. To renew the pins: `pip-compile --generate-hashes`.
 * @throws Error when there is no Python, or a package cannot be had: the suite must not skip
 */
export function pythonEnvironment(name: string, requirements: string): string {
  const pins = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const environment = join(engineCache(), `${name}-${pins}`);
  const complete = join(environment, 'complete');
  if (existsSync(complete)) return environment;
  rmSync(environment, { recursive: true, force: true });
  const run = (command: string, args: readonly string[]) =>
    execFileSync(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  run('python3', ['-m', 'venv', environment]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--only-binary=:all:', '--require-hashes'];
  run(join(environment, 'bin/python'), [...pip, '-r', requirements]);
  writeFileSync(complete, '');
  return environment;
}
