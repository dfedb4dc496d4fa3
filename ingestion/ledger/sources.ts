import type { DatabaseSync } from 'node:sqlite';

export type SourceKind = 'postgres' | 'oneroster' | 'table' | 'documents' | 'platform' | 'api';

/** Where rows come from. `position` is the last one that is durable here; null before the first. */
export interface Source {
  readonly id: number;
  readonly name: string;
  readonly kind: SourceKind;
  /** Rises when the identity changes: positions of a new epoch are newer than every position before. */
  readonly epoch: number;
  /** What the source said that it is: system identifier, timeline and slot of a PostgreSQL server. */
  readonly identity: string | null;
  readonly position: string | null;
}

export interface Sources {
  /** The source of this name, made on its first use. */
  source(name: string, kind: SourceKind): Source;
  /** All sources, in the order of their first use. */
  list(): Source[];
  nameOf(id: number): string;
  /** Records that the source is another one than before; answers it with the next epoch. */
  raiseEpoch(name: string, identity: string): Source;
}

export function openSources(db: DatabaseSync): Sources {
  const names = new Map<number, string>();
  const find = db.prepare('SELECT * FROM sources WHERE name = ?');
  const all = db.prepare('SELECT * FROM sources ORDER BY id');
  const list = () => all.all() as unknown as Source[];

  return {
    list,
    source(name, kind) {
      const known = find.get(name) as Source | undefined;
      if (known) return known;
      db.prepare('INSERT INTO sources (name, kind) VALUES (?, ?)').run(name, kind);
      return find.get(name) as unknown as Source;
    },
    nameOf(id) {
      if (!names.has(id)) for (const source of list()) names.set(source.id, source.name);
      return names.get(id) ?? `source ${id}`;
    },
    raiseEpoch(name, identity) {
      // The first identity is no change: nothing was read from the source before.
      db.prepare(
        'UPDATE sources SET epoch = epoch + (identity IS NOT NULL), identity = ?, position = NULL WHERE name = ?',
      ).run(identity, name);
      return find.get(name) as unknown as Source;
    },
  };
}
