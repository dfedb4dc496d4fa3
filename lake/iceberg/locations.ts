import { isAbsolute, join } from 'node:path';
import { UserError } from '../../base/errors.ts';
import type { Table } from './types.ts';

/**
 * Iceberg metadata names files by whole URIs below the table's location; Aljibe thinks in paths below the
 * table's folder. So a folder that was moved still opens here, and `rebase` mends it for everyone else.
 *
 * `file://` is followed by the path as it is, without percent signs: PyIceberg, Spark and DuckDB all take it
 * literally. One place has three spellings (`file:///a`, Hadoop's `file:/a`, and `/a`).
 */
export function locationOf(folder: string): string {
  return `file://${folder}`;
}

function spelledOneWay(uri: string): string {
  return (uri.startsWith('/') ? `file://${uri}` : uri.replace(/^file:\/+/, 'file:///')).replace(/\/+$/, '');
}

/** A URI as a path below a location, or the URI unchanged if it lies elsewhere. */
export function pathBelow(location: string, uri: string): string {
  const base = `${spelledOneWay(location)}/`;
  const whole = spelledOneWay(uri);
  return whole.startsWith(base) ? whole.slice(base.length) : uri;
}

export function uriOf(location: string, path: string): string {
  return isElsewhere(path) ? path : `${location.replace(/\/+$/, '')}/${path}`;
}

const isElsewhere = (path: string) => isAbsolute(path) || /^[a-z][a-z0-9+.-]*:\//i.test(path);

/**
 * Where on this machine a file of a table lies, given its path below the table or its URI.
 * @throws UserError when the metadata points to another store.
 */
export function filePath(table: Pick<Table, 'dir' | 'metadata'>, pathOrUri: string): string {
  const path = pathBelow(table.metadata.location, pathOrUri);
  if (!isElsewhere(path)) return join(table.dir, path);
  const local = spelledOneWay(path);
  if (local.startsWith('file:///')) return local.slice('file://'.length);
  throw new UserError(`${table.dir}: the table refers to ${path}, which is not on this machine`, {
    hint: `its location is ${table.metadata.location}`,
  });
}

/**
 * A copy of a JSON or Avro value in which every text that is `from`, or lies below it, lies below `to`.
 * All of Iceberg's metadata can be moved by it, also the parts that other engines added.
 */
export function rewriteLocations<T>(value: T, from: string, to: string): T {
  if (typeof value === 'string') {
    if (spelledOneWay(value) === spelledOneWay(from)) return to as T;
    const path = pathBelow(from, value);
    return (path === value ? value : uriOf(to, path)) as T;
  }
  if (Array.isArray(value)) return value.map((item) => rewriteLocations(item, from, to)) as T;
  if (typeof value !== 'object' || value === null || value.constructor !== Object) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, rewriteLocations(item, from, to)]),
  ) as T;
}
