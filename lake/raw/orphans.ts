import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { RawFiles } from './files.ts';

/**
 * Files that the catalog does not know: what a crashed flush or merge left. While a sink is at work, a file that
 * reaches beyond the checkpoint may belong to a flush under way; at start there is none.
 * @returns paths below the raw zone's folder, sorted
 */
export function rawOrphans(dir: string, files: RawFiles, { atStart = false } = {}): string[] {
  const changes = join(dir, 'changes');
  if (!existsSync(changes)) return [];
  const checkpoint = files.checkpoint();
  const known = new Set([...files.list().map(({ path }) => path), ...files.replaced('9999')]);
  return readdirSync(changes, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .filter((path) => !known.has(path) && (atStart || lastSeq(path) <= checkpoint))
    .sort();
}

export function removeRawFiles(dir: string, paths: readonly string[]): void {
  for (const path of paths) rmSync(join(dir, path), { force: true });
}

/** From the name `<firstSeq>-<lastSeq>.parquet`, also while it still ends in `.new`. */
function lastSeq(path: string): number {
  return Number(/-(\d+)\.parquet(\.new)?$/.exec(path)?.[1] ?? 0);
}
