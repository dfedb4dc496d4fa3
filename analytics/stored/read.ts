import { hash } from 'node:crypto';
import type { View as Relation } from '../../lake/sql/views.ts';
import type { Marts } from '../marts.ts';
import type { ViewName } from '../views/columns.ts';
import { views } from '../views.ts';
import { filesOf, readManifest } from './manifest.ts';
import { storedScan } from './scan.ts';

export interface StoredViews {
  /** The rows of a view as of its last refresh; null where it is not stored, or by another query than this program's. */
  of(name: string): Relation | null;
  /** Those of some tables that are stored. */
  read(tables: readonly string[]): Relation[];
}

const storable = new Set<string>(views.filter(({ stored }) => stored).map(({ name }) => name));

/** @param zone folder of the analytics zone; without it nothing is stored */
export function storedViews(zone: string | undefined, marts: Marts): StoredViews {
  const known = new Map<string, Relation | null>();
  const find = (name: string): Relation | null => {
    const translated = storable.has(name) ? marts.view(name) : null;
    if (zone === undefined || !translated) return null;
    const view = name as ViewName;
    const manifest = readManifest(zone, view);
    if (manifest?.query !== hash('sha256', translated.duckdb)) return null;
    return {
      schema: 'marts',
      name,
      from: storedScan(zone, { name: view, translated }, manifest),
      files: filesOf(zone, view, manifest),
    };
  };
  const of = (name: string): Relation | null => {
    const relation = known.get(name);
    if (relation !== undefined) return relation;
    const found = find(name);
    known.set(name, found);
    return found;
  };
  return {
    of,
    read: (tables) =>
      [...new Set(tables)].flatMap((table) => {
        const relation = table.startsWith('marts.') ? of(table.slice('marts.'.length)) : null;
        return relation ? [relation] : [];
      }),
  };
}
