import type { DatasetParity, ParityReport } from '../../runtime/parity.ts';
import { type Paper, tableText } from './table.ts';
import { counted, grouped } from './text.ts';

/** Keys that are listed of one dataset; `--json` lists all. */
const keysShown = 20;

/** What sources, lake and query cluster hold of every dataset, and the keys in which they differ. */
export function parityText({ equal, datasets }: ParityReport, paper: Paper): string {
  // Almost no school has erased anybody yet.
  const anyErased = datasets.some(({ erased }) => erased > 0);
  const held = anyErased ? ['quarantined', 'erased'] : ['quarantined'];
  const table = tableText(
    [
      { title: 'dataset' },
      ...['source', ...held, 'expected', 'lake', 'query', 'moved'].map((title) => ({
        title,
        right: true,
      })),
      { title: '' },
    ],
    datasets.map((row) => [
      row.dataset,
      grouped(row.source),
      row.quarantined === 0 ? '' : grouped(row.quarantined),
      ...(anyErased ? [row.erased === 0 ? '' : grouped(row.erased)] : []),
      grouped(row.expected),
      grouped(row.stores.lake ?? 0),
      grouped(row.stores.query ?? 0),
      row.moved === 0 ? '' : grouped(row.moved),
      row.equal ? { text: 'equal', style: 'green' } : { text: 'DIFFERENT', style: 'red' },
    ]),
    paper,
  );
  const rows = datasets.reduce((sum, { expected }) => sum + expected, 0);
  const verdict = equal
    ? `equal: ${counted(rows, 'row')} in ${counted(datasets.length, 'dataset')}, the same in source, lake and query cluster\n`
    : `different: ${datasets.filter((row) => !row.equal).length} of ${counted(datasets.length, 'dataset')}\n`;
  return [
    table,
    ...datasets.filter((row) => !row.equal).map((row) => differencesText(row, paper)),
    verdict,
  ].join('\n');
}

function differencesText({ dataset, differences }: DatasetParity, paper: Paper): string {
  const shown = differences.slice(0, keysShown);
  const table = tableText(
    [{ title: dataset }, { title: 'in' }, { title: 'is' }],
    shown.map(({ key, store, what }) => [key, store, what]),
    paper,
  );
  const more = differences.length - shown.length;
  return more > 0 ? `${table}and ${grouped(more)} more; --json lists all\n` : table;
}
