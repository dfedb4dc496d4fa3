import { bucketOf, rowHash } from '../../datasets/canonical.ts';
import type { AnyRow, Contract } from '../../datasets/contract.ts';
import type { LakeDirs } from '../../lake/dirs.ts';
import type { Engine } from '../../lake/duckdb.ts';
import { lakeDigests } from '../../lake/sql/digest.ts';
import { openIndexScan } from '../../query/sqlite/scan.ts';
import { bucketCount, digestBuilder, type Side } from './side.ts';

/** The lake, as its files say. */
export function lakeSide(dirs: LakeDirs, engine: Engine): Side {
  const digests = lakeDigests(dirs, engine);
  return {
    name: 'lake',
    async digest(contract) {
      const counts = new Array<number>(bucketCount).fill(0);
      const sums = new Array<bigint>(bucketCount).fill(0n);
      let rows = 0;
      for (const found of await digests.buckets(contract, bucketCount)) {
        counts[found.bucket] = found.rows;
        sums[found.bucket] = found.sum;
        rows += found.rows;
      }
      return { rows, counts, sums };
    },
    list: (contract, buckets) => digests.hashes(contract, { count: bucketCount, buckets }),
    pick: (contract, keys) => digests.hashes(contract, { keys }),
  };
}

/** The query cluster, as its tables say. */
export function querySide(path: string): Side {
  return rowSide('query', {
    async *rows(contract) {
      const scan = openIndexScan(path);
      try {
        yield* scan.rows(contract);
      } finally {
        scan.close();
      }
    },
    async *pick(contract, keys) {
      const scan = openIndexScan(path);
      try {
        yield* scan.pick(contract, keys);
      } finally {
        scan.close();
      }
    },
  });
}

export interface KeyedRow {
  readonly key: string;
  readonly row: AnyRow;
}

/** Who holds rows and lets them be read one by one. */
export interface RowReader {
  rows(contract: Contract): AsyncIterable<KeyedRow>;
  pick(contract: Contract, keys: ReadonlySet<string>): AsyncIterable<KeyedRow>;
}

/** A side that hashes its rows here. */
export function rowSide(name: string, reader: RowReader): Side {
  return {
    name,
    async digest(contract) {
      const builder = digestBuilder();
      for await (const { key, row } of reader.rows(contract)) {
        builder.add(bucketOf(key, bucketCount), rowHash(contract, row));
      }
      return builder.digest();
    },
    async list(contract, buckets) {
      const hashes = new Map<string, bigint>();
      for await (const { key, row } of reader.rows(contract)) {
        if (buckets.has(bucketOf(key, bucketCount))) hashes.set(key, rowHash(contract, row));
      }
      return hashes;
    },
    async pick(contract, keys) {
      const hashes = new Map<string, bigint>();
      for await (const { key, row } of reader.pick(contract, keys)) hashes.set(key, rowHash(contract, row));
      return hashes;
    },
  };
}
