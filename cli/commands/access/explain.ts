import { explainAccess } from '../../../analytics/governance/explain.ts';
import { catalog } from '../../../datasets/catalog.ts';
import { roleOf } from '../../../lake/governance/roles.ts';
import type { Args, Io } from '../../command.ts';
import { fieldsText, paperOf, tableText } from '../../output/table.ts';
import { write, writeJson } from '../../output/write.ts';

export default async function explain(
  { role, table, json }: Args<'access explain'>,
  { stdout }: Io,
): Promise<undefined> {
  const explained = explainAccess(catalog, roleOf(role), table);
  if (json) return writeJson(stdout, explained);
  const paper = paperOf(stdout);
  const facts = fieldsText(
    [
      ['role', explained.role],
      ['table', explained.table],
      ['rows', explained.rows],
    ],
    paper,
  );
  const columns = tableText(
    [
      { title: 'column' },
      { title: 'sees' },
      { title: 'reveals' },
      { title: 'because' },
      { title: 'instead' },
    ],
    explained.columns.map(({ column, isSeen, reveals, because, instead }) => [
      column,
      isSeen ? 'yes' : 'no',
      reveals.join(', ') || 'nothing',
      because,
      instead ?? '',
    ]),
    paper,
  );
  return write(stdout, `${facts}\n${columns}`);
}
