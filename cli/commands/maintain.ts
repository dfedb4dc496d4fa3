import type { Args, Io } from '../command.ts';
import { maintenanceText } from '../output/maintenance.ts';
import { paperOf } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';
import { handed } from '../writer.ts';

export default async function maintain(args: Args<'maintain'>, io: Io): Promise<undefined> {
  const answer = await handed('maintain', { dryRun: args['dry-run'] }, args.dir, io);
  if (args.json) return writeJson(io.stdout, answer);
  return write(io.stdout, maintenanceText(answer, paperOf(io.stdout)));
}
