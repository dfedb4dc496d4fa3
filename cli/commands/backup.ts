import { resolve } from 'node:path';
import type { Args, Io } from '../command.ts';
import { backupText } from '../output/backup.ts';
import { write, writeJson } from '../output/write.ts';
import { handed } from '../writer.ts';

export default async function backup(args: Args<'backup'>, io: Io): Promise<undefined> {
  const to = resolve(args.to);
  const result = await handed('backup', { to }, args.dir, io);
  if (args.json) return writeJson(io.stdout, result);
  return write(io.stdout, backupText(to, result));
}
