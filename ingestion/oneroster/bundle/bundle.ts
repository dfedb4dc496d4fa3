import { UserError } from '../../../base/errors.ts';
import { openContainer } from '../../container/container.ts';
import type { ContainedFile, Container } from '../../container/types.ts';
import type { Repair } from '../../mapping/mapping.ts';
import { dayOrderOf } from './dayOrder.ts';
import { isHeaderOf, readHeader } from './header.ts';
import { isBlank, type Line, type Reading, readLine } from './lines.ts';
import { locate } from './locate.ts';
import { type Manifest, type Mode, noManifest, readManifest } from './manifest.ts';
import { type FileName, fileNames, unmappedNames, type Version } from './names.ts';
import { cellText, readRecords } from './records.ts';
import { type Scan, scanFile } from './scan.ts';
import { usualCellsOf } from './secrets.ts';
import { versionOf } from './version.ts';

/** One file of a bundle that some dataset is fed from. */
export interface BundleFile {
  readonly name: FileName;
  /** As people are told: its path within the bundle. */
  readonly path: string;
  readonly mode: Mode;
  readonly bytes: number;
  readonly sha256: string;
  /** Columns that the header names, as OneRoster 1.2 calls them; empty for an empty file. */
  readonly columns: ReadonlySet<string>;
  /** What was mended in the header, once for the file. */
  readonly repairs: readonly Repair[];
  /** Its rows; refuses when the file is not what it was when the bundle was opened. */
  lines(): AsyncGenerator<Line>;
}

/** A file whose rows no dataset has a place for. */
export interface UnmappedFile {
  readonly path: string;
  readonly rows: number;
}

export interface Bundle {
  readonly path: string;
  readonly version: Version;
  readonly manifest: Manifest;
  /** In the order in which they are read: each after those that it refers to. */
  readonly files: ReadonlyMap<FileName, BundleFile>;
  readonly unmapped: readonly UnmappedFile[];
  /** What a person should know, in sentences: unknown files, contradictions of the manifest. */
  readonly notes: readonly string[];
  close(): void;
}

/**
 * Opens a OneRoster bundle: a folder or a zip with CSV files at its root or in one folder below. Reads every file
 * once, to know its version, encoding and header; rows are read later, from the files themselves.
 */
export async function openBundle(path: string): Promise<Bundle> {
  const container = await openContainer(path);
  try {
    return await readBundle(path, container);
  } catch (error) {
    container.close();
    throw error;
  }
}

async function readBundle(path: string, container: Container): Promise<Bundle> {
  const { found, others } = locate(path, container.files);
  const manifestFile = found.get('manifest');
  const manifest = manifestFile ? await manifestOf(manifestFile) : noManifest;
  const scanned = new Map<FileName, { file: ContainedFile; scan: Scan; header: readonly string[] }>();
  for (const name of fileNames) {
    const file = found.get(name.toLowerCase());
    if (!file) continue;
    const scan = await scanFile(file);
    scanned.set(name, { file, scan, header: await headerOf(file, scan) });
  }
  const headers = new Map([...scanned].map(([name, { header }]) => [name, header]));
  const version = versionOf({ stated: manifest.version, headers });
  const dayOrder = dayOrderOf([...scanned.values()].map(({ scan }) => scan.dayEvidence));
  const files = new Map<FileName, BundleFile>();
  for (const [name, { file, scan, header }] of scanned) {
    const read = readHeader(name, version, header);
    const usualCells = await usualCellsOf(file, scan, read);
    const reading = { header: read, encoding: scan.encoding, dayOrder, usualCells };
    files.set(name, bundleFile(name, file, scan, reading, manifest));
  }
  const unmapped: UnmappedFile[] = [];
  for (const name of unmappedNames) {
    const file = found.get(name.toLowerCase());
    if (file) unmapped.push({ path: file.path, rows: await rowsOf(file) });
  }
  const notes = [
    ...others.map((file) => `${file}: not a file of OneRoster, left alone`),
    ...contradictions(manifest, files),
    ...(dayOrder === 'unclear' ? [unclearDates] : []),
  ];
  return { path, version, manifest, files, unmapped, notes, close: container.close };
}

/** Said once of a bundle that writes 8/17/2020 in one place and 17/8/2020 in another. */
const unclearDates =
  'some dates begin with the day and some with the month: those that may be either are not read';

async function manifestOf(file: ContainedFile): Promise<Manifest> {
  const scan = await scanFile(file);
  const rows: string[][] = [];
  for await (const { cells } of readRecords(file, scan)) {
    rows.push(cells.map((cell) => cellText(cell, scan.encoding) ?? ''));
  }
  return readManifest(file.path, rows);
}

async function headerOf(file: ContainedFile, scan: Scan): Promise<readonly string[]> {
  for await (const { cells } of readRecords(file, scan)) {
    return cells.map((cell) => cellText(cell, scan.encoding) ?? cell);
  }
  return [];
}

async function rowsOf(file: ContainedFile): Promise<number> {
  let rows = -1;
  for await (const record of readRecords(file, await scanFile(file))) if (!isBlank(record)) rows += 1;
  return Math.max(rows, 0);
}

function bundleFile(
  name: FileName,
  file: ContainedFile,
  scan: Scan,
  reading: Reading,
  manifest: Manifest,
): BundleFile {
  const { header } = reading;
  if (header.columns.length > 0 && !isHeaderOf(name, header)) {
    throw new UserError(`${file.path}:1: the first row names no column of ${name}`, {
      hint: 'The first row of every file holds the names of its columns.',
    });
  }
  const stated = manifest.modes.get(name.toLowerCase());
  return {
    name,
    path: file.path,
    mode: stated === 'delta' ? 'delta' : 'bulk',
    bytes: scan.bytes,
    sha256: scan.sha256,
    columns: new Set(header.columns.filter((column) => column !== null)),
    repairs: [...header.repairs, ...formRepairs(scan)],
    async *lines() {
      let isFirst = true;
      for await (const record of readRecords(file, scan)) {
        const place = `${file.path}:${record.line}`;
        if (!isFirst && !isBlank(record)) yield readLine(name, place, reading, record);
        isFirst = false;
      }
    },
  };
}

const delimiterNames = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' } as const;

function formRepairs({ delimiter, encoding }: Scan): Repair[] {
  const repairs: Repair[] = [];
  if (delimiter !== ',')
    repairs.push({ column: '(file)', repair: `separated by ${delimiterNames[delimiter]}` });
  if (encoding.startsWith('utf-16'))
    repairs.push({ column: '(file)', repair: `read as ${encoding.toUpperCase()}` });
  return repairs;
}

function contradictions({ modes }: Manifest, files: ReadonlyMap<FileName, BundleFile>): string[] {
  const notes: string[] = [];
  for (const name of fileNames) {
    const stated = modes.get(name.toLowerCase());
    if ((stated === 'bulk' || stated === 'delta') && !files.has(name)) {
      notes.push(
        `manifest.csv announces ${name} as ${stated}, but there is no such file: nothing of it is touched`,
      );
    }
    if (stated === 'absent' && files.has(name)) {
      notes.push(`manifest.csv calls ${name} absent, but the file is there: read as bulk`);
    }
  }
  return notes;
}
