import { contractOf } from '../../datasets/catalog.ts';
import type { Known } from '../../runtime/commands/person.ts';
import { type Paper, tableText } from './table.ts';
import { counted, grouped } from './text.ts';

/** How much is held about a person. */
export function knownText({ datasets, quarantined }: Known, paper: Paper): string {
  const titles = ['dataset', 'rows', 'versions'];
  const lines = datasets.map(({ dataset, count, versions }) => [dataset, grouped(count), grouped(versions)]);
  const table = tableText(
    titles.map((title, index) => ({ title, right: index > 0 })),
    lines,
    paper,
  );
  return quarantined.length === 0 ? table : `${table}${counted(quarantined.length, 'row')} in quarantine\n`;
}

/** Everything that is held about a person, with what each column means, for whom it is about to read. */
export function disclosureOf({ persons, datasets, quarantined }: Known) {
  return {
    persons,
    datasets: datasets.map(({ dataset, rows, versions }) => {
      const { meaning, es, columns, retention } = contractOf(dataset);
      return {
        dataset,
        es,
        meaning,
        kept: `${retention.period} from ${retention.from}`,
        versions,
        columns: Object.entries(columns).map(([name, column]) => ({
          name,
          es: column.es,
          meaning: column.meaning,
        })),
        rows,
      };
    }),
    quarantined,
  };
}
