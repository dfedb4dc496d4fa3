import type { Args, Io } from '../command.ts';
import { paperOf, tableText } from '../output/table.ts';
import { grouped } from '../output/text.ts';
import { write, writeJson } from '../output/write.ts';
import { handed } from '../writer.ts';

export default async function rebuild(args: Args<'rebuild'>, io: Io): Promise<undefined> {
  const rebuilt = await handed('rebuild', { datasets: args.dataset, index: args.index }, args.dir, io);
  if (args.json) return writeJson(io.stdout, rebuilt);
  const headings = [
    { title: 'dataset' },
    { title: 'rows', right: true },
    { title: 'recovered', right: true },
  ];
  const rows = rebuilt.map(({ dataset, rows, recovered }) => [dataset, grouped(rows), grouped(recovered)]);
  return write(io.stdout, tableText(headings, rows, paperOf(io.stdout)));
}
