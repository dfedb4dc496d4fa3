import { compareBounds } from '../iceberg/bounds.ts';
import type { Home } from './render/duckdb.ts';

/**
 * Which files a merge rewrites. A data file never changes, so the cost of a merge is the bytes of the files that
 * it writes anew: those that hold a changed key, and those that are so small that new rows may join them.
 */

/** Rows of one row group of Parquet: what DuckDB encodes at once. */
export const rowGroup = 122_880;

/** How large files get. */
export interface FileLimits {
  /** A file ends at the first of these two. */
  readonly bytes: number;
  readonly rows: number;
  /** Below both of these a file is small: new rows join it. */
  readonly smallBytes: number;
  readonly smallRows: number;
}

/**
 * 32 MB or four row groups: scans like large files, but to rewrite one for a single changed row costs time by
 * the row.
 */
export const fileLimits: FileLimits = {
  bytes: 32 * 2 ** 20,
  rows: 4 * rowGroup,
  smallBytes: 8 * 2 ** 20,
  smallRows: rowGroup,
};

/** A file of a table as far as its layout goes. Bounds are of the key; null is unknown: any key may be inside. */
export interface FileLayout {
  readonly file: number;
  readonly rows: number;
  readonly bytes: number;
  readonly lower: string | null;
  readonly upper: string | null;
}

export const isSmall = (file: FileLayout, limits: FileLimits) =>
  file.bytes < limits.smallBytes && file.rows < limits.smallRows;
const isFull = (file: FileLayout, limits: FileLimits) =>
  file.bytes >= limits.bytes || file.rows >= limits.rows;

/**
 * Where changes go. A touched file that is not small is rewritten by itself and takes the new keys of its range;
 * the one with the highest keys also those beyond, until it is full. Small touched files and all other new keys
 * are for the tail, piece -1.
 */
export function planHomes(
  files: readonly FileLayout[],
  touched: ReadonlySet<number>,
  limits: FileLimits,
): { readonly own: readonly number[]; readonly homes: readonly Home[] } {
  const own = files.filter((file) => touched.has(file.file) && !isSmall(file, limits));
  const last = files.reduce<FileLayout | null>((best, file) => (isAbove(file, best) ? file : best), null);
  const homes = own.flatMap((layout) => {
    const { file, lower, upper } = layout;
    if (lower === null || upper === null) return [];
    return [{ file, lower, upper: layout === last && !isFull(layout, limits) ? null : upper }];
  });
  return { own: own.map(({ file }) => file), homes };
}

function isAbove(file: FileLayout, best: FileLayout | null): boolean {
  if (best === null) return true;
  if (best.upper === null) return false;
  return file.upper === null || compareBounds('string', file.upper, best.upper) > 0;
}

/** What a piece gains and loses, as counted in `placed`. */
export interface PieceCount {
  readonly piece: number;
  readonly inserted: number;
  readonly deleted: number;
}

/** New files that are written together, out of the rows of old ones and of changes placed into the piece. */
export interface Piece {
  readonly piece: number;
  readonly sources: readonly number[];
  readonly rows: number;
  /** How many files its rows fill; 0 when none are left. */
  readonly outputs: number;
}

/**
 * The pieces of a rewrite. The tail takes the small files in, smallest first, as long as the result is one file,
 * so that frequent small merges do not leave a file each.
 */
export function planPieces(
  files: readonly FileLayout[],
  touched: ReadonlySet<number>,
  counts: readonly PieceCount[],
  limits: FileLimits,
): Piece[] {
  return counts.map(({ piece, inserted, deleted }) => {
    const sources =
      piece === -1
        ? tailSources(files, touched, inserted, limits)
        : files.filter(({ file }) => file === piece);
    const before = sum(sources, 'rows');
    const rows = before + inserted - deleted;
    const bytes = before === 0 ? 0 : (sum(sources, 'bytes') / before) * rows;
    const outputs =
      rows === 0 ? 0 : Math.max(1, Math.ceil(rows / limits.rows), Math.ceil(bytes / limits.bytes));
    return { piece, sources: sources.map(({ file }) => file), rows, outputs };
  });
}

function tailSources(
  files: readonly FileLayout[],
  touched: ReadonlySet<number>,
  inserted: number,
  limits: FileLimits,
): FileLayout[] {
  const smallFiles = files.filter((file) => isSmall(file, limits));
  const sources = smallFiles.filter(({ file }) => touched.has(file));
  const others = smallFiles.filter(({ file }) => !touched.has(file)).sort((a, b) => a.bytes - b.bytes);
  for (const file of inserted > 0 ? others : []) {
    const fits =
      sum(sources, 'rows') + file.rows + inserted <= limits.rows &&
      sum(sources, 'bytes') + file.bytes <= limits.bytes;
    if (!fits) break;
    sources.push(file);
  }
  return sources;
}

function sum(files: readonly FileLayout[], what: 'rows' | 'bytes'): number {
  return files.reduce((total, file) => total + file[what], 0);
}
