import { rowHash } from '../../../datasets/canonical.ts';
import { contractOf } from '../../../datasets/catalog.ts';
import type { Input } from './inputs.ts';
import { Repairs } from './repairs.ts';
import { type Offered, walk } from './walk.ts';

/** What the files of a load say of the keys of one dataset. */
export interface Keys {
  /** Ordinal of the last good row, or of the last delete, of every key. */
  readonly changes: Map<string, number>;
  /** Ordinal of the last rejected row of every key. */
  readonly rejections: Map<string, number>;
  /** Rejected rows whose key nobody knows. */
  keyless: number;
}

/** Everything that one reading of the files tells. */
export interface Survey {
  readonly keys: ReadonlyMap<string, Keys>;
  /** What was mended in files as a whole, and rows that another row of their file or of their thing outdoes. */
  readonly repairs: Repairs;
  /** Ordinal of the last offer before each file. */
  readonly starts: readonly number[];
}

/** Reads and maps every row of a load once. */
export async function survey(inputs: readonly Input[]): Promise<Survey> {
  const keys = new Map<string, Keys>();
  const repairs = new Repairs();
  const starts: number[] = [];
  /** Rows of derived things by dataset and key, as hashes: they are few, and should agree. */
  const told = new Map<string, bigint>();
  let ordinal = 0;

  function take(offered: Offered, start: number): void {
    const { dataset, isDerived, place, change, rejection } = offered;
    const known = keys.get(dataset) as Keys;
    if (rejection) {
      if (rejection.key === null) known.keyless += 1;
      else known.rejections.set(rejection.key, offered.ordinal);
    }
    if (!change) return;
    const contract = contractOf(dataset);
    const before = known.changes.get(change.key) ?? 0;
    known.changes.set(change.key, offered.ordinal);
    if (isDerived && change.row) {
      const thing = `${dataset}\n${change.key}`;
      const hash = rowHash(contract, change.row);
      const repair = 'rows of one key disagree, the last counts';
      if ((told.get(thing) ?? hash) !== hash) repairs.add(dataset, { column: contract.key, repair }, place);
      told.set(thing, hash);
    } else if (before > start && change.row) {
      repairs.add(dataset, { column: contract.key, repair: 'key given again, the last row counts' }, place);
    }
  }

  for (const input of inputs) {
    starts.push(ordinal);
    const start = ordinal;
    const [main] = input.compiled.feeds;
    for (const { feed } of input.compiled.feeds) {
      if (!keys.has(feed.dataset))
        keys.set(feed.dataset, { changes: new Map(), rejections: new Map(), keyless: 0 });
    }
    for (const repair of input.file.repairs) {
      if (main) repairs.add(main.feed.dataset, repair, input.file.name);
    }
    for (const repair of input.naming.repairs) repairs.add(repair.dataset, repair, input.file.name);
    for await (const offers of walk(input, start, () => '')) {
      for (const offered of offers) {
        take(offered, start);
        ordinal = offered.ordinal;
      }
    }
  }
  return { keys, repairs, starts };
}

/** Whether no later row of the load says something of the same key: a rejected row takes no good one's place. */
export function isLast(keys: Keys, { change, rejection, ordinal }: Offered): boolean {
  if (change) return (keys.changes.get(change.key) ?? ordinal) <= ordinal;
  const key = rejection?.key ?? null;
  if (key === null) return true;
  return (keys.rejections.get(key) ?? ordinal) <= ordinal && (keys.changes.get(key) ?? ordinal) <= ordinal;
}
