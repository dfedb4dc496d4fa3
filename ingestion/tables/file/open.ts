import { openCsv } from './csv.ts';
import { openJsonLines } from './jsonLines.ts';
import { openParquet } from './parquet.ts';
import { type Format, formatOf, type GivenFile, type TableFile } from './tableFile.ts';

const openers: Readonly<Record<Format, (given: GivenFile) => Promise<TableFile>>> = {
  csv: openCsv,
  jsonl: openJsonLines,
  parquet: openParquet,
};

/** Opens a file of rows: CSV, JSON lines or Parquet. */
export async function openTable(given: GivenFile): Promise<TableFile> {
  return openers[await formatOf(given)](given);
}
