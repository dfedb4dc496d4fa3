import type { Repair } from '../../mapping/mapping.ts';
import { aliases, columnNames, type FileName, type Version } from './names.ts';

/** How the cells of a file's records are named. */
export interface Header {
  /** Name of each cell; null for a secret, which is dropped where it is read. */
  readonly columns: readonly (string | null)[];
  readonly repairs: readonly Repair[];
}

/** Passwords, whatever the file calls them. */
const secret = /passw|passphrase|pwd|contrase/;

/**
 * Names the columns of a file as OneRoster 1.2 does. Names of another version, case, spaces and marks are mended
 * and counted; names that mean nothing here stay as they are, for `extra`.
 */
export function readHeader(file: FileName, version: Version, cells: readonly string[]): Header {
  const repairs: Repair[] = [];
  const taken = new Set<string>();
  const columns = cells.map((cell, index) => {
    const name = cell.trim();
    if (secret.test(plain(name))) return null;
    const { column, repair } = nameOf(file, version, name);
    const unique = taken.has(column) || column === '' ? `${name || 'column'} ${index + 1}` : column;
    if (unique !== column && name !== '')
      repairs.push({ column, repair: 'column given twice, the first counts' });
    else if (repair) repairs.push({ column, repair });
    taken.add(unique);
    return unique;
  });
  return { columns, repairs };
}

function nameOf(file: FileName, version: Version, name: string): { column: string; repair?: string } {
  const known = columnNames[file];
  if (known.includes(name)) return { column: name };
  const own = version === '1.2' ? undefined : aliases[version][file]?.[name];
  if (own && version !== '1.0') return { column: own };
  const respelled = known.find((column) => plain(column) === plain(name));
  if (respelled) return { column: respelled, repair: `header name written ${name}` };
  const others = Object.values(aliases).flatMap((names) => Object.entries(names[file] ?? {}));
  const other = others.find(([alias]) => plain(alias) === plain(name));
  return other ? { column: other[1], repair: `old header name ${name}` } : { column: name };
}

/** Whether the header names anything that belongs to this file. */
export function isHeaderOf(file: FileName, { columns }: Header): boolean {
  return columns.some((column) => column !== null && columnNames[file].includes(column));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
