import { UserError } from '../../../base/errors.ts';
import type { Repair, SourceRow } from '../../mapping/mapping.ts';
import type { TableFile, TableRow } from '../file/tableFile.ts';
import type { CompiledFile } from './compile.ts';
import type { Need } from './fields.ts';

/** How the columns of one file are called by its mapping. */
export interface Naming {
  /** By the names in the file; null for a secret. */
  readonly names: ReadonlyMap<string, string | null>;
  readonly repairs: readonly (Repair & { readonly dataset: string })[];
  /** What stays empty since the file has no column for it, in sentences. */
  readonly notes: readonly string[];
}

interface Wanted extends Need {
  readonly dataset: string;
}

/** Passwords, whatever the file calls them. */
const password = /passw|passphrase|pwd|contrase/;

/**
 * Names the columns of a file as its mapping does: case, spaces and marks may differ, which counts as a repair.
 * Refuses a file without a column that a required field is read from.
 */
export function nameColumns(file: TableFile, { mapping, feeds }: CompiledFile): Naming {
  const wanted: Wanted[] = feeds.flatMap(({ feed, needs }) =>
    needs.map((need) => ({ ...need, dataset: feed.dataset })),
  );
  const columns = new Set(wanted.map(({ column }) => column));
  const secret = new Set((mapping.secret ?? []).map(plain));
  const names = new Map<string, string | null>();
  const repairs: (Repair & { dataset: string })[] = [];
  const absent = wanted.filter(({ column }) => !file.columns.includes(column));
  for (const name of file.columns) {
    const need = columns.has(name) ? undefined : absent.find(({ column }) => plain(column) === plain(name));
    const isTaken = need && [...names.values()].includes(need.column);
    if (secret.has(plain(name)) || (!columns.has(name) && !need && password.test(plain(name)))) {
      names.set(name, null);
    } else if (need && !isTaken) {
      names.set(name, need.column);
      repairs.push({
        dataset: need.dataset,
        column: need.field ?? need.column,
        repair: `header name written ${name}`,
      });
    } else names.set(name, name);
  }
  const given = new Set(names.values());
  const missing = file.columns.length === 0 ? [] : wanted.filter(({ column }) => !given.has(column));
  refuseMissing(file, missing);
  const notes = missing.map(
    ({ column, dataset, field }) =>
      `${file.name}: has no column ${column}, so that ${dataset}.${field} stays empty`,
  );
  return { names, repairs, notes };
}

function refuseMissing({ name, columns }: TableFile, missing: readonly Wanted[]): void {
  const required = missing.find(({ isRequired }) => isRequired);
  if (!required) return;
  const { column, dataset, field } = required;
  const purpose = field
    ? `from which ${dataset}.${field} is read`
    : `which tells whether ${dataset} has a row`;
  throw new UserError(`${name}: has no column ${column}, ${purpose}`, {
    hint: `Its columns are ${columns.join(', ')}.`,
  });
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * A row by the names of its mapping, without secrets. In a broken row a value may stand in another column than its own:
 * where there are secrets, only the columns before them are kept.
 */
export function namedRow({ cells, broken }: TableRow, { names }: Naming): SourceRow {
  const row: [string, string | null][] = [];
  for (const [column, name] of names) {
    if (name !== null && column in cells) row.push([name, cells[column] ?? null]);
    else if (name === null && broken) return Object.fromEntries(row);
  }
  for (const [column, text] of Object.entries(cells)) if (!names.has(column)) row.push([column, text]);
  return Object.fromEntries(row);
}
