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
import { exportAct } from '../audit/act.ts';
import type { Stores } from '../stores.ts';
import { certificatePath, type Journal } from './journal.ts';

/** A copy that somebody has made, and when last. */
interface Copy {
  readonly to: string;
  readonly at: string;
}

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
  readonly backups: readonly Copy[];
  /** Files that datasets with rows of theirs were exported to before. */
  readonly exports: readonly (Copy & { readonly dataset: string })[];
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
    ...(await copiesIn(stores, new Set((journal.traces ?? []).map(([dataset]) => dataset)))),
  };
  const certificate = { ...facts, seal: hmac(key, JSON.stringify(facts)) };
  writeDurably(certificatePath(state, journal.id), `${JSON.stringify(certificate, null, 2)}\n`);
  return certificate;
}

/** Copies that the audit tells of: each place once, with its last time. */
async function copiesIn(
  { dirs, engine }: Stores,
  datasets: ReadonlySet<string>,
): Promise<Pick<Certificate, 'backups' | 'exports'>> {
  const table = await openTable(curatedDir(dirs, auditEvents.name));
  if (!table) return { backups: [], exports: [] };
  const connection = await engine.connect();
  try {
    const copies = await ask<Copy & { act: string; dataset: string | null }>(
      connection,
      `SELECT act, object AS "to", datasets[1] AS dataset,
         strftime(max(occurred_at), '%Y-%m-%dT%H:%M:%S.%fZ') AS "at"
       FROM ${await scanSql(table)}
       WHERE act IN ('backup', '${exportAct}') AND outcome = 'done' GROUP BY ALL ORDER BY object, dataset`,
    );
    return {
      backups: copies.filter(({ act }) => act === 'backup').map(({ to, at }) => ({ to, at })),
      exports: copies.flatMap(({ act, dataset: table, to, at }) => {
        const dataset = table?.replace(/^curated\./, '') ?? '';
        return act === exportAct && datasets.has(dataset) ? [{ dataset, to, at }] : [];
      }),
    };
  } finally {
    connection.closeSync();
  }
}
