import { instantText } from '../../base/clock.ts';
import { writeDurably } from '../../base/files.ts';
import { auditEvents } from '../../datasets/audit_events.ts';
import type { Person } from '../../datasets/columns.ts';
import type { ErasedRows } from '../../ingestion/ledger/erase.ts';
import { curatedDir } from '../../lake/dirs.ts';
import { ask } from '../../lake/duckdb.ts';
import { governanceKey, hmac } from '../../lake/governance/keys.ts';
import { scanSql } from '../../lake/iceberg/scan.ts';
import { openTable } from '../../lake/iceberg/versions.ts';
import type { Stores } from '../stores.ts';
import { certificatePath, type Journal } from './journal.ts';

/** What an erasure leaves: what was done, and nothing by which the person could be known. */
export interface Certificate {
  readonly id: string;
  readonly requestedAt: string;
  readonly completedAt: string;
  /** Each key that the person had, as a hash with the key of this state directory; nobody for rows that grew old. */
  readonly persons: readonly { readonly person: Person; readonly hash: string }[];
  /** By dataset the day or instant before which rows went, where they are kept no longer. */
  readonly cutoffs: Readonly<Record<string, string>>;
  /** Rows that were there when it was asked for. */
  readonly rows: ErasedRows;
  /** Versions of rows, those of today and of before and deletes, that were in the raw zone. */
  readonly versions: Readonly<Record<string, number>>;
  /** What each step did. */
  readonly steps: Readonly<Record<string, unknown>>;
  /** Files that were looked through for values that are the person's alone; null where nobody asked for it. */
  readonly verified: Verified | null;
  /** What this platform does not reach: backups that were made before. */
  readonly backups: readonly { readonly to: string; readonly at: string }[];
  /** Of all the rest, so that a certificate that was changed is told from one that was not. */
  readonly seal: string;
}

export interface Verified {
  readonly values: number;
  /** Places that held one of them before the erasure, and after it. */
  readonly before: number;
  readonly after: number;
}

/** Writes the certificate of an erasure that is done. */
export async function certify(
  stores: Stores,
  journal: Journal,
  verified: Verified | null,
): Promise<Certificate> {
  const { state, clock } = stores;
  const key = governanceKey(state.keys, 'erasure');
  const facts = {
    id: journal.id,
    requestedAt: journal.requestedAt,
    completedAt: instantText(clock.now()),
    persons: journal.identities.map(({ person, key: of }) => ({
      person,
      hash: hmac(key, `${person}:${of}`),
    })),
    cutoffs: journal.cutoffs,
    rows: journal.rows,
    versions: Object.fromEntries((journal.traces ?? []).map(([dataset, of]) => [dataset, of.length])),
    steps: journal.done,
    verified,
    backups: await backupsIn(stores),
  };
  const certificate = { ...facts, seal: hmac(key, JSON.stringify(facts)) };
  writeDurably(certificatePath(state, journal.id), `${JSON.stringify(certificate, null, 2)}\n`);
  return certificate;
}

/** Backups that the audit tells of: each place once, with its last time. */
async function backupsIn({ dirs, engine }: Stores) {
  const table = await openTable(curatedDir(dirs, auditEvents.name));
  if (!table) return [];
  const connection = await engine.connect();
  try {
    return await ask<{ to: string; at: string }>(
      connection,
      `SELECT object AS "to", strftime(max(occurred_at), '%Y-%m-%dT%H:%M:%S.%fZ') AS "at" FROM ${await scanSql(table)}
       WHERE act = 'backup' AND outcome = 'done' GROUP BY object ORDER BY object`,
    );
  } finally {
    connection.closeSync();
  }
}
