import { contractOf } from '../../../datasets/catalog.ts';
import { parseMoment } from '../../../lake/sql/moments.ts';
import type { Args, Io } from '../../command.ts';
import { snapshotLine } from '../../output/snapshot.ts';
import { write, writeJson } from '../../output/write.ts';
import { handed } from '../../writer.ts';

export default async function rollback(args: Args<'dataset rollback'>, io: Io): Promise<undefined> {
  const { dataset, to, dir, json } = args;
  contractOf(dataset);
  parseMoment(to);
  const done = await handed('dataset rollback', { dataset, to }, dir, io);
  if (json) return writeJson(io.stdout, done);
  await write(io.stdout, `from  ${snapshotLine(done.from)}\nto    ${snapshotLine(done.to)}\n`);
  io.stderr.write(`${dataset} is held there until "aljibe dataset resume ${dataset}"\n`);
}
