import type { DatabaseSync } from 'node:sqlite';
import type { ChangeEvent, Op } from '../../datasets/change.ts';
import type { Names } from './names.ts';
import type { Sources } from './sources.ts';

const headFact = 'bus.trimmed';
/** Characters of rows and extras that one read hands over, about. */
const longestRead = 16 * 1_048_576;

/** What is appended for one accepted change; ids instead of names, since it is written for every row. */
export interface Appended {
  dataset: number;
  key: string;
  op: Op;
  version: number;
  source: number;
  position: string;
  occurredAt: string | null;
  acceptedAt: string;
  contractVersion: number;
  mappingVersion: number;
  row: string | null;
  extra: string | null;
}

interface Stored {
  seq: number;
  dataset: number;
  key: string;
  op: Op;
  version: number;
  source: number;
  position: string;
  occurred_at: string | null;
  accepted_at: string;
  contract_version: number;
  mapping_version: number;
  row: string | null;
  extra: string | null;
}

/** The ordered log of accepted changes. `seq` has no gaps and survives trimming. */
export function openBus(db: DatabaseSync, names: Names, sources: Sources) {
  const insert = db.prepare('INSERT INTO bus VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const select = db.prepare('SELECT * FROM bus WHERE seq > ? ORDER BY seq LIMIT ?');
  const stored = db.prepare(
    `SELECT max(ifnull((SELECT max(seq) FROM bus), 0),
       ifnull((SELECT CAST(value AS INTEGER) FROM facts WHERE name = '${headFact}'), 0)) AS head`,
  );
  const eventOf = (event: Stored): ChangeEvent => ({
    seq: event.seq,
    dataset: names.name(event.dataset),
    key: event.key,
    op: event.op,
    version: event.version,
    source: sources.nameOf(event.source),
    position: event.position,
    occurredAt: event.occurred_at,
    acceptedAt: event.accepted_at,
    contractVersion: event.contract_version,
    mappingVersion: event.mapping_version,
    row: event.row,
    extra: event.extra,
  });
  const head = () => (stored.get() as { head: number }).head;
  let last = head();

  return {
    head,
    append(event: Appended): void {
      last += 1;
      insert.run(
        last,
        event.dataset,
        event.key,
        event.op,
        event.version,
        event.source,
        event.position,
        event.occurredAt,
        event.acceptedAt,
        event.contractVersion,
        event.mappingVersion,
        event.row,
        event.extra,
      );
    },
    /** The head as this writer knows it, without asking the database. */
    last: () => last,
    /** After a rolled back transaction: the numbers that it used are free again. */
    rollback(): void {
      last = head();
    },
    /** Fewer than `limit` when the texts of these are long already: a reader must have room for them. */
    read(afterSeq: number, limit: number): ChangeEvent[] {
      const events: ChangeEvent[] = [];
      let length = 0;
      for (const stored of select.iterate(afterSeq, limit) as unknown as Iterable<Stored>) {
        events.push(eventOf(stored));
        length += (stored.row?.length ?? 0) + (stored.extra?.length ?? 0);
        if (length >= longestRead) break;
      }
      return events;
    },
    /** Removes events up to and including `seq`; the caller knows that every sink has them. */
    trim(seq: number): number {
      db.prepare(
        `INSERT INTO facts VALUES ('${headFact}', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      ).run(String(last));
      return Number(db.prepare('DELETE FROM bus WHERE seq <= ?').run(seq).changes);
    },
  };
}
