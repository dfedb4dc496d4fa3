import type { Contract } from '../../datasets/contract.ts';
import type { LakeDirs } from '../dirs.ts';
import { quotedName, quotedText } from '../iceberg/duckdb.ts';
import { type Answer, startAnswer } from './answer.ts';
import { inSession, type ReadOptions } from './session.ts';
import { datasetScan } from './views.ts';

/** All rows of a dataset, in the order of its files. Whoever asks closes the answer. */
export function datasetRows(dirs: LakeDirs, contract: Contract, options: ReadOptions = {}): Promise<Answer> {
  return inSession(options, async (session) => {
    const { from } = await datasetScan(dirs, contract, options.at);
    return startAnswer(`FROM ${from}`, session);
  });
}

/**
 * Some rows of a dataset, in the order of their keys. The same keys and the same seed give the same sample, however
 * the rows lie in files. Whoever asks closes the answer.
 */
export function sampleRows(
  dirs: LakeDirs,
  contract: Contract,
  { limit, seed = 1, ...options }: ReadOptions & { readonly limit: number; readonly seed?: number },
): Promise<Answer> {
  return inSession(options, async (session) => {
    const { from } = await datasetScan(dirs, contract, options.at);
    const key = quotedName(contract.key);
    const lot = `md5(${quotedText(`${seed} `)} || ${key})`;
    return startAnswer(`FROM (FROM ${from} ORDER BY ${lot} LIMIT ${limit}) ORDER BY ${key}`, session);
  });
}

/** Writes all rows of a dataset into a Parquet file, in the order of its files, with the types of its columns. */
export async function writeParquet(
  path: string,
  dirs: LakeDirs,
  contract: Contract,
  options: ReadOptions = {},
): Promise<void> {
  const answer = await inSession(options, async (session) => {
    const { from } = await datasetScan(dirs, contract, options.at);
    return startAnswer(
      `COPY (FROM ${from}) TO ${quotedText(path)} (FORMAT parquet, COMPRESSION zstd)`,
      session,
    );
  });
  await answer.close();
}
