import type { DatasetResult, LoadResult } from '../../ingestion/oneroster/load/apply.ts';
import { type Paper, tableText } from './table.ts';
import { grouped } from './text.ts';

/** Rejected rows that are shown of one dataset; the others are in quarantine as well. */
const rejectsShown = 10;

const counts = ['loaded', 'changed', 'unchanged', 'removed', 'repaired', 'quarantined'] as const;

/** The counts of a load: a line a dataset. */
export function countsText(datasets: readonly DatasetResult[], paper: Paper): string {
  return tableText(
    [{ title: 'dataset' }, ...counts.map((title) => ({ title, right: true }))],
    datasets.map((row) => [row.dataset, ...counts.map((count) => grouped(row[count]))]),
    paper,
  );
}

/** What a load did: a line a dataset, then every kind of repair, rejects, orphans and what was left out. */
export function loadText(result: LoadResult, paper: Paper): string {
  const { source, version, datasets, details, notes, notMapped } = result;
  return [
    `${source}, ${/^\d/.test(version) ? `OneRoster ${version}` : version}\n`,
    countsText(datasets, paper),
    section(
      ['repaired', 'how', 'times', 'first'],
      details.flatMap(({ dataset, repairs }) =>
        repairs.map(({ column, repair, count, places }) => [
          `${dataset}.${column}`,
          repair,
          grouped(count),
          places[0] ?? '',
        ]),
      ),
      paper,
    ),
    section(
      ['quarantined', 'column', 'value', 'rule'],
      details.flatMap(({ rejects }) => [
        ...rejects
          .slice(0, rejectsShown)
          .map(({ place, column, value, rule }) => [place, column ?? '', value ?? '', rule]),
        ...(rejects.length > rejectsShown ? [[`and ${grouped(rejects.length - rejectsShown)} more`]] : []),
      ]),
      paper,
    ),
    section(
      ['orphans', 'refer to', 'rows', 'first'],
      details.flatMap(({ dataset, orphans }) =>
        orphans.map(({ column, references, rows, place }) => [
          `${dataset}.${column}`,
          `missing ${references}`,
          grouped(rows),
          place,
        ]),
      ),
      paper,
    ),
    section(
      ['not loaded', 'rows'],
      notMapped.map(({ what, rows }) => [what, grouped(rows)]),
      paper,
    ),
    notes.map((note) => `${note}\n`).join(''),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function section(titles: readonly string[], rows: readonly (readonly string[])[], paper: Paper): string {
  if (rows.length === 0) return '';
  const numbers = new Set(['times', 'rows']);
  return tableText(
    titles.map((title) => ({ title, right: numbers.has(title) })),
    rows,
    paper,
  );
}
