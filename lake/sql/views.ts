import { join } from 'node:path';
import { instantText } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import type { Contract } from '../../datasets/contract.ts';
import { curatedFields } from '../curation/schema.ts';
import { curatedDir, type LakeDirs } from '../dirs.ts';
import { quotedText } from '../iceberg/duckdb.ts';
import { emptySql } from '../iceberg/scan.ts';
import { withIds } from '../iceberg/schema.ts';
import { openTable } from '../iceberg/versions.ts';
import { openRawFiles } from '../raw/files.ts';
import { rawColumns } from '../raw/parquet.ts';
import { type Moment, resolveSnapshot, snapshotAtInstant } from './moments.ts';
import { type Scan, scanOf } from './scan.ts';
import { tableOf } from './tables.ts';

export type Contracts = Readonly<Record<string, Contract>>;

/** A lake as statements see it. */
export interface Lake {
  readonly dirs: LakeDirs;
  readonly contracts: Contracts;
}

/** A table as a statement sees it. */
export interface View extends Scan {
  readonly schema: string;
  readonly name: string;
  /** Its rows are read before the statement runs, which finds nothing but them. */
  readonly isCopied?: boolean;
}

const rawChanges = 'raw.changes';

/** Qualified names of all tables there are, whether or not they have rows yet. */
export const tableNames = (contracts: Contracts): string[] => [
  ...Object.keys(contracts).map((dataset) => `curated.${dataset}`),
  rawChanges,
];

/**
 * Tables as of a moment, the present without one. A dataset that had no rows then is empty. A snapshot belongs to
 * one dataset, so nothing else can be read beside it.
 * @param names some of `tableNames`
 * @throws UserError
 */
export async function viewsOf(
  { dirs, contracts }: Lake,
  names: readonly string[],
  moment: Moment | undefined,
): Promise<View[]> {
  if (moment && moment.kind !== 'instant') checkAlone(names, moment);
  return Promise.all(
    names.map(async (name): Promise<View> => {
      if (name === rawChanges) return { schema: 'raw', name: 'changes', ...rawScan(dirs, moment) };
      const dataset = name.replace(/^curated\./, '');
      const contract = contracts[dataset] as Contract;
      const scan = await datasetScan(dirs, contract, moment);
      return { schema: 'curated', name: dataset, ...scan, from: wholeSql(scan, contract) };
    }),
  );
}

/** With the columns that the contract has and the table had not yet: they are null. */
function wholeSql({ from, columns }: Scan, contract: Contract): string {
  const { fields } = withIds(curatedFields(contract), 0);
  const missing = columns === undefined ? [] : fields.filter(({ name }) => !columns.includes(name));
  if (missing.length === 0) return from;
  return `(FROM ${from} UNION ALL BY NAME FROM ${emptySql(missing)})`;
}

function checkAlone(names: readonly string[], moment: Exclude<Moment, { kind: 'instant' }>): void {
  const word = moment.kind === 'snapshot' ? `snapshot ${moment.id}` : `"${moment.kind}"`;
  if (names.length > 1) {
    throw new UserError(`${word} is of one dataset, and the statement reads ${names.join(', ')}`, {
      hint: 'Give a time instead: it is one for all. "aljibe dataset history" lists them.',
    });
  }
  if (names[0] === rawChanges) {
    throw new UserError(`${rawChanges} has no snapshots`, { hint: 'Give a time instead.' });
  }
}

/**
 * The rows of a dataset as of a moment, the present without one; none where it had none yet.
 * @throws UserError for a snapshot that there is not, and for a time that has expired
 */
export async function datasetScan(
  dirs: LakeDirs,
  contract: Contract,
  moment: Moment | undefined,
): Promise<Scan> {
  const { name } = contract;
  if (moment && moment.kind !== 'instant') {
    const table = await tableOf(dirs, name);
    return scanOf(table, resolveSnapshot(table, name, moment));
  }
  const table = await openTable(curatedDir(dirs, name));
  if (!table) return emptyScan(contract);
  return scanOf(table, moment && snapshotAtInstant(table.metadata, name, moment.at));
}

function emptyScan(contract: Contract): Scan {
  return { from: emptySql(withIds(curatedFields(contract), 0).fields), files: [] };
}

/** Every accepted change, up to the moment by the time of its acceptance. */
function rawScan(dirs: LakeDirs, moment: Moment | undefined): Scan {
  const listed = openRawFiles(dirs.raw, { readOnly: true });
  const files = listed.list().map(({ path }) => join(dirs.raw, path));
  listed.close();
  const own = Object.entries(rawColumns);
  if (files.length === 0) {
    const columns = [...own, ['dataset', 'VARCHAR'], ['hour', 'VARCHAR']];
    return { from: `(SELECT ${columns.map(([name, type]) => `NULL::${type} AS "${name}"`)} LIMIT 0)`, files };
  }
  const names = [...own.map(([name]) => `"${name}"`), 'dataset', 'hour'];
  const until =
    moment?.kind === 'instant'
      ? ` WHERE accepted_at <= ${quotedText(instantText(moment.at))}::TIMESTAMPTZ`
      : '';
  const from = `(SELECT ${names.join(', ')} FROM read_parquet([${files.map(quotedText).join(', ')}],
    hive_partitioning = true, hive_types = {dataset: VARCHAR, hour: VARCHAR})${until})`;
  return { from, files };
}
