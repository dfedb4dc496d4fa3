import type { TableMetadata } from '../iceberg/types.ts';
import { holdOf } from './hold.ts';
import { objectionOf } from './objection.ts';

/** What keeps a dataset from following its changes. */
export type Held = 'rollback' | 'rule';

export function heldBy(metadata: TableMetadata): Held | null {
  if (holdOf(metadata)) return 'rollback';
  return objectionOf(metadata) ? 'rule' : null;
}

export const heldWords: Readonly<Record<Held, string>> = {
  rollback: 'after a rollback',
  rule: 'by a rule',
};
