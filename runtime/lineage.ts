import { dashboards } from '../analytics/dashboards/dashboards.ts';
import { type Filling, type Lineage, lineageOf } from '../analytics/lineage/graph.ts';
import { analytics } from '../analytics/translatedViews.ts';
import { views } from '../analytics/views.ts';
import { catalog, contractOf } from '../datasets/catalog.ts';
import { legacyMappings } from '../ingestion/mapping/legacy/all.ts';
import { mappingSources } from '../ingestion/mapping/sources.ts';

/** Where every column of the platform comes from and goes to, from the monolith's tables to the dashboards. */
export function platformLineage(): Lineage {
  const { tables: marts } = analytics();
  return lineageOf({
    contracts: catalog,
    fillings: legacyMappings.map((mapping): Filling => {
      const { table, dataset, values, rows } = mappingSources(mapping, contractOf(mapping.dataset));
      return { source: `legacy.${table}`, dataset: `curated.${dataset}`, values, rows };
    }),
    views: views.map(({ name }) => {
      const analysed = marts.view(name);
      if (!analysed) throw new Error(`marts.${name} is not known to its own registry`);
      return { name, ...analysed };
    }),
    dashboards,
  });
}
