import type { HolderKind } from '../../analytics/lineage/graph.ts';
import type { Affected, Origin, Origins } from '../../analytics/lineage/trace.ts';
import { type Paper, tableText } from './table.ts';
import { counted } from './text.ts';

/** A column with what it is made of under it, down to the tables of the monolith. */
export function originsText({ tree, rows }: Origins): string {
  const holder = tree.column.slice(0, tree.column.lastIndexOf('.'));
  const deciding =
    rows.length === 0
      ? []
      : ['', `which rows ${holder} has is decided by`, ...rows.map((column) => `  ${column}`)];
  return [...treeLines(tree), ...deciding].map((line) => `${line}\n`).join('');
}

function treeLines({ column, how, from, isRepeated }: Origin): string[] {
  const words = [how !== null && how !== 'identity' && how, isRepeated && 'see above'].filter(Boolean);
  const own = words.length > 0 ? `${column} (${words.join(', ')})` : column;
  const under = from.flatMap((origin, index) => {
    const isLast = index === from.length - 1;
    return treeLines(origin).map((line, at) => `${branch(at === 0, isLast)}${line}`);
  });
  return [own, ...under];
}

function branch(isFirst: boolean, isLast: boolean): string {
  if (isFirst) return isLast ? '└─ ' : '├─ ';
  return isLast ? '   ' : '│  ';
}

const kinds: Readonly<Record<HolderKind, string>> = {
  source: 'source',
  dataset: 'dataset',
  view: 'view',
  visual: 'dashboard',
  index: 'search index',
  export: 'export',
};

/** What changes with a column, the nearest first. */
export function impactText(affected: readonly Affected[], paper: Paper): string {
  return tableText(
    [{ title: 'what' }, { title: 'kind' }, { title: 'changes' }, { title: 'reads it' }, { title: 'columns' }],
    affected.map(({ id, kind, how, isDirect, columns }) => [
      id,
      kinds[kind],
      how === 'value' ? 'values' : 'rows only',
      isDirect ? 'directly' : 'through others',
      columns.join(', '),
    ]),
    paper,
  );
}

/** `3 views, 2 dashboards`. */
export function impactSummary(affected: readonly Affected[]): string {
  const counts = new Map<HolderKind, number>();
  for (const { kind } of affected) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const words = [...counts].map(([kind, count]) => counted(count, kind === 'visual' ? 'chart' : kinds[kind]));
  return words.length === 0 ? 'nothing reads it' : words.join(', ');
}
