import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Micros } from '../../base/clock.ts';
import { filesOf } from './expire.ts';
import { pathBelow } from './locations.ts';
import { metadataPath, millisOf } from './metadata.ts';
import type { Table } from './types.ts';

/**
 * Files of the table's folder that neither a snapshot nor anything else in the metadata refers to, last written
 * before `olderThan`: what crashed and beaten commits left. Younger ones may belong to a commit that is under
 * way. The caller deletes.
 * @returns paths below the folder, sorted
 */
export async function orphans(table: Table, olderThan: Micros): Promise<string[]> {
  const { metadata } = table;
  const known = await filesOf(table, metadata.snapshots, new Set());
  for (const text of textsIn(metadata)) known.add(pathBelow(metadata.location, text));
  known.add(metadataPath(table.version)).add('metadata/version-hint.text');
  const found: string[] = [];
  for (const entry of await readdir(table.dir, { recursive: true, withFileTypes: true })) {
    const path = relative(table.dir, join(entry.parentPath, entry.name));
    if (!entry.isFile() || known.has(path)) continue;
    const { mtimeMs } = await stat(join(table.dir, path));
    if (mtimeMs < millisOf(olderThan)) found.push(path);
  }
  return found.sort();
}

/** Every text in the metadata, so that files of parts that only other engines know (statistics, ...) count too. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const item of Object.values(value)) yield* textsIn(item);
}
