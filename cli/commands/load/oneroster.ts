import { resolve } from 'node:path';
import { contractOf } from '../../../datasets/catalog.ts';
import type { Args, Io } from '../../command.ts';
import { loadText } from '../../output/load.ts';
import { paperOf } from '../../output/table.ts';
import { write, writeJson } from '../../output/write.ts';
import { handed } from '../../writer.ts';

export default async function oneroster(args: Args<'load oneroster'>, io: Io): Promise<undefined> {
  for (const dataset of args['accept-removals']) contractOf(dataset);
  const options = {
    path: resolve(args.path),
    maxRemovals: args['max-removals'] / 100,
    acceptRemovals: args['accept-removals'],
    ...(args.source === undefined ? {} : { source: args.source }),
  };
  const result = await handed('load oneroster', options, args.dir, io);
  if (args.json) return writeJson(io.stdout, result.datasets);
  return write(io.stdout, loadText(result, paperOf(io.stdout)));
}
