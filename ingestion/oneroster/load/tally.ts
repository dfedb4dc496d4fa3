import { catalog } from '../../../datasets/catalog.ts';
import type { Offered } from './walk.ts';

/** One kind of repair, how often it was made, and where first. */
export interface RepairCount {
  readonly column: string;
  readonly repair: string;
  readonly count: number;
  readonly places: readonly string[];
}

/** Why a row went to quarantine; the value only where its column is not classified. */
export interface RejectNote {
  readonly place: string;
  readonly column: string | null;
  readonly rule: string;
  readonly value: string | null;
}

type Kind = 'row' | 'delete' | 'reject';
const kinds: readonly Kind[] = ['row', 'delete', 'reject'];
const placesShown = 3;
/** Rejects that a plan or a result lists; all are counted, and all are in quarantine. */
export const rejectsShown = 100;

/** What a bundle says of one dataset. */
export class Tally {
  readonly dataset: string;
  readonly rejects: RejectNote[] = [];
  /** Referenced keys by column, with the number of rows that name them and the first place. */
  readonly references = new Map<string, Map<string, { rows: number; place: string }>>();
  readonly #repairs = new Map<string, { column: string; repair: string; count: number; places: string[] }>();
  /** The last offer of every key: its ordinal and its kind in one number, since there may be millions. */
  readonly #last = new Map<string, number>();
  readonly #referring: readonly string[];
  #keyless = 0;

  constructor(dataset: string) {
    this.dataset = dataset;
    const columns = Object.entries(catalog[dataset]?.columns ?? {});
    this.#referring = columns.filter(([, column]) => column.references).map(([name]) => name);
  }

  take({ change, rejection, repairs, place, ordinal }: Offered): void {
    for (const { column, repair } of repairs) this.repair(column, repair, place);
    const offered = change ?? rejection;
    if (!offered) return;
    if (rejection) {
      const { column, rule, value } = rejection;
      if (this.rejects.length < rejectsShown) this.rejects.push({ place, column, rule, value });
    }
    if (offered.key === null) {
      this.#keyless += 1;
      return;
    }
    if (this.#last.has(offered.key) && change?.op !== 'delete') {
      this.repair(catalog[this.dataset]?.key ?? '', 'key given again, the last row counts', place);
    }
    const kind: Kind = rejection ? 'reject' : change?.op === 'delete' ? 'delete' : 'row';
    this.#last.set(offered.key, ordinal * kinds.length + kinds.indexOf(kind));
    if (change?.row) this.#refer(change.row, place);
  }

  repair(column: string, repair: string, place: string): void {
    const name = `${column}\n${repair}`;
    const found = this.#repairs.get(name) ?? { column, repair, count: 0, places: [] };
    found.count += 1;
    if (found.places.length < placesShown) found.places.push(place);
    this.#repairs.set(name, found);
  }

  get repairs(): RepairCount[] {
    return [...this.#repairs.values()];
  }

  keys(): Iterable<string> {
    return this.#last.keys();
  }

  /** Keys of which the bundle says something, be it that they are gone or that they are broken. */
  has(key: string): boolean {
    return this.#last.has(key);
  }

  /** Whether the bundle has a good row of this key. */
  offers(key: string): boolean {
    const last = this.#last.get(key);
    return last !== undefined && last % kinds.length === kinds.indexOf('row');
  }

  /** Whether this offer is the last of its key, the one that counts. */
  isLast({ change, rejection, ordinal }: Offered): boolean {
    const key = (change ?? rejection)?.key ?? null;
    return key === null || Math.floor((this.#last.get(key) ?? 0) / kinds.length) === ordinal;
  }

  /** Keys by what the bundle says last of them. */
  counts(): Readonly<Record<Kind, number>> {
    const counts = { row: 0, delete: 0, reject: this.#keyless };
    for (const last of this.#last.values()) counts[kinds[last % kinds.length] as Kind] += 1;
    return counts;
  }

  #refer(row: Readonly<Record<string, unknown>>, place: string): void {
    for (const column of this.#referring) {
      const value = row[column];
      if (value === null || value === undefined) continue;
      for (const key of Array.isArray(value) ? value : [value]) {
        const found = this.references.get(column) ?? new Map();
        const known = found.get(key);
        if (known) known.rows += 1;
        else found.set(key, { rows: 1, place });
        this.references.set(column, found);
      }
    }
  }
}
