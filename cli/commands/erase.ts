import { stillThere } from '../../runtime/erasure/end.ts';
import { parsePerson } from '../../runtime/erasure/person.ts';
import type { Args, Io } from '../command.ts';
import { erasedText } from '../output/erased.ts';
import { paperOf } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';
import { handed } from '../writer.ts';

export default async function erase(args: Args<'erase'>, io: Io): Promise<undefined> {
  const { person, only, verify, dir, json } = args;
  parsePerson(person);
  const erased = await handed('erase', { person, only, dryRun: args['dry-run'], verify }, dir, io);
  if (json) await writeJson(io.stdout, erased);
  else {
    await write(io.stdout, erasedText(erased, paperOf(io.stdout)));
    const [, ...others] = erased.persons;
    if (others.length > 0) io.stderr.write(`the same person: ${others.join(', ')}\n`);
  }
  if (erased.found.length > 0) throw stillThere(erased.found);
}
