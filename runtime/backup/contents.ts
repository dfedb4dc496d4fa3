import { existsSync, readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { UserError } from '../../base/errors.ts';
import { curatedDir, type LakeDirs, tombstonesDir } from '../../lake/dirs.ts';
import { governanceKey, keyFile, keyNames } from '../../lake/governance/keys.ts';
import { filesOf } from '../../lake/iceberg/expire.ts';
import { filePath } from '../../lake/iceberg/locations.ts';
import { metadataPath } from '../../lake/iceberg/metadata.ts';
import { openTable } from '../../lake/iceberg/versions.ts';
import { openRawFiles } from '../../lake/raw/files.ts';
import { appliedFiles } from '../definition/record.ts';
import { formatText, type StateDir } from '../state.ts';
import type { Stores } from '../stores.ts';
import { type Pinned, pin } from './databases.ts';

/** What belongs into a backup, as it was when it was gathered. Paths are below the state directory. */
export interface Contents {
  readonly databases: readonly { readonly path: string; readonly pinned: Pinned }[];
  /** Files that never change and stay while maintenance waits. */
  readonly files: readonly string[];
  /** Small files whose bytes follow from the others. */
  readonly texts: readonly { readonly path: string; readonly text: string }[];
  readonly folders: readonly string[];
  readonly head: number;
  release(): void;
}

/**
 * Gathers a consistent state while others write. What follows is pinned before what it follows from: the index
 * and the curated tables, then the raw zone's catalog, then the ledger. So no checkpoint is ahead of the ledger,
 * and since nothing leaves the bus meanwhile, the ledger has every event that a sink still lacks. Documents come
 * last: whatever a row refers to was stored before the row.
 *
 * The monolith's database is not part of it: it is the source, and has backups of its own.
 */
export async function gather({ state, dirs, ledger }: Stores): Promise<Contents> {
  const pins: { path: string; pinned: Pinned }[] = [];
  const pinAt = (path: string) => pins.push({ path: below(state, path), pinned: pin(path) });
  const release = () => {
    for (const { pinned } of pins) pinned.release();
  };
  try {
    pinAt(state.index);
    const tables = await tablesIn(state, dirs);
    const rawCatalog = openRawFiles(dirs.raw, { readOnly: true });
    const raw = rawCatalog.list().map(({ path }) => below(state, join(dirs.raw, path)));
    rawCatalog.close();
    pinAt(join(dirs.raw, 'files.db'));
    pinAt(state.ledger);
    if (existsSync(state.accounts)) pinAt(state.accounts);
    const head = ledger.head();
    const documents = await documentsIn(state);
    return {
      databases: pins,
      files: [
        ...raw,
        ...tables.files,
        ...documents,
        ...keysOf(state),
        ...certificatesOf(state),
        ...definitionsOf(state),
      ],
      texts: [{ path: 'format.json', text: formatText() }, ...tables.hints],
      folders: tables.folders,
      head,
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

async function tablesIn(state: StateDir, dirs: LakeDirs) {
  const files: string[] = [];
  const hints: { path: string; text: string }[] = [];
  const folders: string[] = [];
  for (const [zone, dirOf] of [
    [dirs.curated, curatedDir],
    [dirs.tombstones, tombstonesDir],
  ] as const) {
    for (const name of (await readdir(zone)).sort()) {
      const table = await openTable(dirOf(dirs, name));
      if (!table) continue;
      const referred = await filesOf(table, table.metadata.snapshots, new Set());
      for (const path of [...referred, metadataPath(table.version)])
        files.push(below(state, filePath(table, path)));
      hints.push({
        path: below(state, join(table.dir, 'metadata', 'version-hint.text')),
        text: String(table.version),
      });
      folders.push(below(state, join(table.dir, 'data')));
    }
  }
  return { files, hints, folders };
}

/** Those that nothing has asked for yet are made first: a restored directory goes on with the same keys. */
function keysOf(state: StateDir): string[] {
  for (const name of keyNames) governanceKey(state.keys, name);
  return keyNames.map((name) => below(state, keyFile(state.keys, name)));
}

/** What is restored is of the definition that it was of. */
const definitionsOf = (state: StateDir) => appliedFiles(state).map((path) => below(state, path));

/** Of erasures: what is restored still knows whom it must not take back, and these tell of it. */
function certificatesOf(state: StateDir): string[] {
  if (!existsSync(state.erasures)) return [];
  return readdirSync(state.erasures)
    .filter((name) => !name.endsWith('.unfinished.json'))
    .sort()
    .map((name) => below(state, join(state.erasures, name)));
}

/** Documents have their hash as their name; what a load is still writing has another. */
async function documentsIn({ dir, documents }: StateDir): Promise<string[]> {
  const entries = await readdir(documents, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .sort();
}

function below({ dir }: StateDir, path: string): string {
  const found = relative(dir, path);
  if (!found.startsWith('..')) return found;
  throw new UserError(`${path} lies outside the state directory, so it cannot be backed up with it`);
}
