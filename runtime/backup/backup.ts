import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { instantText } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import type { Tools } from '../command.ts';
import type { StateDir } from '../state.ts';
import type { Stores } from '../stores.ts';
import { type Contents, gather } from './contents.ts';
import { type BackupFile, backupNames, type Manifest, readManifest, writeManifest } from './manifest.ts';
import { type Objects, openObjects, type Stored } from './objects.ts';

export interface BackupResult {
  /** Canonical instant that the backup bears. */
  readonly madeAt: string;
  /** Last place on the bus that is in it. */
  readonly head: number;
  readonly files: number;
  readonly bytes: number;
  /** What was not in the backup before. */
  readonly copiedFiles: number;
  readonly copiedBytes: number;
}

/**
 * Brings a backup up to date, or makes it: the state of one moment, while everything goes on. Files that are in
 * the backup already are not read again. Until the last step, which replaces the manifest, the folder holds the
 * backup that it held before.
 * @throws UserError when the folder holds other things, or the backup of another state directory
 */
export async function backUp(stores: Stores, to: string, tools: Tools): Promise<BackupResult> {
  const dir = resolve(to);
  const before = await checkFolder(dir, stores.state);
  const madeAt = instantText(stores.clock.now());
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const objects = await openObjects(dir);
  const contents = await gather(stores);
  try {
    const kept = await keepAll(contents, { stores, objects, before, tools });
    objects.settle();
    tools.signal.throwIfAborted();
    const manifest: Manifest = {
      madeAt,
      of: stores.state.dir,
      head: contents.head,
      sources: stores.ledger.list().map(({ name, kind }) => ({ name, kind })),
      folders: contents.folders,
      files: kept.map(({ isNew: _, ...file }) => file),
    };
    writeManifest(dir, manifest);
    await objects.keepOnly(new Set(kept.map(({ sha256 }) => sha256)));
    const fresh = kept.filter(({ isNew }) => isNew);
    return {
      madeAt,
      head: contents.head,
      files: kept.length,
      bytes: sum(kept),
      copiedFiles: fresh.length,
      copiedBytes: sum(fresh),
    };
  } finally {
    contents.release();
  }
}

const sum = (files: readonly { readonly bytes: number }[]) =>
  files.reduce((total, { bytes }) => total + bytes, 0);

type Kept = BackupFile & Pick<Stored, 'isNew'>;

interface Keeping {
  readonly stores: Stores;
  readonly objects: Objects;
  readonly before: Manifest | null;
  readonly tools: Tools;
}

async function keepAll(contents: Contents, keeping: Keeping): Promise<Kept[]> {
  const { objects, tools } = keeping;
  const total = contents.databases.length + contents.texts.length + contents.files.length;
  const known = new Map(keeping.before?.files.map((file) => [file.path, file]));
  const kept: Kept[] = [];
  const keep = async (path: string, work: () => Promise<Omit<Kept, 'path'>>) => {
    tools.signal.throwIfAborted();
    tools.progress({ step: 'copying', done: kept.length, total });
    kept.push({ path, ...(await work()) });
  };
  // Databases first: while one is pinned, its write-ahead log cannot be reused.
  for (const { path, pinned } of contents.databases) await keep(path, () => keepDatabase(pinned, objects));
  for (const { path, text } of contents.texts) await keep(path, () => objects.keepText(text));
  for (const path of contents.files) {
    await keep(path, () => keepFile(join(keeping.stores.state.dir, path), known.get(path), objects));
  }
  return kept;
}

async function keepDatabase(
  pinned: Contents['databases'][number]['pinned'],
  objects: Objects,
): Promise<Stored> {
  const aside = objects.aside();
  await pinned.copyTo(aside);
  pinned.release();
  const stored = await objects.keep(aside);
  await rm(aside);
  return stored;
}

async function keepFile(
  path: string,
  known: BackupFile | undefined,
  objects: Objects,
): Promise<Omit<Kept, 'path'>> {
  const { size, mtimeMs } = await stat(path).catch((cause) => {
    throw new UserError(`${path}: cannot be read`, {
      cause,
      hint: 'A file of the curated zone comes back with `aljibe rebuild DATASET`; others from a backup.',
    });
  });
  if (
    known &&
    known.bytes === size &&
    known.modifiedMs === mtimeMs &&
    (await objects.has(known.sha256, size))
  )
    return { sha256: known.sha256, bytes: size, modifiedMs: mtimeMs, isNew: false };
  return { ...(await objects.keep(path)), modifiedMs: mtimeMs };
}

/** Answers the backup that is there. */
async function checkFolder(dir: string, state: StateDir): Promise<Manifest | null> {
  if (!relative(state.dir, dir).startsWith('..') || !relative(dir, state.dir).startsWith('..')) {
    throw new UserError(`${dir}: a backup must lie outside the state directory`, {
      exitCode: 2,
      hint: 'Name a folder on another disk.',
    });
  }
  if (!existsSync(dir)) return null;
  const foreign = readdirSync(dir).find((name) => !backupNames.has(name) && !name.endsWith('.new'));
  if (foreign !== undefined) {
    throw new UserError(`${dir}: holds "${foreign}", which is no part of a backup`, {
      exitCode: 2,
      hint: 'Name an empty or a new folder, or that of an earlier backup.',
    });
  }
  const before = await readManifest(dir);
  if (before && before.of !== state.dir) {
    throw new UserError(`${dir}: holds the backup of ${before.of}`, {
      exitCode: 2,
      hint: 'Name another folder: a backup of this state directory would take its place.',
    });
  }
  return before;
}
