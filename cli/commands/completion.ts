import { readFile } from 'node:fs/promises';
import type { Args, Io } from '../command.ts';
import { write } from '../output/write.ts';

export default async function completion({ shell }: Args<'completion'>, { stdout }: Io): Promise<undefined> {
  await write(stdout, await readFile(new URL(`../shell/${shell}`, import.meta.url)));
}
