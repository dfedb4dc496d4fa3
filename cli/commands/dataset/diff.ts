import { contractOf } from '../../../datasets/catalog.ts';
import { type Diff, diffDataset, type RowChange } from '../../../lake/sql/diff.ts';
import { parseMoment } from '../../../lake/sql/moments.ts';
import type { Args, Io } from '../../command.ts';
import { lakeOf } from '../../lake.ts';
import { writeRows } from '../../output/rows.ts';
import { snapshotLine } from '../../output/snapshot.ts';
import { grouped } from '../../output/text.ts';
import { write } from '../../output/write.ts';

export default async function diff(args: Args<'dataset diff'>, io: Io): Promise<undefined> {
  const contract = contractOf(args.dataset);
  const moments = { from: parseMoment(args.from), to: parseMoment(args.to) };
  const found = await diffDataset(lakeOf(args.dir).dirs, contract, { ...moments, signal: io.signal });
  try {
    await (args.json ? writeAsJson(found, io.stdout) : writeAsTable(found, io.stdout));
  } finally {
    await found.close();
  }
}

/** One object; its changes are written as they are found. */
async function writeAsJson(
  { changes, close: _close, ...facts }: Diff,
  stdout: NodeJS.WriteStream,
): Promise<void> {
  await write(stdout, `${JSON.stringify(facts, null, 2).slice(0, -2)},\n  "changes": [`);
  let before = '\n    ';
  for await (const batch of changes) {
    for (const change of batch) {
      await write(stdout, before + JSON.stringify(change));
      before = ',\n    ';
    }
  }
  await write(stdout, '\n  ]\n}\n');
}

async function writeAsTable(found: Diff, stdout: NodeJS.WriteStream): Promise<void> {
  const { from, to, added, removed, changed, changes } = found;
  await write(stdout, `from  ${snapshotLine(from)}\nto    ${snapshotLine(to)}\n`);
  await write(stdout, `${grouped(added)} added, ${grouped(removed)} removed, ${grouped(changed)} changed\n`);
  if (added + removed + changed === 0) return;
  await write(stdout, '\n');
  const columns = ['row', 'key', 'column', 'before', 'after'].map((title) => ({ title }));
  await writeRows(stdout, 'table', { columns, batches: lines(changes) });
}

async function* lines(changes: Diff['changes']): AsyncGenerator<unknown[][]> {
  for await (const batch of changes) yield batch.flatMap(linesOf);
}

/** A line a changed value; a row that came or went is one line. */
function linesOf(change: RowChange): unknown[][] {
  if (change.kind !== 'changed') return [[change.kind, change.key, '', '', '']];
  return Object.entries(change.columns).map(([column, { before, after }]) => [
    change.kind,
    change.key,
    column,
    before,
    after,
  ]);
}
