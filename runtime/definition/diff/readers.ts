import type { Dashboard } from '../../../analytics/dashboards/definition.ts';
import type { DefinedView } from '../definition.ts';
import { byName, type Change, isSame, paired } from './change.ts';

/** What changes in views. */
export function viewChanges(before: readonly DefinedView[], after: readonly DefinedView[]): Change[] {
  const named = (views: readonly DefinedView[]) => byName(views, ({ name }) => `marts.${name}`);
  const { gone, come, both } = paired(named(before), named(after));
  return [
    ...gone.map((place): Change => ({ place, what: 'view removed', kind: 'breaking' })),
    ...come.map((place): Change => ({ place, what: 'view added', kind: 'additive' })),
    ...both.flatMap(({ name, before: was, after: is }) => viewChange(name, was, is)),
  ];
}

function viewChange(view: string, before: DefinedView, after: DefinedView): Change[] {
  const types = (columns: DefinedView['columns']) =>
    Object.fromEntries(columns.map(({ name, type }) => [name, type]));
  const { gone, come, both } = paired(types(before.columns), types(after.columns));
  const columns: Change[] = [
    ...gone.map((name): Change => ({ place: `${view}.${name}`, what: 'column dropped', kind: 'breaking' })),
    ...come.map((name): Change => ({ place: `${view}.${name}`, what: 'column added', kind: 'additive' })),
    ...both
      .filter((pair) => pair.before !== pair.after)
      .map(
        ({ name, before: was, after: is }): Change => ({
          place: `${view}.${name}`,
          what: `is ${is}, was ${was}`,
          kind: widerText(was, is) ? 'widening' : 'breaking',
        }),
      ),
  ];
  return [
    ...columns,
    ...(before.sql === after.sql
      ? []
      : [{ place: view, what: 'computed otherwise', kind: 'additive' } as const]),
    ...(isSame(before.stored, after.stored)
      ? []
      : [{ place: view, what: 'stored otherwise', kind: 'additive' } as const]),
    ...(before.people === after.people
      ? []
      : [{ place: view, what: 'counts the people of its groups otherwise', kind: 'privacy' } as const]),
  ];
}

/** A text that may be longer takes nothing from whoever reads it. */
function widerText(was: string, is: string): boolean {
  const length = (type: string) => {
    const [, digits] = /^varchar(?:\((\d+)\))?$/.exec(type) ?? [null, null];
    return digits === null ? null : digits === undefined ? Number.POSITIVE_INFINITY : Number(digits);
  };
  const [from, to] = [length(was), length(is)];
  return from !== null && to !== null && from <= to;
}

/** What changes in dashboards. */
export function dashboardChanges(before: readonly Dashboard[], after: readonly Dashboard[]): Change[] {
  const named = (all: readonly Dashboard[]) => byName(all, ({ id }) => `dashboards.${id}`);
  const { gone, come, both } = paired(named(before), named(after));
  return [
    ...gone.map((place): Change => ({ place, what: 'dashboard removed', kind: 'breaking' })),
    ...come.map((place): Change => ({ place, what: 'dashboard added', kind: 'additive' })),
    ...both.flatMap(({ name, before: was, after: is }) => dashboardChange(name, was, is)),
  ];
}

function dashboardChange(dashboard: string, before: Dashboard, after: Dashboard): Change[] {
  const visuals = ({ pages }: Dashboard) =>
    byName(
      pages.flatMap((page) => page.visuals),
      ({ id }) => `${dashboard}.${id}`,
    );
  const { gone, come, both } = paired(visuals(before), visuals(after));
  const changes: Change[] = [
    ...gone.map((place): Change => ({ place, what: 'chart removed', kind: 'breaking' })),
    ...come.map((place): Change => ({ place, what: 'chart added', kind: 'additive' })),
    ...both
      .filter((pair) => !isSame(pair.before, pair.after))
      .map(({ name }): Change => ({ place: name, what: 'chart changed', kind: 'additive' })),
  ];
  if (changes.length > 0 || isSame(before, after)) return changes;
  return [{ place: dashboard, what: 'arranged otherwise', kind: 'additive' }];
}
