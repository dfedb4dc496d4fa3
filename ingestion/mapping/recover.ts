import type { AnyRow } from '../../datasets/contract.ts';
import type { CompiledMapping } from './compile.ts';
import type { SourceRow } from './mapping.ts';

/** A row with what an older contract or mapping had left among the other columns of its source. */
export interface Recovered {
  /** In contract order. */
  readonly row: AnyRow;
  /** Columns that are still nobody's. */
  readonly extra: SourceRow | null;
  readonly mappingVersion: number;
}

/**
 * Maps the columns that a row lacks once more, out of the columns of its source that were kept beside it: new
 * columns of the contract, and values that could not be read before. What the row has stays as it is. A source
 * column that another contract column reads is not kept a second time, so nothing is recovered from it.
 * @returns null when nothing is recovered
 */
export function recover(
  { contract, mapping, map }: CompiledMapping,
  row: AnyRow,
  extra: SourceRow | null,
): Recovered | null {
  const lacking = Object.keys(contract.columns).filter((name) => (row[name] ?? null) === null);
  if (lacking.length === 0) return null;
  const mapped = map(extra ?? {});
  const found = lacking.filter((name) => !mapped.unchanged.includes(name) && mapped.row[name] !== null);
  if (found.length === 0) return null;
  const columns = Object.keys(contract.columns).map((name) => [
    name,
    found.includes(name) ? mapped.row[name] : (row[name] ?? null),
  ]);
  return { row: Object.fromEntries(columns) as AnyRow, extra: mapped.extra, mappingVersion: mapping.version };
}
