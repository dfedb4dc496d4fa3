import { existsSync } from 'node:fs';
import { UserError } from '../../base/errors.ts';
import { writeDurably } from '../../base/files.ts';
import { parsePerson } from '../../runtime/erasure/person.ts';
import type { Args, Io } from '../command.ts';
import { disclosureOf, knownText } from '../output/known.ts';
import { paperOf } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';
import { handed } from '../writer.ts';

export default async function person(args: Args<'person'>, io: Io): Promise<undefined> {
  const { person, only, export: file, dir, json } = args;
  parsePerson(person);
  if (file !== undefined && existsSync(file)) {
    throw new UserError(`${file}: is there already`, {
      exitCode: 2,
      hint: 'Name a new file, or remove this one.',
    });
  }
  const known = await handed('person', { person, only, rows: file !== undefined }, dir, io);
  if (file !== undefined) {
    writeDurably(file, `${JSON.stringify(disclosureOf(known), null, 2)}\n`);
    io.stderr.write(`${file}: everything, with what it means; it holds personal data\n`);
  }
  if (json) return writeJson(io.stdout, { ...known, datasets: known.datasets.map(({ rows, ...of }) => of) });
  await write(io.stdout, knownText(known, paperOf(io.stdout)));
  const [, ...others] = known.persons;
  if (others.length > 0) io.stderr.write(`the same person: ${others.join(', ')}\n`);
}
