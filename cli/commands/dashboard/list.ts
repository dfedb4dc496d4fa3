import { dashboards } from '../../../analytics/dashboards/dashboards.ts';
import type { Args, Io } from '../../command.ts';
import { paperOf, tableText } from '../../output/table.ts';
import { write, writeJson } from '../../output/write.ts';

export default async function list({ json }: Args<'dashboard list'>, { stdout }: Io): Promise<undefined> {
  const rows = dashboards.map(({ id, title, meaning, pages }) => ({
    id,
    title,
    meaning,
    pages: pages.map((page) => page.id),
    charts: pages.flatMap(({ visuals }) => visuals).length,
  }));
  if (json) return writeJson(stdout, rows);
  return write(
    stdout,
    tableText(
      [
        { title: 'id' },
        { title: 'pages', right: true },
        { title: 'charts', right: true },
        { title: 'meaning' },
      ],
      rows.map(({ id, pages, charts, meaning }) => [id, String(pages.length), String(charts), meaning.en]),
      paperOf(stdout),
    ),
  );
}
