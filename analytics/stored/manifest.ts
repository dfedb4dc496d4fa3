import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../../base/files.ts';
import type { ViewName } from '../views/columns.ts';

/** Rows of a stored view that lie in one file. */
export interface Part {
  /** `YYYY-MM`; null where the view is stored whole. */
  readonly month: string | null;
  /** Name of the file, which comes from its content: equal rows have equal names. */
  readonly file: string;
}

/** What a stored view holds, and what it was computed from. */
export interface Manifest {
  /** Hash of the query. */
  readonly query: string;
  /** Version of each table and stored view behind it: a snapshot, or the files of the view. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly parts: readonly Part[];
  /** Files that it held before: whoever began to read them may go on. */
  readonly before: readonly string[];
}

/** The folder of a stored view in the analytics zone. */
export const storedDir = (zone: string, view: ViewName): string => join(zone, view);

const manifestPath = (zone: string, view: ViewName) => join(storedDir(zone, view), 'manifest.json');

/** Null for a view that was never stored. A damaged manifest counts as none, since everything can be computed anew. */
export function readManifest(zone: string, view: ViewName): Manifest | null {
  try {
    return JSON.parse(readFileSync(manifestPath(zone, view), 'utf8')) as Manifest;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export function writeManifest(zone: string, view: ViewName, manifest: Manifest): void {
  mkdirSync(storedDir(zone, view), { recursive: true });
  writeDurably(manifestPath(zone, view), `${JSON.stringify(manifest)}\n`);
}

export const filesOf = (zone: string, view: ViewName, { parts }: Manifest): string[] =>
  parts.map(({ file }) => join(storedDir(zone, view), file));

/** Changes when the rows do. */
export const versionOf = ({ parts }: Manifest): string => parts.map(({ file }) => file).join(' ');
