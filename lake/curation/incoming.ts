import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../datasets/contract.ts';
import { curatedDir, type LakeDirs, tombstonesDir } from '../dirs.ts';
import { ask } from '../duckdb.ts';
import { hiddenKeySql } from '../erasure/hidden.ts';
import { governanceKey } from '../governance/keys.ts';
import { scanSql } from '../iceberg/scan.ts';
import { formerNames } from '../iceberg/schema.ts';
import { openTable } from '../iceberg/versions.ts';
import type { Incoming } from './merge.ts';
import { planMerge, type Slice } from './plan.ts';
import { anyHiddenSql, barredSql, curatedRowsSql, incomingSql } from './render/duckdb.ts';
import { versionColumn } from './schema.ts';

/**
 * Loads the newest version of each key of a slice, and the tombstones of these keys. The slice's own deletes are
 * not among them yet: they bar none of its rows, since each key is in it once.
 */
export async function loadIncoming(
  connection: DuckDBConnection,
  contract: Contract,
  dirs: LakeDirs,
  slice: Slice,
): Promise<Incoming> {
  const table = await openTable(curatedDir(dirs, contract.name));
  const plan = planMerge(contract, slice, table ? { formerly: formerNames(table.metadata) } : {});
  const pidKey = governanceKey(dirs.keys, 'pseudonym');
  const paths = slice.files.map(({ path }) => join(dirs.raw, path));
  await connection.run(incomingSql(plan, paths));
  const tombstones = await openTable(tombstonesDir(dirs, contract.name));
  if (tombstones) {
    const scan = await scanSql(tombstones);
    await connection.run(barredSql(scan, await hiddenKeys(connection, contract, dirs, scan)));
  }
  return {
    key: contract.key,
    version: versionColumn,
    incoming: 'incoming',
    barred: tombstones && 'barred',
    rowsOf: (changes) => curatedRowsSql(plan, changes, pidKey),
  };
}

/** What stands for a key in the tombstones of people who were erased; null where the dataset has none of these. */
export async function hiddenKeys(
  connection: DuckDBConnection,
  { name }: Pick<Contract, 'name'>,
  { keys }: Pick<LakeDirs, 'keys'>,
  scan: string,
): Promise<((keySql: string) => string) | null> {
  const [any] = await ask<{ found: boolean }>(connection, anyHiddenSql(scan));
  if (!any?.found) return null;
  const key = governanceKey(keys, 'erasure');
  return (keySql) => hiddenKeySql(key, name, keySql);
}
