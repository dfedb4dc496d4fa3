import type { AnyRow } from '../../datasets/contract.ts';
import type { LedgerParts } from './parts.ts';

/** What erasing did to the ledger, rows by dataset. */
export interface ErasedRows {
  readonly deleted: Readonly<Record<string, number>>;
  readonly anonymised: Readonly<Record<string, number>>;
  readonly quarantined: number;
}

interface Stored {
  rowid: number;
  version: number;
  source: number;
  position: string;
  row: string | null;
}

/**
 * Deletes, or makes anonymous, the rows of these keys that name somebody in the register, and the rows in quarantine
 * that are of them. Each is a change like any other: sinks take it as they take all others. Runs inside the ledger's
 * transaction.
 */
export function eraser({ db, names, bus, contracts, live, quarantine, register }: LedgerParts) {
  const find = db.prepare(
    'SELECT rowid, version, source, position, row FROM entries WHERE dataset = ? AND key = ?',
  );
  const update = db.prepare(
    'UPDATE entries SET version = ?, deleted = ?, row = ?, extra = NULL WHERE rowid = ?',
  );

  function eraseRow(dataset: string, key: string, now: string): 'deleted' | 'anonymised' | null {
    const contract = contracts[dataset];
    const found = find.get(names.id(dataset), key) as Stored | undefined;
    if (!contract || !found || found.row === null) return null;
    const before = JSON.parse(found.row) as AnyRow;
    const left = register.leftOf(contract, before);
    if (left === before) return null;
    const { rowid, source, position } = found;
    const version = found.version + 1;
    const row = left && JSON.stringify(left);
    update.run(version, left ? 0 : 1, row, rowid);
    if (!left) live.change(names.id(dataset), -1);
    const written = contract.kind === 'event' ? 'append' : 'upsert';
    bus.append({
      dataset: names.id(dataset),
      key,
      op: left ? written : 'delete',
      version,
      source,
      position,
      occurredAt: null,
      acceptedAt: now,
      contractVersion: contract.version,
      mappingVersion: 0,
      row,
      extra: null,
    });
    return left ? 'anonymised' : 'deleted';
  }

  return (keys: ReadonlyMap<string, Iterable<string>>, now: string): ErasedRows => {
    const deleted: Record<string, number> = {};
    const anonymised: Record<string, number> = {};
    for (const [dataset, ofDataset] of keys) {
      for (const key of ofDataset) {
        const done = eraseRow(dataset, key, now);
        if (done === null) continue;
        const counts = done === 'deleted' ? deleted : anonymised;
        counts[dataset] = (counts[dataset] ?? 0) + 1;
      }
    }
    let quarantined = 0;
    for (const record of quarantine.list()) {
      if (!register.holds(record)) continue;
      quarantine.releaseById(record.id);
      quarantined += 1;
    }
    return { deleted, anonymised, quarantined };
  };
}

/** Puts hashes in the place of the keys of rows that are gone. Their versions stay, so that none is given twice. */
export function hideKeys({ db, names, register }: LedgerParts) {
  const hide = db.prepare(
    'UPDATE OR REPLACE entries SET key = ? WHERE dataset = ? AND key = ? AND deleted = 1',
  );
  return (keys: ReadonlyMap<string, Iterable<string>>): number => {
    let hidden = 0;
    for (const [dataset, ofDataset] of keys) {
      for (const key of ofDataset) {
        hidden += Number(hide.run(register.keyOf(dataset, key), names.id(dataset), key).changes);
      }
    }
    return hidden;
  };
}
