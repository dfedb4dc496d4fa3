import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const entry = fileURLToPath(new URL('../../cli/aljibe.js', import.meta.url));

/** Starts the real program in a process of its own. */
export function start(line: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawn(process.execPath, [entry, ...line], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the real program in a process of its own, as a person's shell would. */
export const aljibe = (
  line: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> => outcomeOf(start(line, env));

/** The same of a process that was started. */
export async function outcomeOf(child: ReturnType<typeof start>): Promise<Outcome> {
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, stdout, stderr };
}
