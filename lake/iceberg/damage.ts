import { DamagedFile } from '../../base/damage.ts';
import { UserError } from '../../base/errors.ts';

/** A file that a table needs is missing, or not as it was written. */
export class DamagedTable extends DamagedFile {
  constructor(path: string, cause: unknown) {
    const isMissing = (cause as NodeJS.ErrnoException | null)?.code === 'ENOENT';
    super(path, `the metadata of the table is ${isMissing ? 'missing' : 'damaged'}`, {
      cause,
      hint: 'Make the table anew from the raw zone with `aljibe rebuild DATASET`, or restore a backup.',
    });
  }
}

/** Reads a file of a table's metadata; names it when it cannot be read as such. */
export async function intact<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof UserError ? error : new DamagedTable(path, error);
  }
}

/** What reading a table answers, or null where it is damaged: for work on many tables, which goes on without it. */
export async function unlessDamaged<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof DamagedTable) return null;
    throw error;
  }
}
