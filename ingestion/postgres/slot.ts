import type pg from 'pg';
import { UserError } from '../../base/errors.ts';
import { quoteName, quoteText } from './connect.ts';
import { type Lsn, lsnText, parseLsn } from './lsn.ts';

/** A replication slot as the server has it. */
export interface SlotFacts {
  readonly plugin: string;
  readonly database: string;
  /** `lost` when the server has removed log that was not read yet. */
  readonly walStatus: string | null;
  readonly invalidationReason: string | null;
  /** Up to here the server was told that everything is durable. */
  readonly confirmed: Lsn | null;
}

/** Which server this is and where it stands. */
export interface ServerIdentity {
  readonly systemId: string;
  readonly timeline: number;
  readonly database: string;
  /** End of the log that is on disk. */
  readonly flushed: Lsn;
  readonly slot: SlotFacts | null;
  /** Where the timeline that was read before ended; null when it is the present one or not in its history. */
  readonly switchedAt: Lsn | null;
}

/** What is remembered of the source. */
export interface Remembered {
  /** `copying` until a whole copy is in the ledger. */
  readonly phase: 'new' | 'copying' | 'streaming';
  readonly systemId: string | null;
  readonly timeline: number | null;
  /** Where the slot began. */
  readonly began: Lsn | null;
  /** Up to here the ledger holds everything; null before the first copy. */
  readonly position: Lsn | null;
}

/** How to begin: with a copy at a new slot (the old one dropped), or from where the stream stopped. */
export type Start =
  | { readonly kind: 'copy'; readonly drop: boolean }
  | { readonly kind: 'stream'; readonly newTimeline: boolean };

/**
 * Decides how to begin. Whenever rows could be missing between what the ledger holds and what the slot will send,
 * it refuses (UserError): only a new copy can find them, and that is the user's decision.
 */
export function planStart(
  slotName: string,
  remembered: Remembered,
  server: ServerIdentity,
  { resnapshot }: { readonly resnapshot: boolean },
): Start {
  const { slot } = server;
  if (resnapshot || remembered.phase !== 'streaming') {
    if (slot && remembered.phase === 'new' && !resnapshot) {
      throw new UserError(
        `the replication slot ${slotName} exists already, and this Aljibe did not make it`,
        {
          hint: `If nobody reads it any more, start with --resnapshot, which makes it anew, or run SELECT pg_drop_replication_slot('${slotName}').`,
        },
      );
    }
    return { kind: 'copy', drop: slot !== null };
  }
  const missing = whatIsMissing(slotName, remembered, server);
  if (missing) {
    throw new UserError(`${missing}: changes of the source are missing`, {
      hint: 'Start with --resnapshot: it copies everything anew and removes what is no longer there.',
    });
  }
  return { kind: 'stream', newTimeline: server.timeline !== remembered.timeline };
}

function whatIsMissing(slotName: string, remembered: Remembered, server: ServerIdentity): string | null {
  const { slot } = server;
  const { position } = remembered;
  if (server.systemId !== remembered.systemId) {
    return `this is another PostgreSQL than before (system identifier ${server.systemId} instead of ${remembered.systemId})`;
  }
  if (!slot) return `the replication slot ${slotName} is gone`;
  if (slot.plugin !== 'pgoutput' || slot.database !== server.database) {
    return `the replication slot ${slotName} is another one now (${slot.plugin} in ${slot.database})`;
  }
  if (slot.walStatus === 'lost' || slot.invalidationReason || slot.confirmed === null) {
    return `the replication slot ${slotName} was invalidated (${slot.invalidationReason ?? 'its log was removed'})`;
  }
  if (position === null) return null;
  if (
    server.timeline !== remembered.timeline &&
    (server.switchedAt === null || server.switchedAt < position)
  ) {
    return `the server was promoted to timeline ${server.timeline} without the last changes that were read before`;
  }
  if (position > server.flushed) {
    return `the server's log ends at ${lsnText(server.flushed)}, before ${lsnText(position)}, which was read already`;
  }
  if (slot.confirmed > position) {
    return `the slot goes on at ${lsnText(slot.confirmed)}, but the ledger ends at ${lsnText(position)}`;
  }
  return null;
}

