import type { AnyRow } from '../../datasets/contract.ts';
import type { SourceRow } from '../mapping/mapping.ts';
import type { LedgerParts } from './parts.ts';

/** What the ledger holds of a live row, for whoever reads it anew. */
export interface Held {
  readonly source: string;
  readonly row: AnyRow;
  readonly extra: SourceRow | null;
}

/** The row as it should be, and the version of the mapping that says so; null when it should stay. */
export type Revision = (
  held: Held,
) => (Pick<Held, 'row' | 'extra'> & { readonly mappingVersion: number }) | null;

/** How far the rows of a dataset were revised. */
export interface Revised {
  readonly revised: number;
  /** The last key looked at; null at the end. */
  readonly lastKey: string | null;
}

interface Stored {
  rowid: number;
  key: string;
  version: number;
  source: number;
  position: string;
  row: string;
  extra: string | null;
}

/**
 * Changes rows by what the ledger itself knows. Each is a change like any other, with a version of its own on the
 * bus; since nothing new was read, its position stays where the source left it.
 */
export function reviser({ db, names, sources, bus, contracts }: LedgerParts) {
  const select = db.prepare(`SELECT rowid, key, version, source, position, row, extra FROM entries
    WHERE dataset = ? AND key > ? AND deleted = 0 ORDER BY key LIMIT ?`);
  const update = db.prepare('UPDATE entries SET version = ?, row = ?, extra = ? WHERE rowid = ?');

  return (dataset: string, revision: Revision, afterKey: string, limit: number, now: string): Revised => {
    const contract = contracts[dataset];
    const entries = select.all(names.id(dataset), afterKey, limit) as unknown as Stored[];
    let revised = 0;
    for (const { rowid, key, version, source, position, ...stored } of entries) {
      const found = revision({
        source: sources.nameOf(source),
        row: JSON.parse(stored.row) as AnyRow,
        extra: stored.extra === null ? null : (JSON.parse(stored.extra) as SourceRow),
      });
      if (!found) continue;
      const row = JSON.stringify(found.row);
      const extra = found.extra && JSON.stringify(found.extra);
      update.run(version + 1, row, extra, rowid);
      bus.append({
        dataset: names.id(dataset),
        key,
        op: contract?.kind === 'event' ? 'append' : 'upsert',
        version: version + 1,
        source,
        position,
        occurredAt: null,
        acceptedAt: now,
        contractVersion: contract?.version ?? 0,
        mappingVersion: found.mappingVersion,
        row,
        extra,
      });
      revised += 1;
    }
    return { revised, lastKey: entries.length < limit ? null : (entries.at(-1)?.key ?? null) };
  };
}
