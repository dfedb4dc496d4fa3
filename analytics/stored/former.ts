import { existsSync } from 'node:fs';
import { type ViewName, viewColumns } from '../views/columns.ts';
import { readManifest, storedDir, writeManifest } from './manifest.ts';
import { removeOthers } from './refresh.ts';

/** Removes what stored views held before, also from under whoever still reads it. Answers how many files. */
export function dropFormer(zone: string): number {
  let dropped = 0;
  for (const view of Object.keys(viewColumns) as ViewName[]) {
    if (!existsSync(storedDir(zone, view))) continue;
    const manifest = readManifest(zone, view);
    if (!manifest) continue;
    writeManifest(zone, view, { ...manifest, before: [] });
    removeOthers(storedDir(zone, view), { ...manifest, before: [] });
    dropped += manifest.before.length;
  }
  return dropped;
}
