import type { Repair, SourceRow } from '../../mapping/mapping.ts';
import type { Line } from '../bundle/lines.ts';
import type { FileName } from '../bundle/names.ts';
import { oneRosterReaders } from '../readers.ts';
import { isGone } from './knowledge.ts';

/** A flat row for one mapping: everything that it needs from other files is in it. */
export interface Prepared {
  /** Source file, the mapping's table. */
  readonly mapping: FileName;
  readonly dataset: string;
  readonly row: SourceRow;
  readonly place: string;
  /** The source says that this row is no more. */
  readonly gone: boolean;
  /** When the source says that it was last changed. */
  readonly occurredAt: string | null;
  readonly repairs: readonly Repair[];
}

/** What became of one line. */
export interface Yield {
  readonly rows: readonly Prepared[];
  /** What no dataset has a place for, in words that are counted: `users.csv, role alumni`. */
  readonly unmapped?: readonly string[];
  /** Why no row can be made of the line. */
  readonly broken?: Line['broken'];
}

/** Says of a row what its line says of it. Status and time of the change are the load's matter, not data. */
export function prepared(
  line: Line,
  dataset: string,
  row: SourceRow,
  { repairs = [], gone = isGone(line) }: { repairs?: readonly Repair[]; gone?: boolean } = {},
): Prepared {
  const { status: _status, dateLastModified, ...rest } = row;
  return {
    mapping: line.file,
    dataset,
    row: rest,
    place: line.place,
    gone,
    occurredAt: instantOf(dateLastModified),
    repairs,
  };
}

function instantOf(cell: string | null | undefined): string | null {
  if (!cell) return null;
  const { value } = oneRosterReaders.timestamp(cell, { kind: 'timestamp' }, {});
  return typeof value === 'string' ? value : null;
}
