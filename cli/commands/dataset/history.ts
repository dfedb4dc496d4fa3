import { contractOf } from '../../../datasets/catalog.ts';
import { brokenText } from '../../../lake/curation/objection.ts';
import { historyOf } from '../../../lake/sql/history.ts';
import { tableOf } from '../../../lake/sql/tables.ts';
import type { Args, Io } from '../../command.ts';
import { lakeOf } from '../../lake.ts';
import { type Cell, paperOf, tableText } from '../../output/table.ts';
import { grouped } from '../../output/text.ts';
import { write, writeJson } from '../../output/write.ts';

export default async function history(
  { dir, dataset, json }: Args<'dataset history'>,
  { stdout }: Io,
): Promise<undefined> {
  contractOf(dataset);
  const found = historyOf(await tableOf(lakeOf(dir).dirs, dataset), dataset);
  if (json) return writeJson(stdout, found);
  const numbers = ['rows', 'inserted', 'updated', 'deleted', 'files'];
  await write(
    stdout,
    tableText(
      [
        { title: 'snapshot', right: true },
        { title: 'committed' },
        { title: 'operation' },
        ...numbers.map((title) => ({ title, right: true })),
        { title: '' },
      ],
      found.snapshots.map(
        ({ id, committedAt, operation, rows, inserted, updated, deleted, files, place }) => [
          id,
          committedAt.replace(/000Z$/, 'Z'),
          operation,
          ...[rows, inserted, updated, deleted, files.total].map((count) =>
            count === null ? '?' : grouped(count),
          ),
          placeCell(place),
        ],
      ),
      paperOf(stdout),
    ),
  );
  if (found.held) await write(stdout, `\nheld since ${found.held.since} at snapshot ${found.held.to}\n`);
  if (found.objection) {
    const { since, broken } = found.objection;
    await write(stdout, `\nheld since ${since} by ${brokenText(broken)}\n`);
  }
}

function placeCell(place: 'current' | 'before' | 'undone'): Cell {
  return place === 'before' ? '' : { text: place, style: place === 'current' ? 'green' : 'dim' };
}
