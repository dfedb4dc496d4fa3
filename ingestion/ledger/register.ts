import type { DatabaseSync } from 'node:sqlite';
import type { Person } from '../../datasets/columns.ts';
import type { AnyRow, Contract } from '../../datasets/contract.ts';
import { erasedSubjects, hiddenPrefix, type Identity, withoutErased } from '../../datasets/erasure.ts';
import { isExpired } from '../../datasets/retention.ts';
import type { SourceRow } from '../mapping/mapping.ts';
import type { Rejection, SourceChange } from './change.ts';

/** What stands for a text that must not be kept; the same text has the same hash in one state directory alone. */
export type HashOf = (text: string) => string;

/** A person and the values by which they were known, as hashes. */
export interface Registered {
  readonly persons: readonly Identity[];
  /** Keys and numbers of theirs, by which a row that broke its contract is known for theirs. */
  readonly values: readonly string[];
  /** By dataset the day or instant before which no row is kept, for those that are kept from a column on. */
  readonly cutoffs?: Readonly<Record<string, string>>;
}

/**
 * Who was erased, and from when on rows are kept. Sources may go on telling of what is gone: it is held back here. Of
 * people hashes are all that is kept, so that nothing in it can be read back.
 */
export interface Register {
  add(registered: Registered): void;
  /** After a rolled back transaction. */
  reread(): void;
  has(person: Person, key: string): boolean;
  /** What may be told of a row: the row itself where it names nobody who was erased, null where nothing is left. */
  leftOf(contract: Contract, row: AnyRow): AnyRow | null;
  /** The change without what names somebody who was erased; null where nothing of it may be taken. */
  screen(change: SourceChange): SourceChange | null;
  /** Whether a row that broke its contract is of somebody who was erased. */
  holds(rejection: Pick<Rejection, 'dataset' | 'key' | 'payload'>): boolean;
  /** What stands for the key of a row that is gone, where it was about somebody who was erased. */
  keyOf(dataset: string, key: string): string | null;
}

/** Names what a hash is of: equal texts of two kinds have two hashes. */
const personText = (person: Person, key: string) => `${person}:${key}`;
const valueText = (value: string) => `value:${value}`;
const hiddenKey = (hashOf: HashOf, dataset: string, key: string): string =>
  hiddenPrefix + hashOf(`${dataset}:${key}`);

export function openRegister(
  db: DatabaseSync,
  contracts: Readonly<Record<string, Contract>>,
  hashOf: HashOf | undefined,
): Register {
  const insert = db.prepare('INSERT OR IGNORE INTO erased VALUES (?)');
  const stored = db.prepare('SELECT hash FROM erased');
  const read = () => new Set((stored.all() as { hash: string }[]).map(({ hash }) => hash));
  const insertCutoff = db.prepare(
    'INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)',
  );
  const storedCutoffs = db.prepare("SELECT name, value FROM facts WHERE name LIKE 'retention.%'");
  const readCutoffs = () =>
    new Map(
      (storedCutoffs.all() as { name: string; value: string }[]).map(({ name, value }) => [
        name.slice('retention.'.length),
        value,
      ]),
    );
  let known = read();
  let cutoffs = readCutoffs();
  const reread = () => {
    known = read();
    cutoffs = readCutoffs();
  };
  const isIdle = () => known.size === 0 && cutoffs.size === 0;
  const hash: HashOf = (text) => {
    if (!hashOf) throw new Error('the register of erasures was opened without its key');
    return hashOf(text);
  };
  const has: Register['has'] = (person, key) => known.size > 0 && known.has(hash(personText(person, key)));
  const leftOf: Register['leftOf'] = (contract, row) => {
    const cutoff = cutoffs.get(contract.name);
    if (cutoff !== undefined && isExpired(contract, row, cutoff)) return null;
    return known.size === 0 ? row : withoutErased(contract, row, has);
  };
  const mentions = (payload: SourceRow) =>
    Object.values(payload).some((value) => value !== null && known.has(hash(valueText(value))));

  return {
    has,
    leftOf,
    reread,
    add({ persons, values, cutoffs: more = {} }) {
      for (const { person, key } of persons) insert.run(hash(personText(person, key)));
      for (const value of values) insert.run(hash(valueText(value)));
      for (const [dataset, cutoff] of Object.entries(more)) insertCutoff.run(`retention.${dataset}`, cutoff);
      reread();
    },
    screen(change) {
      const contract = contracts[change.dataset];
      if (isIdle() || !contract || !change.row) return change;
      const row = leftOf(contract, change.row);
      if (row === change.row || row === null) return row && change;
      const emptied = new Set(Object.keys(row).filter((name) => row[name] !== change.row?.[name]));
      return {
        ...change,
        row,
        unchanged: change.unchanged.filter((name) => !emptied.has(name)),
        // What a source says beside the contract may name them as well.
        partial: false,
        extra: null,
        payload: {},
      };
    },
    holds({ dataset, key, payload }) {
      if (known.size === 0) return false;
      const contract = contracts[dataset];
      const isTheirs =
        contract !== undefined &&
        key !== null &&
        erasedSubjects(contract).some(({ person, column }) => column === contract.key && has(person, key));
      return isTheirs || mentions(payload);
    },
    keyOf: (dataset, key) => (isIdle() ? null : hiddenKey(hash, dataset, key)),
  };
}
