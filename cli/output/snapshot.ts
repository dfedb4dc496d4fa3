import type { SnapshotFacts } from '../../lake/sql/history.ts';
import { counted } from './text.ts';

/** A snapshot in one line. */
export function snapshotLine(snapshot: SnapshotFacts | null): string {
  if (!snapshot) return 'no snapshot';
  const rows = snapshot.rows === null ? '' : `, ${counted(snapshot.rows, 'row')}`;
  return `${snapshot.id} of ${snapshot.committedAt}${rows}`;
}
