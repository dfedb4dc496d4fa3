import type { CreateDataSetRequest } from '@aws-sdk/client-quicksight';
import type { ViewName } from '../dashboards/columns.ts';
import type { Chosen, Dashboard } from '../dashboards/definition.ts';
import type { Language } from '../dashboards/words.ts';
import { dataColumns, viewsRead } from './columns.ts';

/** All of a data set but the account that it is made in, in the casing of exported definitions. */
export type DataSet = Omit<CreateDataSetRequest, 'AwsAccountId'>;

/** Where a dashboard's data sets find Athena, and what they are called there. */
export interface Place {
  readonly language: Language;
  /** ARN of the QuickSight data source that reads Athena. */
  readonly dataSourceArn: string;
  /** ARN of a data set by its id. */
  readonly dataSetArn: (id: string) => string;
  /** What is chosen when people open it, as the controls show it: `{ year: ['2025/26'] }`. */
  readonly initially?: Chosen;
}

export const dataSetId = (dashboard: Dashboard, view: ViewName, language: Language) =>
  `aljibe-${dashboard.id}-${view.replaceAll('_', '-')}-${language}`;

/**
 * The data sets of a dashboard, one for each view that it reads. They ask Athena directly: the views are marts
 * already, and what is imported would be a second truth with a freshness of its own.
 */
export function dataSets(dashboard: Dashboard, { language, dataSourceArn }: Place): DataSet[] {
  return viewsRead(dashboard).map((view) => {
    const columns = dataColumns(dashboard, view, language);
    const select = columns.map(({ name, sql }) => (sql === name ? name : `${sql} AS ${name}`));
    return {
      DataSetId: dataSetId(dashboard, view, language),
      Name: `${dashboard.title[language]}: ${view}`,
      ImportMode: 'DIRECT_QUERY',
      PhysicalTableMap: {
        [view.replaceAll('_', '-')]: {
          CustomSql: {
            DataSourceArn: dataSourceArn,
            Name: view,
            SqlQuery: `SELECT ${select.join(', ')}\nFROM marts.${view}`,
            Columns: columns.map(({ name, type }) => ({ Name: name, Type: type })),
          },
        },
      },
    };
  });
}
