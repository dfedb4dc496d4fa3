import { apply as applyDefinition } from '../../runtime/definition/apply.ts';
import type { Args, Io } from '../command.ts';
import { changesSummary, planText } from '../output/definition.ts';
import { progressLine } from '../output/progress.ts';
import { paperOf } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';

export default async function apply(args: Args<'apply'>, io: Io): Promise<undefined> {
  const { dir, undo, json } = args;
  const { stdout, stderr, clock, signal } = io;
  const line = progressLine(stderr, clock);
  const { number, undoes, plan } = await applyDefinition({
    dir,
    undo,
    allowBreaking: args['allow-breaking'],
    clock,
    signal,
    progress: line.show,
  }).finally(line.clear);
  if (json) return writeJson(stdout, { number, undoes, ...plan });
  await write(stdout, planText(plan, paperOf(stdout)));
  stderr.write(
    undoes === null
      ? `${changesSummary(plan.changes)}: the lake is of number ${number}\n`
      : `taken back: the lake is of number ${number}, as before number ${undoes}\n`,
  );
}
