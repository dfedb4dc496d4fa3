import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, instantText } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import { writeDurably } from '../../base/files.ts';
import type { auditEvents } from '../../datasets/audit_events.ts';
import type { Row } from '../../datasets/contract.ts';
import type { StateDir } from '../state.ts';

export type AuditEvent = Row<typeof auditEvents>;

/** What is known of an act when it begins. */
export type Act = Pick<AuditEvent, 'actor' | 'channel' | 'act'> &
  Partial<Pick<AuditEvent, 'role' | 'schools' | 'object' | 'statement_fingerprint' | 'datasets' | 'columns'>>;

export interface ActEnd {
  readonly outcome: NonNullable<AuditEvent['outcome']>;
  readonly rows?: number;
}

/**
 * Keeps that somebody begins to do something, durably and beside whoever writes: one file an event in the state
 * directory, which the writer takes into the ledger. Answers what is to be called when it has ended.
 * @throws UserError where it cannot be kept: what is not kept must not be done
 */
export function beginAct(state: StateDir, clock: Clock, act: Act): (end: ActEnd) => void {
  const id = randomUUID();
  const began = clock.now();
  // Files of one event sort by what they say, and events by when they began.
  const file = (stage: string) => join(state.audit, `${began}-${id}-${stage}.json`);
  const event: AuditEvent = {
    audit_event_id: id,
    actor: act.actor,
    channel: act.channel,
    role: act.role ?? null,
    school_id: act.schools?.length === 1 ? (act.schools[0] as string) : null,
    schools: act.schools ?? null,
    act: act.act,
    object: act.object ?? null,
    statement_fingerprint: act.statement_fingerprint ?? null,
    datasets: act.datasets ?? null,
    columns: act.columns ?? null,
    rows: null,
    outcome: null,
    occurred_at: instantText(began),
    ended_at: null,
  };
  keep(state, file('1-began'), event);
  return ({ outcome, rows }) =>
    keep(state, file('2-ended'), {
      ...event,
      rows: rows === undefined ? null : `${BigInt(rows)}`,
      outcome,
      ended_at: instantText(clock.now()),
    });
}

function keep({ audit }: StateDir, path: string, event: AuditEvent): void {
  try {
    mkdirSync(audit, { recursive: true, mode: 0o700 });
    writeDurably(path, `${JSON.stringify(event)}\n`);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(`${audit}: the audit cannot be written (${code ?? String(cause)})`, {
      cause,
      hint: 'What cannot be audited is not done: make room there, or ask whoever the folder belongs to.',
    });
  }
}
