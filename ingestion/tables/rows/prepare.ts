import type { Repair, SourceRow } from '../../mapping/mapping.ts';
import type { Fields, LookUp, Need } from './fields.ts';

/** A row as the rules of a feed see it. */
export interface Prepared {
  readonly source: SourceRow;
  readonly repairs: readonly Repair[];
  /** Columns of the file whose cells were mended. */
  readonly mended: ReadonlySet<string>;
}

/**
 * Answers a function that picks what the rules of a feed need from a row, reads cells that say nothing as null, takes
 * the spaces from around keys and words, and makes the columns that no file has.
 */
export function preparer(
  { needs, made }: Fields,
  nulls: readonly string[],
  lookUp: LookUp,
): (row: SourceRow) => Prepared {
  const nothing = new Set(['', ...nulls]);
  const columns = [...Map.groupBy(needs, ({ column }) => column)].map(([column, all]) => ({
    column,
    field: fieldOf(all),
    isWord: all.some(({ isWord }) => isWord),
  }));
  return (row) => {
    const source: Record<string, string | null> = {};
    const repairs: Repair[] = [];
    const mended = new Set<string>();
    const mend = (column: string, field: string, repair: string) => {
      mended.add(column);
      repairs.push({ column: field, repair });
    };
    for (const { column, field, isWord } of columns) {
      const written = row[column] ?? '';
      const text = written.trim();
      source[column] = nothing.has(text) ? null : isWord ? text : written;
      if (text === written) continue;
      if (text === '') mend(column, field, 'spaces read as empty');
      else if (isWord) mend(column, field, 'spaces around a value');
    }
    for (const { name, textOf } of made) source[name] = textOf(source, lookUp);
    return { source, repairs, mended };
  };
}

/** How repairs call a column: by the first contract column that is read from it. */
function fieldOf(needs: readonly Need[]): string {
  return needs.find(({ field }) => field !== null)?.field ?? needs[0]?.column ?? '';
}
