import { createReadStream, statSync } from 'node:fs';
import { extname } from 'node:path';
import { UserError } from '../../../base/errors.ts';
import type { Repair } from '../../mapping/mapping.ts';

/** A file as somebody named it. */
export interface GivenFile {
  /** Absolute, since the command may run in another process. */
  readonly path: string;
  /** As people are told. */
  readonly name: string;
}

/** One row of a file, before a mapping has seen it. */
export interface TableRow {
  /** Line of a text file, the header's being 1; row of a Parquet file, the first being 1. */
  readonly line: number;
  /** Every value as text; null for null, and for an empty cell of CSV. */
  readonly cells: Readonly<Record<string, string | null>>;
  readonly repairs: readonly Repair[];
  /** Why the row cannot be trusted as it stands; null for a good one. */
  readonly broken: { readonly column: string | null; readonly rule: string } | null;
}

/** A file of rows, whatever its format. */
export interface TableFile extends GivenFile {
  /** In the order of the file; empty for a file without rows. */
  readonly columns: readonly string[];
  /** What was mended in the file as a whole. */
  readonly repairs: readonly Repair[];
  /** Its rows; refuses when the file is not what it was when it was opened. */
  rows(): AsyncGenerator<TableRow>;
}

export type Format = 'csv' | 'jsonl' | 'parquet';

const formats: Readonly<Record<string, Format>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.txt': 'csv',
  '.json': 'jsonl',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.parquet': 'parquet',
};

/** The format of a file by its ending, or by how it begins: `PAR1`, an object, or anything else. */
export async function formatOf({ path, name }: GivenFile): Promise<Format> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new UserError(`${name}: there is no such file`, { exitCode: 2 });
  }
  const known = formats[extname(path).toLowerCase()];
  if (known) return known;
  let start = '';
  for await (const chunk of createReadStream(path, { end: 1023, encoding: 'latin1' })) start += chunk;
  if (start.startsWith('PAR1')) return 'parquet';
  return start.trimStart().startsWith('{') ? 'jsonl' : 'csv';
}

/** Refuses to go on when a file is not the one that was opened: two readings would not tell the same. */
export function refuseChanged({ path, name }: GivenFile): () => void {
  const stamp = () => {
    const { size, mtimeNs, ino } = statSync(path, { bigint: true });
    return `${size} ${mtimeNs} ${ino}`;
  };
  const opened = stamp();
  return () => {
    if (stamp() === opened) return;
    throw new UserError(`${name}: the file changed while it was read`, {
      hint: 'Load again when nobody writes it any more.',
    });
  };
}
