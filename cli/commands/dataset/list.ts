import { catalog } from '../../../datasets/catalog.ts';
import { findState } from '../../../runtime/state.ts';
import { storedStatus } from '../../../runtime/status.ts';
import type { Args, Io } from '../../command.ts';
import { paperOf, tableText } from '../../output/table.ts';
import { grouped } from '../../output/text.ts';
import { write, writeJson } from '../../output/write.ts';

export default async function list(
  { dir, json }: Args<'dataset list'>,
  { stdout, clock }: Io,
): Promise<undefined> {
  const { datasets } = await storedStatus(findState(dir), clock);
  const known = datasets.map(({ dataset, curated }) => ({
    ...catalog[dataset],
    name: dataset,
    rows: curated,
  }));
  if (json) {
    return writeJson(
      stdout,
      known.map(({ name, rows, kind, version, es, meaning }) => ({ name, rows, kind, version, es, meaning })),
    );
  }
  return write(
    stdout,
    tableText(
      [
        { title: 'dataset' },
        { title: 'rows', right: true },
        { title: 'kind' },
        { title: 'label' },
        { title: 'one row is' },
      ],
      known.map(({ name, rows, kind = '', es = '', meaning = '' }) => [
        name,
        grouped(rows),
        kind,
        es,
        meaning,
      ]),
      paperOf(stdout),
    ),
  );
}
