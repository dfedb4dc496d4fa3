import { flowThrough } from '../../analytics/lineage/flow.ts';
import { UserError } from '../../base/errors.ts';
import { catalog } from '../../datasets/catalog.ts';
import { dcatOf } from '../../lake/standards/dcat.ts';
import { entriesOf } from '../../lake/standards/dictionary/entries.ts';
import { dictionaryHtml } from '../../lake/standards/dictionary/html.ts';
import { dictionaryMarkdown } from '../../lake/standards/dictionary/markdown.ts';
import { platformLineage } from '../../runtime/lineage.ts';
import type { Args, Io } from '../command.ts';
import { write, writeJson } from '../output/write.ts';

const contracts = Object.values(catalog);

export default async function dictionary(args: Args<'dictionary'>, { stdout }: Io): Promise<undefined> {
  const { format, language, base, publisher, json } = args;
  if (format === 'dcat') {
    if (!URL.canParse(base) || !base.endsWith('/')) {
      throw new UserError(`"${base}" is no address of a folder`, {
        exitCode: 2,
        hint: 'Give --base with its scheme and a slash at its end, as in https://data.example.org/aljibe/.',
      });
    }
    return writeJson(stdout, dcatOf(contracts, { base, publisher }));
  }
  const entries = entriesOf(contracts, neighbours(), language);
  if (json) return writeJson(stdout, entries);
  return write(
    stdout,
    format === 'html' ? dictionaryHtml(entries, language) : dictionaryMarkdown(entries, language),
  );
}

/** Tables of the monolith that a dataset comes from, and views that read it. */
function neighbours() {
  const lineage = platformLineage();
  return (dataset: string) => {
    const id = `curated.${dataset}`;
    const { nodes, edges } = flowThrough(lineage, id);
    const views = new Set(nodes.filter(({ kind }) => kind === 'view').map((node) => node.id));
    return {
      from: edges.filter(({ to }) => to === id).map(({ from }) => from),
      to: edges.filter(({ from, to }) => from === id && views.has(to)).map(({ to }) => to),
    };
  };
}
