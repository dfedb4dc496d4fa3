import type { Contract } from '../../datasets/contract.ts';
import { dataFiles } from '../iceberg/files.ts';
import { filePath } from '../iceberg/locations.ts';
import { scanSql } from '../iceberg/scan.ts';
import type { DataFile, Table } from '../iceberg/types.ts';
import type { Scan } from '../sql/scan.ts';
import type { Merged } from './merge.ts';

/** A rule that a table breaks. */
export interface Broken {
  readonly rule: string;
  /** Rows of the table. */
  readonly rows: number;
  readonly broken: number;
}

/** Holds rows of a dataset against those rules of its contract that may keep a commit back. */
export interface Gate {
  /** Whether a dataset has such rules. */
  guards(contract: Contract): boolean;
  broken(contract: Contract, rows: Scan): Promise<readonly Broken[]>;
}

/**
 * Rules that a table keeps and would break after a merge. One that it breaks already keeps nothing back: the table
 * would be no better for being old. Nor does any before the first rows: there is nothing to keep.
 */
export async function newlyBroken(
  gate: Gate,
  contract: Contract,
  table: Table,
  { add, remove }: Pick<Merged, 'add' | 'remove'>,
): Promise<readonly Broken[]> {
  if (!gate.guards(contract) || add.length + remove.length === 0) return [];
  const present = await dataFiles(table);
  if (present.length === 0) return [];
  const gone = new Set(remove);
  const after = [...present.filter(({ path }) => !gone.has(path)), ...add];
  const broken = await gate.broken(contract, await rowsOf(table, after));
  if (broken.length === 0) return [];
  const before = await gate.broken(contract, await rowsOf(table, present));
  return broken.filter(({ rule }) => !before.some((known) => known.rule === rule));
}

const rowsOf = async (table: Table, files: readonly DataFile[]): Promise<Scan> => ({
  from: await scanSql(table, { files }),
  files: files.map(({ path }) => filePath(table, path)),
});
