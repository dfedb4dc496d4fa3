import type { Contract } from '../../datasets/contract.ts';
import { bucketCount, type Digest, type Hashes, type Side } from './side.ts';

/** A row that a store does not hold as the source does. */
export interface Difference {
  readonly key: string;
  readonly store: string;
  readonly what: 'missing' | 'surplus' | 'different';
}

export interface Comparison {
  readonly dataset: string;
  /** Rows at the source, but for those in quarantine. */
  readonly expected: number;
  /** Rows by store, at the moment of the source's snapshot. */
  readonly stores: Readonly<Record<string, number>>;
  /** Keys that were seen changing and compared again. */
  readonly moved: number;
  readonly differences: readonly Difference[];
}

export interface Parties {
  readonly expected: Side;
  readonly stores: readonly Side[];
  /** Keys of a dataset that are left out on both sides: their present row is in quarantine. */
  excluded(contract: Contract): ReadonlySet<string>;
  /** Told before each dataset is looked at as a whole. */
  begin?(contract: Contract): void;
  /** Takes a new snapshot of the source and waits until every store has passed it. */
  refresh(): Promise<void>;
}

/** A key that keeps differing while it keeps moving is compared this many times before it counts. */
const rounds = 8;

/** What is known of a dataset so far. */
interface Compared {
  readonly contract: Contract;
  readonly expected: number;
  /** Keys that differed at the first look. */
  readonly suspected: ReadonlySet<string>;
  readonly differences: readonly Difference[];
}

/**
 * Compares datasets between their sources and the stores: checksums by bucket first, then keys where those differ,
 * and once more, at a new snapshot, the keys that differ, since they may only have moved in the meantime. A new
 * snapshot serves all datasets: to wait until every store has passed it takes longer than to look.
 */
export async function compareDatasets(
  contracts: readonly Contract[],
  parties: Parties,
): Promise<Comparison[]> {
  let compared: Compared[] = [];
  for (const contract of contracts) {
    parties.begin?.(contract);
    compared.push(await lookAtAll(contract, parties));
  }
  for (let round = 0; round < rounds && compared.some(isOpen); round++) {
    await parties.refresh();
    const again: Compared[] = [];
    for (const each of compared) again.push(isOpen(each) ? await lookAgain(each, parties) : each);
    compared = again;
  }
  return compared.map((each) => resultOf(each, parties));
}

const isOpen = ({ differences }: Compared) => differences.length > 0;

async function lookAtAll(contract: Contract, { expected, stores, excluded }: Parties): Promise<Compared> {
  const sourceDigest = await expected.digest(contract);
  const digests = await Promise.all(stores.map((store) => store.digest(contract)));
  const suspects = new Set(digests.flatMap((digest) => differingBuckets(sourceDigest, digest)));
  const differences: Difference[] = [];
  if (suspects.size > 0) {
    const source = await expected.list(contract, suspects);
    for (const store of stores) {
      const found = await store.list(contract, suspects);
      differences.push(...differencesOf(store.name, source, found, excluded(contract)));
    }
  }
  return {
    contract,
    expected: sourceDigest.rows,
    suspected: new Set(differences.map(({ key }) => key)),
    differences,
  };
}

async function lookAgain(compared: Compared, { expected, stores, excluded }: Parties): Promise<Compared> {
  const { contract } = compared;
  const keys = new Set(compared.differences.map(({ key }) => key));
  const source = await expected.pick(contract, keys);
  const differences: Difference[] = [];
  for (const store of stores) {
    const found = await store.pick(contract, keys);
    differences.push(...differencesOf(store.name, source, found, excluded(contract)));
  }
  return { ...compared, differences };
}

function resultOf({ contract, expected, suspected, differences }: Compared, { stores }: Parties): Comparison {
  const real = new Set(differences.map(({ key }) => key));
  return {
    dataset: contract.name,
    expected,
    stores: Object.fromEntries(stores.map(({ name }) => [name, expected + balance(name, differences)])),
    moved: [...suspected].filter((key) => !real.has(key)).length,
    differences,
  };
}

/** Buckets in which two digests disagree. */
export function differingBuckets(one: Digest, other: Digest): number[] {
  const differing: number[] = [];
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    if (one.counts[bucket] !== other.counts[bucket] || one.sums[bucket] !== other.sums[bucket])
      differing.push(bucket);
  }
  return differing;
}

function differencesOf(
  store: string,
  source: Hashes,
  found: Hashes,
  excluded: ReadonlySet<string>,
): Difference[] {
  const differences: Difference[] = [];
  for (const [key, hash] of source) {
    if (excluded.has(key)) continue;
    const other = found.get(key);
    if (other === undefined) differences.push({ key, store, what: 'missing' });
    else if (other !== hash) differences.push({ key, store, what: 'different' });
  }
  for (const key of found.keys()) {
    if (!source.has(key) && !excluded.has(key)) differences.push({ key, store, what: 'surplus' });
  }
  return differences.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function balance(store: string, differences: readonly Difference[]): number {
  let balance = 0;
  for (const difference of differences) {
    if (difference.store !== store) continue;
    if (difference.what === 'missing') balance -= 1;
    if (difference.what === 'surplus') balance += 1;
  }
  return balance;
}
