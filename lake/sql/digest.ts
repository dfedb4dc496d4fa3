import type { Contract } from '../../datasets/contract.ts';
import { namingDamage } from '../damage.ts';
import { curatedDir, type LakeDirs } from '../dirs.ts';
import { ask, type Engine } from '../duckdb.ts';
import { quotedName, quotedText } from '../iceberg/duckdb.ts';
import { scanSql } from '../iceberg/scan.ts';
import { openTable } from '../iceberg/versions.ts';
import { canonicalSql } from './canonical.ts';

export interface BucketDigest {
  readonly bucket: number;
  readonly rows: number;
  /** Sum of the hashes of the rows' canonical texts, modulo 2^64. */
  readonly sum: bigint;
}

/** Checksums and hashes of a curated dataset, computed from its files. */
export interface LakeDigests {
  buckets(contract: Contract, count: number): Promise<BucketDigest[]>;
  /** Hash by key: of the rows in some of `count` buckets, or of some keys. */
  hashes(contract: Contract, which: Which): Promise<Map<string, bigint>>;
}

export type Which =
  | { readonly count: number; readonly buckets: ReadonlySet<number> }
  | { readonly keys: ReadonlySet<string> };

const hash = (text: string) => `md5_number_lower(${text})`;

export function lakeDigests(dirs: LakeDirs, engine: Engine): LakeDigests {
  async function query<T>(contract: Contract, sqlOver: (scan: string) => string): Promise<T[]> {
    const table = await openTable(curatedDir(dirs, contract.name));
    if (!table) return [];
    const connection = await engine.connect();
    try {
      const sql = sqlOver(await scanSql(table));
      return await namingDamage(contract.name, { dirs, engine }, () => ask<T>(connection, sql));
    } finally {
      connection.closeSync();
    }
  }

  return {
    async buckets(contract, count) {
      // As texts, since the sums are larger than any number of JavaScript.
      const found = await query<{ bucket: number; rows: number; sum: string }>(
        contract,
        (scan) => `SELECT ${bucketSql(contract, count)} AS bucket, count(*) AS rows,
          (sum(${hash(canonicalSql(contract))}) % 18446744073709551616)::VARCHAR AS sum
          FROM ${scan} GROUP BY bucket`,
      );
      return found.map(({ bucket, rows, sum }) => ({ bucket, rows, sum: BigInt(sum) }));
    },
    async hashes(contract, which) {
      const found = await query<{ key: string; hash: string }>(
        contract,
        (scan) => `SELECT ${quotedName(contract.key)} AS key, ${hash(canonicalSql(contract))}::VARCHAR AS hash
          FROM ${scan} WHERE ${whichSql(contract, which)}`,
      );
      return new Map(found.map(({ key, hash }) => [key, BigInt(hash)]));
    },
  };
}

const bucketSql = (contract: Contract, count: number) =>
  `(${hash(quotedName(contract.key))} % ${count})::INTEGER`;

function whichSql(contract: Contract, which: Which): string {
  if ('keys' in which) return inSql(quotedName(contract.key), [...which.keys].map(quotedText));
  return inSql(bucketSql(contract, which.count), [...which.buckets]);
}

const inSql = (value: string, items: readonly (string | number)[]) =>
  items.length === 0 ? 'false' : `${value} IN (${items.join(', ')})`;
