import type { DataFile, Snapshot } from './types.ts';

/**
 * The counts in a snapshot's summary ("Optional Snapshot Summary Fields" of the specification). A total is
 * left out when the parent does not tell its own.
 */
export function totalsAfter(
  parent: Snapshot | null,
  added: readonly DataFile[],
  removed: readonly DataFile[],
): Record<string, string> {
  const rows = (files: readonly DataFile[]) => files.reduce((sum, file) => sum + file.rows, 0);
  const bytes = (files: readonly DataFile[]) => files.reduce((sum, file) => sum + file.bytes, 0);
  const counts: Record<string, number> = {};
  const count = (plus: string, minus: string, total: string, gained: number, lost: number) => {
    if (gained > 0) counts[plus] = gained;
    if (lost > 0) counts[minus] = lost;
    const before = parent === null ? 0 : Number(parent.summary[total] ?? Number.NaN);
    if (!Number.isNaN(before)) counts[total] = before + gained - lost;
  };
  count('added-data-files', 'deleted-data-files', 'total-data-files', added.length, removed.length);
  count('added-records', 'deleted-records', 'total-records', rows(added), rows(removed));
  count('added-files-size', 'removed-files-size', 'total-files-size', bytes(added), bytes(removed));
  for (const none of ['total-delete-files', 'total-position-deletes', 'total-equality-deletes'])
    counts[none] = 0;
  return Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, String(value)]));
}
