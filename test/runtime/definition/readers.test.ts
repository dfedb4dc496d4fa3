import { describe, expect, test } from 'vitest';
import { dashboards } from '../../../analytics/dashboards/dashboards.ts';
import type { Dashboard } from '../../../analytics/dashboards/definition.ts';
import type { DefinedView } from '../../../runtime/definition/definition.ts';
import { changesBetween } from '../../../runtime/definition/diff/diff.ts';
import { definition, linesOf } from './definitions.ts';

describe('of views and dashboards', () => {
  const view: DefinedView = {
    name: 'stays',
    sql: 'SELECT 1',
    people: null,
    stored: null,
    columns: [
      { name: 'grade', type: 'varchar(5)' },
      { name: 'days', type: 'bigint' },
    ],
  };
  const viewLines = (views: DefinedView[]) =>
    linesOf(changesBetween(definition({ views: [view] }), definition({ views })));

  test.each([
    ['comes', [view, { ...view, name: 'scores' }], ['additive marts.scores: view added']],
    ['goes', [], ['breaking marts.stays: view removed']],
    ['computes otherwise', [{ ...view, sql: 'SELECT 2' }], ['additive marts.stays: computed otherwise']],
    ['is stored', [{ ...view, stored: { kind: 'whole' } }], ['additive marts.stays: stored otherwise']],
    [
      'counts others',
      [{ ...view, people: 'days' }],
      ['privacy marts.stays: counts the people of its groups otherwise'],
    ],
  ] as const)('a view that %s', (_, views, lines) => {
    expect(viewLines(views as never)).toEqual(lines);
  });

  test('a longer text is wider, and nothing else is', () => {
    const typed = (type: string) =>
      viewLines([{ ...view, columns: [{ name: 'grade', type }, view.columns[1] as never] }]);
    expect(typed('varchar(9)')).toEqual(['widening marts.stays.grade: is varchar(9), was varchar(5)']);
    expect(typed('varchar')).toEqual(['widening marts.stays.grade: is varchar, was varchar(5)']);
    expect(typed('varchar(2)')).toEqual(['breaking marts.stays.grade: is varchar(2), was varchar(5)']);
    expect(typed('bigint')).toEqual(['breaking marts.stays.grade: is bigint, was varchar(5)']);
  });

  test('columns of a view', () => {
    const columns = [view.columns[0] as never, { name: 'weeks', type: 'bigint' }];
    expect(viewLines([{ ...view, columns }])).toEqual([
      'breaking marts.stays.days: column dropped',
      'additive marts.stays.weeks: column added',
    ]);
  });

  test('charts', () => {
    const [board] = dashboards as readonly [Dashboard];
    const [page, ...pages] = board.pages as readonly [Dashboard['pages'][number]];
    const [chart, ...charts] = page.visuals;
    const linesWith = (changed: Dashboard) =>
      linesOf(changesBetween(definition({ dashboards: [board] }), definition({ dashboards: [changed] })));
    expect(linesWith({ ...board, pages: [{ ...page, visuals: charts }, ...pages] })).toEqual([
      `breaking dashboards.attendance.${chart?.id}: chart removed`,
    ]);
    const otherwise = { ...(chart as never as object), title: { en: 'X', es: 'X' } } as never;
    expect(linesWith({ ...board, pages: [{ ...page, visuals: [otherwise, ...charts] }, ...pages] })).toEqual([
      `additive dashboards.attendance.${chart?.id}: chart changed`,
    ]);
    expect(linesWith({ ...board, title: { en: 'X', es: 'X' } })).toEqual([
      'additive dashboards.attendance: arranged otherwise',
    ]);
  });
});
