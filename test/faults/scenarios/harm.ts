import { closeSync, cpSync, openSync, readdirSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Does something to a file that no program of ours would do. */
export type Harm = (path: string) => void;

export const torn: Harm = (path) => truncateSync(path, Math.floor(statSync(path).size / 2));
export const empty: Harm = (path) => truncateSync(path, 0);
export const gone: Harm = (path) => rmSync(path);
export const zeroHeader: Harm = (path) => zero(path, 0, 4096);
/** All but the first pages, so that it still looks like what it is. */
export const zeroBody: Harm = (path) => zero(path, 32_768, statSync(path).size - 32_768);
export const zeroTail: Harm = (path) => zero(path, statSync(path).size >> 1, statSync(path).size >> 1);
/** The pages of the first columns. */
export const zeroPages: Harm = (path) => zero(path, 4, Math.min(2_000, statSync(path).size >> 1));

function zero(path: string, at: number, length: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(length), 0, length, at);
  closeSync(file);
}

/** Files below a folder whose names end so. */
export function filesIn(folder: string, end: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name));
}

/** Copies a folder of a state directory to a place beside that, and answers how it is put back. */
export function keep(dir: string, folder: string): () => void {
  const path = join(dir, folder);
  const kept = join(dir, '..', 'kept');
  cpSync(path, kept, { recursive: true });
  return () => {
    rmSync(path, { recursive: true, force: true });
    cpSync(kept, path, { recursive: true });
  };
}
