import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../datasets/contract.ts';
import { curatedDir, type LakeDirs } from '../dirs.ts';
import { governanceKey } from '../governance/keys.ts';
import { pseudonymSql, pseudonymsOf } from '../governance/pseudonyms.ts';
import { quotedName } from '../iceberg/duckdb.ts';
import { dataFiles } from '../iceberg/files.ts';
import { currentSchema } from '../iceberg/schema.ts';
import type { DataFile, Table } from '../iceberg/types.ts';
import type { Moment } from '../iceberg/versions.ts';
import { checkpointOf, checkpointSummary } from './checkpoint.ts';
import { commitMerge } from './commit.ts';
import { rowsOfFiles } from './scan.ts';
import { discardDataFiles, writeDataFiles } from './write.ts';

/**
 * Writes the files of a table anew, once, that were written before it had pseudonyms. Until then they read as null
 * there: such a row stands for nobody. Rows, versions and checkpoint stay as they are.
 */
export async function fillPseudonyms(
  connection: DuckDBConnection,
  contract: Contract,
  { dirs, table, moment }: { readonly dirs: LakeDirs; readonly table: Table; readonly moment: Moment },
): Promise<void> {
  if ((await unfilled(table, contract)).length === 0) return;
  const key = governanceKey(dirs.keys, 'pseudonym');
  const values = pseudonymsOf(contract).map(
    ({ name, person, of }) => `${pseudonymSql(key, person, quotedName(of))} AS ${quotedName(name)}`,
  );
  await commitMerge(curatedDir(dirs, contract.name), moment, async (present) => {
    const files = await unfilled(present, contract);
    if (files.length === 0) return null;
    const add: DataFile[] = [];
    try {
      for (const file of files) {
        const rows = `SELECT * REPLACE (${values.join(', ')}) FROM ${await rowsOfFiles(present, [file])}`;
        add.push(...(await writeDataFiles(connection, present, rows, { key: contract.key, outputs: 1 })));
      }
    } catch (error) {
      discardDataFiles(present, add);
      throw error;
    }
    const merged = { add, remove: files.map(({ path }) => path), inserted: 0, updated: 0, deleted: 0 };
    const summary = checkpointSummary(checkpointOf(present.metadata));
    return { merged, summary, operation: 'replace' };
  });
}

/** Files that have no column for some pseudonym: nothing is counted in it. */
async function unfilled(table: Table, contract: Contract): Promise<DataFile[]> {
  const names = pseudonymsOf(contract).map(({ name }) => name);
  const fields = currentSchema(table.metadata).fields.filter(({ name }) => names.includes(name));
  if (fields.length === 0) return [];
  return (await dataFiles(table)).filter(
    ({ valueCounts, rows }) => rows > 0 && fields.some(({ id }) => !valueCounts.has(id)),
  );
}
