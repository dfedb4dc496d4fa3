import type { Args, Io } from '../../command.ts';
import { paperOf, tableText } from '../../output/table.ts';
import { grouped } from '../../output/text.ts';
import { write, writeJson } from '../../output/write.ts';
import { handed } from '../../writer.ts';

export default async function run(args: Args<'retention run'>, io: Io): Promise<undefined> {
  const { datasets, certificate } = await handed('retention run', { dryRun: args['dry-run'] }, args.dir, io);
  if (args.json) return writeJson(io.stdout, { datasets, certificate });
  const titles = ['dataset', 'kept for', 'from', 'before', 'rows', 'versions'];
  const lines = datasets.map(({ dataset, period, from, cutoff, rows, versions }) => [
    dataset,
    period,
    from,
    cutoff.slice(0, 10),
    ...[rows, versions].map((count) => (count === 0 ? '' : grouped(count))),
  ]);
  const table = tableText(
    titles.map((title, index) => ({ title, right: index > 3 })),
    lines,
    paperOf(io.stdout),
  );
  const nothing = datasets.every(({ versions }) => versions === 0) ? 'nothing is older than it may be\n' : '';
  await write(io.stdout, `${table}${nothing}${certificate ? `certificate  ${certificate}\n` : ''}`);
}