/** `<system identifier>/<timeline>/<slot>@<where the slot began>`: another text, another source. */
export function identityText(systemId: string, timeline: number, slotName: string, began: Lsn): string {
  return `${systemId}/${timeline}/${slotName}@${lsnText(began)}`;
}

export function parseIdentity(
  text: string | null,
): { systemId: string; timeline: number; began: Lsn } | null {
  const match = text === null ? null : /^(\d+)\/(\d+)\/\w+@(.*)$/.exec(text);
  if (!match) return null;
  return { systemId: match[1] as string, timeline: Number(match[2]), began: parseLsn(match[3] as string) };
}

/** Asks a replication connection who the server is. `knownTimeline` is the one that was read before. */
export async function readIdentity(
  replication: pg.ClientBase,
  slotName: string,
  knownTimeline: number | null,
): Promise<ServerIdentity> {
  const [system] = (await replication.query('IDENTIFY_SYSTEM')).rows as {
    systemid: string;
    timeline: number | string;
    dbname: string;
  }[];
  if (!system) throw new Error('IDENTIFY_SYSTEM answered nothing');
  const timeline = Number(system.timeline);
  const { rows } = await replication.query(
    `SELECT pg_current_wal_flush_lsn()::text AS flushed,
       (SELECT to_jsonb(s)::text FROM pg_replication_slots s WHERE slot_name = ${quoteText(slotName)}) AS slot`,
  );
  const { flushed, slot } = rows[0] as { flushed: string; slot: string | null };
  return {
    systemId: system.systemid,
    timeline,
    database: system.dbname,
    flushed: parseLsn(flushed),
    slot: slot === null ? null : slotFacts(JSON.parse(slot) as Record<string, unknown>),
    switchedAt:
      knownTimeline !== null && knownTimeline !== timeline
        ? await readSwitch(replication, timeline, knownTimeline)
        : null,
  };
}

function slotFacts(row: Record<string, unknown>): SlotFacts {
  const text = (name: string) => (typeof row[name] === 'string' ? row[name] : null);
  const confirmed = text('confirmed_flush_lsn');
  return {
    plugin: text('plugin') ?? 'physical',
    database: text('database') ?? '',
    walStatus: text('wal_status'),
    invalidationReason: text('invalidation_reason'),
    confirmed: confirmed === null ? null : parseLsn(confirmed),
  };
}

/** A line of a history file is `<timeline> TAB <LSN at which it ended> TAB <reason>`. */
async function readSwitch(replication: pg.ClientBase, timeline: number, known: number): Promise<Lsn | null> {
  const { rows } = await replication.query(`TIMELINE_HISTORY ${timeline}`);
  const content = String((rows[0] as { content: unknown }).content);
  for (const line of content.split('\n')) {
    const [ended, at] = line.trim().split(/\s+/);
    if (Number(ended) === known && at) return parseLsn(at);
  }
  return null;
}

/** A new slot; its snapshot can be imported until the connection runs its next command. */
export async function createSlot(
  replication: pg.ClientBase,
  name: string,
  options: { readonly temporary: boolean },
): Promise<{ consistentPoint: Lsn; snapshotName: string }> {
  const temporary = options.temporary ? 'TEMPORARY ' : '';
  const { rows } = await replication.query(
    `CREATE_REPLICATION_SLOT ${quoteName(name)} ${temporary}LOGICAL pgoutput EXPORT_SNAPSHOT`,
  );
  const created = rows[0] as { consistent_point: string; snapshot_name: string };
  return { consistentPoint: parseLsn(created.consistent_point), snapshotName: created.snapshot_name };
}

/** Fails with SQLSTATE 55006 while somebody reads it. */
export async function dropSlot(replication: pg.ClientBase, name: string): Promise<void> {
  await replication.query(`DROP_REPLICATION_SLOT ${quoteName(name)}`);
}
