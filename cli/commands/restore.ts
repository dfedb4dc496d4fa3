import { checkBackup, restore as restoreTo } from '../../runtime/backup/restore.ts';
import type { Args, Io } from '../command.ts';
import { restoreText } from '../output/backup.ts';
import { progressLine } from '../output/progress.ts';
import { write, writeJson } from '../output/write.ts';

export default async function restore(
  { from, dir, check, json }: Args<'restore'>,
  { stdout, stderr, clock, signal }: Io,
): Promise<undefined> {
  const line = progressLine(stderr, clock);
  const tools = { progress: line.show, signal };
  const work = check ? checkBackup(from, tools) : restoreTo(from, dir, tools);
  const result = await work.finally(() => line.clear());
  if (json) return writeJson(stdout, result);
  return write(stdout, restoreText(check ? null : dir, result));
}
