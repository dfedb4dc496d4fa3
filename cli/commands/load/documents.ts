import { resolve } from 'node:path';
import type { Args, Io } from '../../command.ts';
import { countsText } from '../../output/load.ts';
import { paperOf, tableText } from '../../output/table.ts';
import { write, writeJson } from '../../output/write.ts';
import { handed } from '../../writer.ts';

export default async function documents(
  { path, dir, json }: Args<'load documents'>,
  io: Io,
): Promise<undefined> {
  const { notes, ...counts } = await handed('load documents', { path: resolve(path) }, dir, io);
  if (json) return writeJson(io.stdout, [counts]);
  const paper = paperOf(io.stdout);
  await write(io.stdout, countsText([counts], paper));
  if (notes.length === 0) return;
  const unread = notes.map(({ place, reason }) => [place, reason]);
  return write(io.stdout, `\n${tableText([{ title: 'not read' }, { title: 'why' }], unread, paper)}`);
}
