import type { FileLayout, FileLimits } from '../curation/layout.ts';
import { compareBounds } from '../iceberg/bounds.ts';
import type { RawFile } from '../raw/files.ts';

/** Work that keeps a lake small and quick. None of it changes a row. */
export type MaintenanceTask =
  /** Writes the raw files of one dataset and hour as one. */
  | {
      readonly kind: 'merge-raw';
      readonly dataset: string;
      readonly hour: string;
      readonly files: readonly RawFile[];
    }
  /** Writes small data files of a table as fewer. */
  | {
      readonly kind: 'compact';
      readonly zone: Zone;
      readonly dataset: string;
      readonly files: readonly DataFileSize[];
    }
  /** Forgets the deletes before an instant. */
  | { readonly kind: 'trim-tombstones'; readonly dataset: string; readonly before: string }
  /** Forgets the snapshots before an instant, and what only they needed. */
  | {
      readonly kind: 'expire';
      readonly zone: Zone;
      readonly dataset: string;
      readonly snapshots: number;
      readonly before: string;
    }
  /** Deletes files that nothing refers to: what crashed and beaten writers left, and raw files that were merged. */
  | {
      readonly kind: 'remove';
      readonly zone: Zone | 'raw';
      readonly dataset: string | null;
      readonly paths: readonly string[];
    };

export type Zone = 'curated' | 'tombstones';

export interface DataFileSize {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Raw files are merged up to this size, so that curation can always take one at a time. */
const rawLimits = { rows: 1_000_000, bytes: 128 * 2 ** 20 } as const;

/** So many small files in an hour that is not over yet are merged, too. */
const crowdedHour = 32;

/**
 * Raw files to merge: neighbours of one dataset and hour that together stay within bounds, in an hour that is over
 * or crowded.
 * @param now the present hour, `YYYY-MM-DDTHH`
 */
export function planRawMerges(files: readonly RawFile[], now: string): MaintenanceTask[] {
  const byHour = Map.groupBy(files, ({ dataset, hour }) => `${dataset} ${hour}`);
  return [...byHour.values()].flatMap((present) => {
    const { dataset, hour } = present[0] as RawFile;
    if (hour >= now && present.length < crowdedHour) return [];
    return groups(present, rawLimits).map((group) => ({
      kind: 'merge-raw' as const,
      dataset,
      hour,
      files: group,
    }));
  });
}

/** Consecutive files that fit together; those that stay alone are left out. */
function groups<T extends { rows: number; bytes: number }>(
  files: readonly T[],
  limits: { readonly rows: number; readonly bytes: number },
): T[][] {
  const found: T[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  let bytes = 0;
  for (const file of files) {
    rows += file.rows;
    bytes += file.bytes;
    if (rows > limits.rows || bytes > limits.bytes) {
      found.push([]);
      rows = file.rows;
      bytes = file.bytes;
    }
    found.at(-1)?.push(file);
  }
  return found.filter((group) => group.length > 1);
}

/** Less than half full: worth to be written together with a neighbour. */
const isUndersized = (file: FileLayout, limits: FileLimits) =>
  file.rows < limits.rows / 2 && file.bytes < limits.bytes / 2;

/** Files of a table to write as one: undersized neighbours in the order of their keys. */
export function planCompaction<T extends FileLayout>(files: readonly T[], limits: FileLimits): T[][] {
  const undersized = files.filter((file) => isUndersized(file, limits));
  return groups(undersized.sort(byLower), limits);
}

function byLower(one: FileLayout, other: FileLayout): number {
  return compareBounds('string', one.lower ?? '', other.lower ?? '');
}
