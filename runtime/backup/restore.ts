import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../../base/errors.ts';
import { syncFolder, writeDurably } from '../../base/files.ts';
import { openAccountsDatabase } from '../accounts/schema.ts';
import type { Tools } from '../command.ts';
import { takeLock } from '../lock.ts';
import { lockedOut } from '../platform.ts';
import { layoutOf, makeFolders, type StateDir, unfinishedRestore } from '../state.ts';
import { backupNames, type Manifest, readManifest } from './manifest.ts';
import { copyHashed, hashOf, objectPath, type Stored } from './objects.ts';

export type RestoreResult = Pick<Manifest, 'madeAt' | 'of' | 'head' | 'sources'> & {
  readonly files: number;
  readonly bytes: number;
};

/** How many damaged files an error names. */
const named = 5;

/**
 * Compares every file of a backup with its checksum and writes nothing.
 * @throws UserError that names what is damaged or missing, or when there is no finished backup
 */
export async function checkBackup(from: string, tools: Tools): Promise<RestoreResult> {
  const dir = resolve(from);
  const manifest = await finished(dir);
  await eachFile(manifest, dir, 'checking', tools, ({ sha256 }) => hashOf(objectPath(dir, sha256)));
  return resultOf(manifest);
}

/**
 * Makes a state directory out of a backup, in a folder that is empty or absent, and compares every file with its
 * checksum on the way. Killed in between, it leaves a folder that no other command takes, and begins anew.
 * @throws UserError when the target holds something, the backup is not finished, or a file of it is damaged
 */
export async function restore(from: string, target: string, tools: Tools): Promise<RestoreResult> {
  const dir = resolve(from);
  const state = layoutOf(target);
  const manifest = await finished(dir);
  checkTarget(state);
  await mkdir(state.dir, { recursive: true, mode: 0o700 });
  const marker = join(state.dir, unfinishedRestore);
  writeDurably(marker, `${dir}\n`);
  const lock = takeLock(state.lock);
  if (!lock) throw lockedOut(target);
  try {
    makeFolders(state);
    for (const folder of manifest.folders) await mkdir(join(state.dir, folder), { recursive: true });
    await eachFile(manifest, dir, 'restoring', tools, async ({ path, sha256 }) => {
      const to = join(state.dir, path);
      await mkdir(dirname(to), { recursive: true });
      const object = objectPath(dir, sha256);
      return existsSync(object) ? copyHashed(createReadStream(object, { highWaterMark: 2 ** 20 }), to) : null;
    });
    dropSessions(state);
    await syncFolders(state.dir);
    await rm(marker);
    syncFolder(state.dir);
  } finally {
    lock.release();
  }
  return resultOf(manifest);
}

const resultOf = ({ madeAt, of, head, sources, files }: Manifest): RestoreResult => ({
  madeAt,
  of,
  head,
  sources,
  files: files.length,
  bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
});

async function finished(dir: string): Promise<Manifest> {
  const manifest = await readManifest(dir);
  if (manifest) return manifest;
  const begun = existsSync(dir) && readdirSync(dir).some((name) => backupNames.has(name));
  throw new UserError(`${dir}: ${begun ? 'the backup there was never finished' : 'there is no backup'}`, {
    hint: begun ? 'Run `aljibe backup` again with this folder.' : 'Name the folder of `aljibe backup`.',
  });
}

/** Does the work for every file, and says at the end which of them did not have the bytes they should. */
async function eachFile(
  { files }: Manifest,
  dir: string,
  step: string,
  { progress, signal }: Tools,
  work: (file: Manifest['files'][number]) => Promise<Pick<Stored, 'sha256' | 'bytes'> | null>,
): Promise<void> {
  const damages: string[] = [];
  for (const [done, file] of files.entries()) {
    signal.throwIfAborted();
    progress({ step, done, total: files.length });
    const found = await work(file);
    const object = objectPath(dir, file.sha256);
    if (found === null) damages.push(`${file.path} (${object} is missing)`);
    else if (found.sha256 !== file.sha256) damages.push(`${file.path} (${object} has other bytes)`);
  }
  if (damages.length === 0) return;
  const others = damages.length > named ? `, and ${damages.length - named} more` : '';
  throw new UserError(`the backup is damaged: ${damages.slice(0, named).join(', ')}${others}`, {
    hint: 'Restore another backup. While the state directory lives, `aljibe backup` into an empty folder makes a new one.',
  });
}

function checkTarget({ dir }: StateDir): void {
  if (!existsSync(dir)) return;
  const names = readdirSync(dir);
  if (names.length === 0 || names.includes(unfinishedRestore)) return;
  throw new UserError(`${dir}: is not empty, so nothing is restored there`, {
    exitCode: 2,
    hint: 'Name an empty or a new folder with --dir, or move this one away.',
  });
}

/** Whoever was let out since the backup was made stays out: people come back by new links. */
function dropSessions({ accounts }: StateDir): void {
  if (!existsSync(accounts)) return;
  const db = openAccountsDatabase(accounts);
  db.exec('DELETE FROM links; DELETE FROM sessions');
  db.close();
}

async function syncFolders(dir: string): Promise<void> {
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) syncFolder(join(entry.parentPath, entry.name));
  }
  syncFolder(dir);
  syncFolder(dirname(dir));
}
