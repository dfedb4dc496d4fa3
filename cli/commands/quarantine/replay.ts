import { contractOf } from '../../../datasets/catalog.ts';
import type { Args, Io } from '../../command.ts';
import { paperOf, tableText } from '../../output/table.ts';
import { counted, grouped } from '../../output/text.ts';
import { write, writeJson } from '../../output/write.ts';
import { handed } from '../../writer.ts';

/** Rows that stay are no failure of the replay: they were in quarantine before. */
export default async function replay(args: Args<'quarantine replay'>, io: Io): Promise<undefined> {
  if (args.dataset !== undefined) contractOf(args.dataset);
  const filter = {
    ...(args.id.length > 0 ? { ids: args.id } : {}),
    ...(args.dataset === undefined ? {} : { dataset: args.dataset }),
  };
  const result = await handed('quarantine replay', filter, args.dir, io);
  if (args.json) return writeJson(io.stdout, result);
  const { replayed, accepted, kept } = result;
  await write(io.stdout, `${counted(replayed, 'row')} replayed, ${grouped(accepted)} accepted\n`);
  if (kept.length === 0) return;
  const rows = kept.map(({ id, place, rule }) => [String(id), place, rule]);
  const headings = [{ title: 'id', right: true }, { title: 'place' }, { title: 'rule' }];
  return write(io.stdout, `\n${tableText(headings, rows, paperOf(io.stdout))}`);
}
