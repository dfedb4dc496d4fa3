import type { Chosen, Dashboard, Filter, Page, Visual } from '../../../../analytics/dashboards/definition.ts';
import { dimensionsOf } from '../../../../analytics/dashboards/sql.ts';

/** What an address chooses: `?school=a&school=b`. What is no filter of the page is left out. */
export function chosenIn(search: string, filters: readonly Filter[]): Chosen {
  const given = new URLSearchParams(search);
  return Object.fromEntries(
    filters.map(({ id }) => [id, given.getAll(id)]).filter(([, values]) => values?.length),
  );
}

/** The address of a page of a dashboard, with what is chosen of its filters. */
export function addressOf(dashboard: Dashboard, page: Page, chosen: Chosen): string {
  const search = new URLSearchParams();
  for (const id of page.filters) for (const value of chosen[id] ?? []) search.append(id, value);
  const place = page === dashboard.pages[0] ? dashboard.id : `${dashboard.id}/${page.id}`;
  return `/dashboards/${place}${search.size > 0 ? `?${search}` : ''}`;
}

/** Where a click on a mark or row leads: to the page that its visual opens, with the filters set that it shows. */
export function drillAddress(
  dashboard: Dashboard,
  visual: Visual,
  chosen: Chosen,
  row: Readonly<Record<string, unknown>>,
): string | null {
  const page = 'drill' in visual ? dashboard.pages.find(({ id }) => id === visual.drill) : undefined;
  if (!page) return null;
  const shown = dimensionsOf(visual).map(({ column }) => column);
  const set = filtersOf(dashboard, page)
    .filter(({ column }) => shown.includes(column) && row[column] !== null && row[column] !== undefined)
    .map(({ id, column }): [string, string[]] => [id, [String(row[column])]]);
  return set.length > 0 ? addressOf(dashboard, page, { ...chosen, ...Object.fromEntries(set) }) : null;
}

export const filtersOf = ({ filters }: Dashboard, page: Page): Filter[] =>
  filters.filter(({ id }) => page.filters.includes(id));
