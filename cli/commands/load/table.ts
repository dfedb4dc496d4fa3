import { normalize, resolve } from 'node:path';
import { contractOf } from '../../../datasets/catalog.ts';
import { isMappingFile } from '../../../ingestion/tables/mapping/find.ts';
import type { Args, Io } from '../../command.ts';
import { loadText } from '../../output/load.ts';
import { paperOf } from '../../output/table.ts';
import { write, writeJson } from '../../output/write.ts';
import { handed } from '../../writer.ts';

export default async function table(args: Args<'load table'>, io: Io): Promise<undefined> {
  for (const dataset of args['accept-removals']) contractOf(dataset);
  const { mapping, source } = args;
  const options = {
    files: args.file.map((file) => ({ path: resolve(file), name: normalize(file) })),
    mapping: isMappingFile(mapping) ? resolve(mapping) : mapping,
    maxRemovals: args['max-removals'] / 100,
    acceptRemovals: args['accept-removals'],
    ...(source === undefined ? {} : { source }),
  };
  const result = await handed('load table', options, args.dir, io);
  if (args.json) return writeJson(io.stdout, result.datasets);
  const text = { ...result, version: `mapping ${result.mapping}`, notMapped: [] };
  return write(io.stdout, loadText(text, paperOf(io.stdout)));
}
