import type { Contract } from '../../datasets/contract.ts';

/** Rows are compared in this many heaps, so that only the heaps that differ are looked at row by row. */
export const bucketCount = 256;

/** A dataset as one side holds it: for each bucket the number of rows and the wrapping sum of their hashes. */
export interface Digest {
  readonly rows: number;
  readonly counts: readonly number[];
  readonly sums: readonly bigint[];
}

/** Hash of the canonical text by key. */
export type Hashes = Map<string, bigint>;

/**
 * Someone who holds rows: the sources, the lake, the query cluster. Each reads its own store; a row's hash is
 * that of `datasets/canonical.ts` (the key is one of its columns, so that equal values of other keys differ), its
 * bucket that of `bucketOf`.
 */
export interface Side {
  readonly name: string;
  digest(contract: Contract): Promise<Digest>;
  /** Keys and hashes of the rows in these buckets. */
  list(contract: Contract, buckets: ReadonlySet<number>): Promise<Hashes>;
  /** Keys and hashes of those of these keys that are there. */
  pick(contract: Contract, keys: ReadonlySet<string>): Promise<Hashes>;
}

/** Adds rows up to a digest, for sides that read row by row. */
export function digestBuilder() {
  const counts = new Array<number>(bucketCount).fill(0);
  const sums = new BigUint64Array(bucketCount);
  let rows = 0;
  return {
    add(bucket: number, hash: bigint): void {
      rows += 1;
      counts[bucket] = (counts[bucket] as number) + 1;
      sums[bucket] = (sums[bucket] as bigint) + hash;
    },
    digest: (): Digest => ({ rows, counts, sums: [...sums] }),
  };
}
