import { join } from 'node:path';

/** The folders of the lake's zones. */
export interface LakeDirs {
  readonly raw: string;
  readonly curated: string;
  readonly tombstones: string;
  /** Keys of pseudonyms; made when they are first needed. */
  readonly keys: string;
  /** Stored views; without it views are computed whenever they are read. */
  readonly analytics?: string;
}

export const curatedDir = (dirs: LakeDirs, dataset: string): string => join(dirs.curated, dataset);
export const tombstonesDir = (dirs: LakeDirs, dataset: string): string => join(dirs.tombstones, dataset);
/** Where DuckDB puts what does not fit into memory. */
export const spillDir = (dirs: LakeDirs): string => join(dirs.raw, 'spill');
