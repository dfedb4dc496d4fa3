import { describe, expect, test } from 'vitest';
import { columnsOf, viewHas } from '../../../analytics/dashboards/columns.ts';
import { dashboardOf, dashboards } from '../../../analytics/dashboards/dashboards.ts';
import type { Dashboard, Words } from '../../../analytics/dashboards/definition.ts';
import { gridColumns, layoutOf } from '../../../analytics/dashboards/layout.ts';
import { dimensionsOf, optionsSql, visualSql } from '../../../analytics/dashboards/sql.ts';

const visualsOf = ({ pages }: Dashboard) => pages.flatMap(({ visuals }) => visuals);
const drillsOf = (dashboard: Dashboard) =>
  visualsOf(dashboard).flatMap((visual) =>
    'drill' in visual && visual.drill ? [{ visual, drill: visual.drill }] : [],
  );

test('there are six, and a name that is none is refused', () => {
  expect(dashboards.map(({ id }) => id)).toEqual([
    'attendance',
    'early-warning',
    'results',
    'enrollment',
    'guardians',
    'usage',
  ]);
  expect(() => dashboardOf('atendance')).toThrow('"atendance" is no dashboard');
});

describe.each(dashboards.map((dashboard) => [dashboard.id, dashboard] as const))('%s', (_, dashboard) => {
  test('ids are plain and unlike each other', () => {
    for (const ids of [dashboard.pages, dashboard.filters, visualsOf(dashboard)]) {
      const names = ids.map(({ id }) => id);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    }
  });

  test('every drill opens a page and sets at least one of its filters', () => {
    for (const { visual, drill } of drillsOf(dashboard)) {
      const page = dashboard.pages.find(({ id }) => id === drill);
      expect(page, `${visual.id} opens ${drill}`).toBeDefined();
      const set = dashboard.filters.filter(
        ({ id, column }) =>
          page?.filters.includes(id) && dimensionsOf(visual).some((shown) => shown.column === column),
      );
      expect(set.length, `${visual.id} sets filters of ${drill}`).toBeGreaterThan(0);
    }
  });

  test('every page but the first is reached by a drill', () => {
    const opened = drillsOf(dashboard).map(({ drill }) => drill);
    expect([...new Set(opened)].sort()).toEqual(
      dashboard.pages
        .slice(1)
        .map(({ id }) => id)
        .sort(),
    );
  });

  test('every filter of a page is one of the dashboard and has a say there', () => {
    for (const page of dashboard.pages) {
      for (const id of page.filters) {
        const filter = dashboard.filters.find((known) => known.id === id);
        expect(filter, id).toBeDefined();
        const views = page.visuals.map(({ view }) => view);
        expect(views.some((view) => filter && viewHas(view, filter.column))).toBe(true);
      }
    }
  });

  test('where a column is filtered by label, every view has the label beside it', () => {
    const views = [...new Set(visualsOf(dashboard).map(({ view }) => view))];
    for (const { column, label } of dashboard.filters) {
      if (label === undefined) continue;
      const bare = views.filter((view) => viewHas(view, column) && !viewHas(view, label));
      // Days of one student: their page shows no name of a school, and filters by the student alone.
      expect(bare.filter((view) => view !== 'student_days')).toEqual([]);
    }
  });

  test('everything is said in both languages', () => {
    const words = (value: unknown): Words[] => {
      if (typeof value !== 'object' || value === null) return [];
      if ('en' in value || 'es' in value) return [value as Words];
      return Object.values(value).flatMap(words);
    };
    for (const { en, es } of words(dashboard)) {
      expect(en.trim(), es).not.toBe('');
      expect(es.trim(), en).not.toBe('');
    }
  });

  test('statements can be compiled for a choice in every filter, and read columns that there are', () => {
    const chosen = Object.fromEntries(
      dashboard.filters.map(({ id, format }) => [id, [format === 'school year' ? '2026' : 'x']]),
    );
    for (const visual of visualsOf(dashboard)) {
      expect(visualSql(visual, dashboard.filters, chosen)).toContain(`FROM marts.${visual.view}`);
      for (const { column } of dimensionsOf(visual)) expect(columnsOf(visual.view)).toContain(column);
    }
    for (const filter of dashboard.filters) expect(optionsSql(filter)).toContain(`FROM marts.${filter.view}`);
  });

  test('visuals fit the grid and do not overlap', () => {
    for (const page of dashboard.pages) {
      const taken = new Set<string>();
      for (const { column, row, width, height } of layoutOf(page)) {
        expect(column + width).toBeLessThanOrEqual(gridColumns);
        for (let x = column; x < column + width; x++) {
          for (let y = row; y < row + height; y++) {
            expect(taken.has(`${x} ${y}`)).toBe(false);
            taken.add(`${x} ${y}`);
          }
        }
      }
    }
  });
});
