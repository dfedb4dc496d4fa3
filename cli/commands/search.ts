import { contractOf } from '../../datasets/catalog.ts';
import type { FacetCounts, Page } from '../../query/engine.ts';
import { queryOf } from '../../query/language/asked.ts';
import { openSqliteSearch } from '../../query/sqlite/engine.ts';
import { searchedFields } from '../../query/text/searched.ts';
import { findState } from '../../runtime/state.ts';
import type { Args, Io } from '../command.ts';
import { columnsToLookAt, recordsText, recordText } from '../output/records.ts';
import { cellOf } from '../output/rows.ts';
import { type Paper, paperOf, tableText } from '../output/table.ts';
import { counted, grouped } from '../output/text.ts';
import { write, writeJson } from '../output/write.ts';

export default async function search(args: Args<'search'>, { stdout, stderr }: Io): Promise<undefined> {
  const contract = contractOf(args.dataset);
  const engine = openSqliteSearch(findState(args.dir).index);
  const page = await engine.search(queryOf({ ...args, facets: args.facet }));
  await engine.close();
  if (args.json) return writeJson(stdout, page);
  const paper = paperOf(stdout);
  const first = columnsToLookAt(
    contract,
    searchedFields(contract).map(({ name }) => name),
  );
  const { text, hidden } = pageText(page, paper, first);
  await write(stdout, text);
  for (const facet of page.facets) await write(stdout, `\n${facetText(facet, paper)}`);
  stderr.write(`${grouped(page.items.length)} of ${counted(page.total ?? 0, 'row')}\n`);
  if (hidden.length > 0) stderr.write(`not shown for want of room: ${hidden.join(', ')}\n`);
  if (page.next) stderr.write(`next page: --after ${page.next}\n`);
}

function pageText({ items }: Page, paper: Paper, first: readonly string[]) {
  if (items.some(({ included }) => Object.keys(included).length > 0)) {
    return { text: items.map((item) => recordText(item, paper)).join('\n'), hidden: [] };
  }
  return recordsText(
    items.map(({ row }) => row),
    paper,
    first,
  );
}

function facetText({ path, values, missing, more }: FacetCounts, paper: Paper): string {
  const rows = values.map(({ value, count }) => [cellOf(value), grouped(count)]);
  return tableText(
    [{ title: path }, { title: 'rows', right: true }],
    [...rows, ...(missing > 0 ? [[cellOf(null), grouped(missing)]] : []), ...(more ? [['…', '']] : [])],
    paper,
  );
}
