import { dashboardOf } from '../../../analytics/dashboards/dashboards.ts';
import { visualSql } from '../../../analytics/dashboards/sql.ts';
import type { Args, Io } from '../../command.ts';
import { write, writeJson } from '../../output/write.ts';

export default async function show(
  { dashboard, json }: Args<'dashboard show'>,
  { stdout }: Io,
): Promise<undefined> {
  const found = dashboardOf(dashboard);
  if (json) return writeJson(stdout, found);
  const statements = found.pages.flatMap((page) =>
    page.visuals.map((visual) => {
      const filters = found.filters.filter(({ id }) => page.filters.includes(id));
      return `-- ${page.id}, ${visual.id}: ${visual.title.en} (${visual.kind})\n${visualSql(visual, filters, {})};\n`;
    }),
  );
  return write(stdout, statements.join('\n'));
}
