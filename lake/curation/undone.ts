import type { Contract } from '../../datasets/contract.ts';
import { curatedDir, type LakeDirs } from '../dirs.ts';
import type { Engine } from '../duckdb.ts';
import { openTable } from '../iceberg/versions.ts';
import { openRawFiles } from '../raw/files.ts';
import { checkpointOf } from './checkpoint.ts';
import { holdOf } from './hold.ts';
import { loadIncoming } from './incoming.ts';
import { countEffective } from './merge.ts';

/**
 * The keys in which a held dataset would differ from its source if what the rollback undid were discarded: at
 * most so many, since some may have changed again while it was held. 0 for a dataset that is not held.
 */
export async function countUndone(contract: Contract, dirs: LakeDirs, engine: Engine): Promise<number> {
  const table = await openTable(curatedDir(dirs, contract.name));
  const hold = table && holdOf(table.metadata);
  if (!hold) return 0;
  const slice = { afterSeq: checkpointOf(table.metadata), throughSeq: hold.undoneThrough };
  const rawFiles = openRawFiles(dirs.raw, { readOnly: true });
  const files = rawFiles
    .list({ dataset: contract.name, afterSeq: slice.afterSeq })
    .filter(({ firstSeq }) => firstSeq <= slice.throughSeq);
  rawFiles.close();
  if (files.length === 0) return 0;
  const connection = await engine.connect();
  try {
    return await countEffective(connection, {
      ...(await loadIncoming(connection, contract, dirs, { ...slice, files })),
      table,
    });
  } finally {
    connection.closeSync();
  }
}
