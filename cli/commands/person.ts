import { type FileHandle, open, rm } from 'node:fs/promises';
import { getSystemErrorMessage } from 'node:util';
import { UserError } from '../../base/errors.ts';
import { parsePerson } from '../../runtime/erasure/person.ts';
import type { Args, Io } from '../command.ts';
import { disclosureOf, knownText } from '../output/known.ts';
import { paperOf } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';
import { handed } from '../writer.ts';

export default async function person(args: Args<'person'>, io: Io): Promise<undefined> {
  const { person, export: path, json } = args;
  parsePerson(person);
  const known = path === undefined ? await ask(args, io) : await answerInto(path, args, io);
  if (json) return writeJson(io.stdout, { ...known, datasets: known.datasets.map(({ rows, ...of }) => of) });
  await write(io.stdout, knownText(known, paperOf(io.stdout)));
  const [, ...others] = known.persons;
  if (others.length > 0) io.stderr.write(`the same person: ${others.join(', ')}\n`);
}

const ask = ({ person, only, export: path, dir }: Args<'person'>, io: Io) =>
  handed('person', { person, only, rows: path !== undefined }, dir, io);

/** The file is made before anything is asked, so that nobody waits for an answer that has no place. */
async function answerInto(path: string, args: Args<'person'>, io: Io) {
  const file = await newFile(path);
  try {
    const known = await ask(args, io);
    await file.writeFile(`${JSON.stringify(disclosureOf(known), null, 2)}\n`);
    await file.sync();
    io.stderr.write(`${path}: everything, with what it means; it holds personal data\n`);
    return known;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** @throws UserError for a place that is taken, or that cannot be written */
async function newFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (cause) {
    const { errno = 0 } = cause as NodeJS.ErrnoException;
    throw new UserError(`${path}: ${getSystemErrorMessage(errno)}`, {
      exitCode: 2,
      cause,
      hint: 'Name a new file, in a folder that is there.',
    });
  }
}
