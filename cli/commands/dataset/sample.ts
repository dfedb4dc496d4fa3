import { contractOf } from '../../../datasets/catalog.ts';
import { exactBatches } from '../../../lake/sql/answer.ts';
import { sampleRows } from '../../../lake/sql/rows.ts';
import type { Args, Io } from '../../command.ts';
import { lakeOf } from '../../lake.ts';
import { lakeRows, writeAnswer } from '../../output/answer.ts';
import { recordsText } from '../../output/records.ts';
import { paperOf } from '../../output/table.ts';
import { write } from '../../output/write.ts';

export default async function sample(args: Args<'dataset sample'>, io: Io): Promise<undefined> {
  const { stdout, stderr, signal } = io;
  const { limit, seed } = args;
  const answer = await sampleRows(lakeOf(args.dir).dirs, contractOf(args.dataset), { limit, seed, signal });
  try {
    if (args.json) return void (await writeAnswer(lakeRows(answer), 'json', stdout));
    const rows: Record<string, unknown>[] = [];
    for await (const batch of exactBatches(answer)) {
      for (const row of batch)
        rows.push(Object.fromEntries(answer.columns.map(({ name }, at) => [name, row[at]])));
    }
    const { text, hidden } = recordsText(rows, paperOf(stdout));
    await write(stdout, text);
    if (hidden.length > 0) stderr.write(`not shown for want of room: ${hidden.join(', ')}\n`);
  } finally {
    await answer.close();
  }
}
