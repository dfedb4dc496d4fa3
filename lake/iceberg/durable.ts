import { constants } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a new file and returns when its bytes are on the disk; its name is not safe before `syncFolder`. */
export async function writeDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Puts the bytes of a file that another program wrote on the disk, or the names that a folder holds. */
export async function sync(path: string): Promise<void> {
  const file = await open(path, constants.O_RDONLY);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a folder, with those above it that are missing, so that all their names are on the disk. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made !== dirname(first); made = dirname(made)) await sync(dirname(made));
}

/** Replaces a file as a whole: a reader sees the old or the new bytes, never a part. */
export async function replaceFile(path: string, bytes: Uint8Array | string, aside: string): Promise<void> {
  await writeDurably(aside, bytes);
  await rename(aside, path);
  await sync(dirname(path));
}
