import { UserError } from '../../base/errors.ts';
import { curatedDir, type LakeDirs } from '../dirs.ts';
import type { Table } from '../iceberg/types.ts';
import { openTable } from '../iceberg/versions.ts';

/**
 * The table of a dataset.
 * @throws UserError when nothing was ever curated into it
 */
export async function tableOf(dirs: LakeDirs, dataset: string): Promise<Table> {
  const table = await openTable(curatedDir(dirs, dataset));
  if (table) return table;
  throw new UserError(`${dataset} has no table yet`, { hint: 'It is made with its first rows.' });
}
