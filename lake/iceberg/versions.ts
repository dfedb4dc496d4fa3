import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Micros } from '../../base/clock.ts';
import { failpoint } from '../../base/failpoints.ts';
import { makeFolder, replaceFile, sync, writeDurably } from './durable.ts';
import { locationOf } from './locations.ts';
import { metadataPath, newMetadata, parseMetadata, printMetadata, type TableDefinition } from './metadata.ts';
import type { Table, TableMetadata } from './types.ts';

/**
 * The versions of a table in a folder, laid out as Hadoop tables are: `metadata/vN.metadata.json` is the
 * table from its appearance until vN+1 appears, and `metadata/version-hint.text` says where to begin to look.
 */

/** The moment of a change, and where the names of new files come from (random UUIDs unless a test says other). */
export interface Moment {
  readonly now: Micros;
  readonly newUuid?: () => string;
}

/** Somebody else made the version that this change would have been. Read the table again and repeat. */
export class CommitConflict extends Error {}

/** The newest version of a table, or null when the folder holds none. */
export async function openTable(dir: string): Promise<Table | null> {
  const folder = resolve(dir);
  const version = await newestVersion(folder);
  if (version === 0) return null;
  const file = join(folder, metadataPath(version));
  return { dir: folder, version, metadata: parseMetadata(await readFile(file, 'utf8'), file) };
}

/** @throws CommitConflict when the folder holds a table already. */
export async function createTable(dir: string, definition: TableDefinition, moment: Moment): Promise<Table> {
  const folder = resolve(dir);
  await makeFolder(join(folder, 'metadata'));
  await makeFolder(join(folder, 'data'));
  const uuid = (moment.newUuid ?? randomUUID)();
  const metadata = newMetadata({ location: locationOf(folder), ...definition }, uuid, moment.now);
  return publish({ dir: folder, version: 0 }, metadata, moment);
}

/** Makes a table anew, without rows, as the version that follows on those that are there, which may be damaged. */
export async function recreateTable(
  dir: string,
  definition: TableDefinition,
  moment: Moment,
): Promise<Table> {
  const folder = resolve(dir);
  const uuid = (moment.newUuid ?? randomUUID)();
  const metadata = newMetadata({ location: locationOf(folder), ...definition }, uuid, moment.now);
  return publish({ dir: folder, version: await newestVersion(folder) }, metadata, moment);
}

/**
 * Makes `metadata` the version that follows on `base`: written aside, synced, then linked to its name, so that
 * it appears whole and only once. A process that dies before the link has changed nothing; one that dies after
 * it has committed, and the hint is behind, which readers expect.
 * @throws CommitConflict
 */
export async function publish(
  base: Pick<Table, 'dir' | 'version'>,
  metadata: TableMetadata,
  moment: Moment,
): Promise<Table> {
  const { dir } = base;
  const newUuid = moment.newUuid ?? randomUUID;
  const version = base.version + 1;
  const aside = join(dir, 'metadata', `${newUuid()}.aside`);
  await writeDurably(aside, printMetadata(metadata));
  try {
    // The link alone would not notice a name that expiry has freed again.
    if ((await newestVersion(dir)) !== base.version)
      throw new CommitConflict(`${dir}: version ${version} exists`);
    failpoint('before iceberg.link');
    await link(aside, join(dir, metadataPath(version)));
    failpoint('after iceberg.link');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new CommitConflict(`${dir}: version ${version} exists`, { cause: error });
  } finally {
    await rm(aside);
  }
  await sync(join(dir, 'metadata'));
  const newest = String(await newestVersion(dir));
  failpoint('before iceberg.hint');
  await replaceFile(hintPath(dir), newest, join(dir, 'metadata', `${newUuid()}.aside`));
  failpoint('after iceberg.hint');
  return { dir, version, metadata };
}

const hintPath = (dir: string) => join(dir, 'metadata', 'version-hint.text');

/** 0 when there is no table. The hint may be missing, torn or behind; what counts is which files exist. */
async function newestVersion(dir: string): Promise<number> {
  const exists = (version: number) => existsSync(join(dir, metadataPath(version)));
  const hint = Number(await readFile(hintPath(dir), 'utf8').catch(absent));
  let version = Number.isSafeInteger(hint) && hint > 0 && exists(hint) ? hint : await highestListed(dir);
  while (exists(version + 1)) version++;
  return version;
}

async function highestListed(dir: string): Promise<number> {
  const names = (await readdir(join(dir, 'metadata')).catch(absent)) ?? [];
  return Math.max(0, ...names.map(versionOf));
}

/** N of a file name `vN.metadata.json`, or 0. */
export function versionOf(name: string): number {
  return Number(/^v(\d+)\.metadata\.json$/.exec(name)?.[1] ?? 0);
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
