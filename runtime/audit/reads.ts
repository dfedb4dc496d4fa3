import type { ReadLog } from '../../analytics/engine/readLog.ts';
import type { Clock } from '../../base/clock.ts';
import type { Viewer } from '../../lake/governance/roles.ts';
import type { StateDir } from '../state.ts';
import { type AuditEvent, beginAct } from './event.ts';

/** Keeps the reads of somebody in a role in the audit of a state directory. */
export function readsOf(
  state: StateDir,
  clock: Clock,
  { role, schools }: Viewer,
  by: Pick<AuditEvent, 'actor' | 'channel'>,
): ReadLog {
  return {
    begin: ({ fingerprint, tables, columns }) =>
      beginAct(state, clock, {
        ...by,
        act: 'read',
        role,
        schools: schools.length > 0 ? schools : null,
        statement_fingerprint: fingerprint,
        datasets: tables,
        columns,
      }),
  };
}
