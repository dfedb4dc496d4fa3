import { dashboardOf } from '../../../analytics/dashboards/dashboards.ts';
import { dataSets } from '../../../analytics/quicksight/dataSets.ts';
import { quickSightDefinition } from '../../../analytics/quicksight/definition.ts';
import type { Args, Io } from '../../command.ts';
import { writeJson } from '../../output/write.ts';

/** Prints what `create-data-set` and `create-dashboard` of the AWS command line take, but for the account. */
export default async function quicksight(
  { dashboard, language, 'data-source': dataSourceArn }: Args<'dashboard quicksight'>,
  { stdout }: Io,
): Promise<undefined> {
  const found = dashboardOf(dashboard);
  const place = {
    language,
    dataSourceArn,
    dataSetArn: (id: string) => `${dataSourceArn.replace(/:datasource\/.*$/, '')}:dataset/${id}`,
  };
  return writeJson(stdout, {
    DataSets: dataSets(found, place),
    Dashboard: {
      DashboardId: `aljibe-${found.id}-${language}`,
      Name: found.title[language],
      Definition: quickSightDefinition(found, place),
    },
  });
}
