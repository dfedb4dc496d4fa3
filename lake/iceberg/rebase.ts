import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { makeFolder, replaceFile, writeDurably } from './durable.ts';
import { readManifest, readManifestList } from './files.ts';
import { rewriteLocations } from './locations.ts';
import { encodeManifest } from './manifest.ts';
import { encodeManifestList, type ManifestFile } from './manifestList.ts';
import { metadataPath, nextMetadata, printMetadata } from './metadata.ts';
import type { Snapshot, Table, TableMetadata } from './types.ts';
import { type Moment, publish } from './versions.ts';

/** All metadata of a table, written for another base. */
interface Rebased {
  readonly files: readonly { readonly path: string; readonly bytes: Buffer }[];
  readonly metadata: TableMetadata;
}

/**
 * Rewrites every manifest list and manifest of every snapshot, since all of them hold whole URIs.
 * @param rename gives each file its new path
 */
async function rebased(table: Table, location: string, rename: (path: string) => string): Promise<Rebased> {
  const metadata = rewriteLocations(table.metadata, table.metadata.location, location);
  const files: { path: string; bytes: Buffer }[] = [];
  const manifests = new Map<string, ManifestFile>();
  const snapshots: Snapshot[] = [];
  for (const snapshot of table.metadata.snapshots) {
    const lines: ManifestFile[] = [];
    for (const manifest of await readManifestList(table, snapshot)) {
      let line = manifests.get(manifest.path);
      if (!line) {
        const path = rename(manifest.path);
        const bytes = encodeManifest(metadata, await readManifest(table, manifest));
        files.push({ path, bytes });
        line = { ...manifest, path, length: bytes.length };
        manifests.set(manifest.path, line);
      }
      lines.push(line);
    }
    const path = rename(`metadata/snap-${snapshot['snapshot-id']}.avro`);
    files.push({
      path,
      bytes: encodeManifestList(lines, snapshot, { location, specId: metadata['default-spec-id'] }),
    });
    snapshots.push({ ...snapshot, 'manifest-list': `${location}/${path}` });
  }
  return { files, metadata: { ...metadata, snapshots } };
}

/**
 * Gives a table another location in place, as one commit: a folder that was moved, or the scheme that another
 * engine wants. Until the commit the old metadata holds; its files are orphans after it.
 * @throws CommitConflict
 */
export async function rebase(table: Table, location: string, moment: Moment): Promise<Table> {
  const newUuid = moment.newUuid ?? randomUUID;
  const { files, metadata } = await rebased(table, location, () => `metadata/${newUuid()}.avro`);
  for (const file of files) await writeDurably(join(table.dir, file.path), file.bytes);
  return publish(table, nextMetadata(metadata, table.version, {}, moment.now), moment);
}

/**
 * Writes the metadata of a table into another folder as it must be at `location` (`s3://bucket/students`, ...).
 * The data files are not copied: they belong into `location/data`. Repeated, it brings the folder up to date.
 */
export async function exportMetadata(table: Table, location: string, toDir: string): Promise<void> {
  const folder = resolve(toDir);
  await makeFolder(join(folder, 'metadata'));
  const { files, metadata } = await rebased(table, location, (path) => path);
  const write = (path: string, bytes: Buffer | string) =>
    replaceFile(join(folder, path), bytes, join(folder, 'metadata', `${randomUUID()}.aside`));
  for (const file of files) await write(file.path, file.bytes);
  await write(metadataPath(table.version), printMetadata({ ...metadata, 'metadata-log': [] }));
  await write('metadata/version-hint.text', String(table.version));
}
