import type { ColumnType } from '../../datasets/columns.ts';
import type { Contract } from '../../datasets/contract.ts';
import { type Pseudonym, pseudonymsOf } from '../governance/pseudonyms.ts';
import type { RawFile } from '../raw/files.ts';

/** Changes of one dataset that one merge takes: `afterSeq < seq <= throughSeq`. */
export interface Slice {
  readonly files: readonly RawFile[];
  readonly afterSeq: number;
  readonly throughSeq: number;
}

/**
 * The next changes to merge: from the checkpoint on, at most about `limit` of them, but all that share a file's
 * last place. Null when nothing is left. Files are chosen by what they hold, never by their names, so that
 * merged raw files are as good as those they came from.
 * @param files listed files of one dataset in the order of `lastSeq`
 */
export function nextSlice(files: readonly RawFile[], checkpoint: number, limit: number): Slice | null {
  const fresh = files.filter((file) => file.lastSeq > checkpoint);
  let throughSeq = 0;
  let rows = 0;
  for (const file of fresh) {
    if (throughSeq > 0 && rows + file.rows > limit) break;
    throughSeq = file.lastSeq;
    rows += file.rows;
  }
  if (throughSeq === 0) return null;
  return { files: fresh.filter((file) => file.firstSeq <= throughSeq), afterSeq: checkpoint, throughSeq };
}

/** Names of tables as the engine that runs the merge knows them. */
export interface MergeTables {
  readonly raw: string;
  readonly curated: string;
  readonly tombstones: string;
}

export interface PlannedColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Names under which older changes hold its values. */
  readonly formerly?: readonly string[];
}

/**
 * A merge of accepted changes into a curated table, whatever the engine: the newest version of each key in a
 * slice of the raw zone; a delete buries its key first, then rows are written where their version is above both
 * the row's and the tombstone's.
 */
export interface MergePlan {
  readonly dataset: string;
  readonly tables: MergeTables;
  readonly key: string;
  readonly columns: readonly PlannedColumn[];
  /** Columns that are computed of the row, with a key that the plan does not hold. */
  readonly pseudonyms: readonly Pseudonym[];
  readonly afterSeq: number;
  readonly throughSeq: number;
  /** First and last hour of acceptance that the slice lies in: the partitions to read. */
  readonly hours: readonly [string, string];
}

export const localTables = (dataset: string): MergeTables => ({
  raw: 'raw.changes',
  curated: `curated.${dataset}`,
  tombstones: `tombstones.${dataset}`,
});

export interface MergeOptions {
  readonly tables?: MergeTables;
  /** Other names that columns had, by their present one. */
  readonly formerly?: ReadonlyMap<string, readonly string[]>;
}

/** Plans the merge of a slice. Nothing else decides. */
export function planMerge(
  contract: Contract,
  slice: Slice,
  { tables = localTables(contract.name), formerly = new Map() }: MergeOptions = {},
): MergePlan {
  const hours = slice.files.map(({ hour }) => hour).sort();
  return {
    dataset: contract.name,
    tables,
    key: contract.key,
    columns: Object.entries(contract.columns).map(([name, { type }]) => {
      const names = formerly.get(name);
      return names ? { name, type, formerly: names } : { name, type };
    }),
    pseudonyms: pseudonymsOf(contract),
    afterSeq: slice.afterSeq,
    throughSeq: slice.throughSeq,
    hours: [hours[0] as string, hours.at(-1) as string],
  };
}

/** Every name under which changes hold a column, the present one first. */
export const namesOf = ({ name, formerly = [] }: PlannedColumn): readonly string[] => [name, ...formerly];

/** The value of a column out of all the places where a change may have it. */
export const valueSql = (places: readonly string[]): string =>
  places.length === 1 ? (places[0] as string) : `coalesce(${places.join(', ')})`;
