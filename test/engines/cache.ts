import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where engines are kept, outside of the work tree: ALJIBE_CACHE, by default `~/.cache/aljibe/engines`. */
export function engineCache(): string {
  const cache = process.env.ALJIBE_CACHE ?? join(homedir(), '.cache/aljibe/engines');
  mkdirSync(cache, { recursive: true });
  return cache;
}
