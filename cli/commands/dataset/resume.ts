import { contractOf } from '../../../datasets/catalog.ts';
import type { Args, Io } from '../../command.ts';
import { snapshotLine } from '../../output/snapshot.ts';
import { write, writeJson } from '../../output/write.ts';
import { handed } from '../../writer.ts';

export default async function resume(args: Args<'dataset resume'>, io: Io): Promise<undefined> {
  const { dataset, discard, dir, json } = args;
  contractOf(dataset);
  const done = await handed('dataset resume', { dataset, discard }, dir, io);
  if (json) return writeJson(io.stdout, done);
  await write(io.stdout, `from  ${snapshotLine(done.from)}\nto    ${snapshotLine(done.to)}\n`);
  if (discard) {
    io.stderr.write(`${dataset} differs from its source where changes were discarded: see "aljibe parity"\n`);
  }
}
