import { UserError } from '../../base/errors.ts';
import { nearNames } from '../../datasets/near.ts';
import type { Edge, HolderKind, Lineage } from './graph.ts';

/** Where the values of a column come from: a tree, whose leaves are columns that come from nowhere else. */
export interface Origin {
  readonly column: string;
  /** How its values become those of the column above; null at the root. */
  readonly how: Edge['how'] | null;
  /** Empty for a column that stands elsewhere in the tree already. */
  readonly from: readonly Origin[];
  readonly isRepeated: boolean;
}

export interface Origins {
  readonly tree: Origin;
  /** Columns that decide which rows its holder has. */
  readonly rows: readonly string[];
}

/** What changes with a column. */
export interface Affected {
  readonly id: string;
  readonly kind: HolderKind;
  /** `value`: what it shows; `rows`: only which rows it shows, or their order. */
  readonly how: 'value' | 'rows';
  /** It reads the column itself. */
  readonly isDirect: boolean;
  /** Its columns whose values change. */
  readonly columns: readonly string[];
}

/** @throws UserError for a column that nothing has */
export function originsOf(lineage: Lineage, name: string): Origins {
  const column = resolveColumn(lineage, name);
  const into = groupedBy(lineage.edges, 'to');
  const seen = new Set<string>();
  const walk = (id: string, how: Origin['how']): Origin => {
    const isRepeated = seen.has(id);
    seen.add(id);
    const edges = isRepeated ? [] : (into.get(id) ?? []).filter((edge) => edge.how !== 'rows');
    return { column: id, how, from: edges.map((edge) => walk(edge.from, edge.how)), isRepeated };
  };
  const holder = column.slice(0, column.lastIndexOf('.'));
  const isColumn = columnsIn(lineage);
  const rows = (into.get(holder) ?? []).filter(({ from }) => isColumn.has(from)).map(({ from }) => from);
  return { tree: walk(column, null), rows: [...new Set(rows)].sort() };
}

/**
 * Everything that shows other values, or other rows, when a column changes; without its own holder.
 * @throws UserError for a column that nothing has
 */
export function impactOf(lineage: Lineage, name: string): { column: string; affected: Affected[] } {
  const column = resolveColumn(lineage, name);
  const outOf = groupedBy(lineage.edges, 'from');
  const follow = (starts: Iterable<string>, isFollowed: (edge: Edge) => boolean): Set<string> => {
    const reached = new Set<string>(starts);
    for (const id of reached) {
      for (const edge of outOf.get(id) ?? []) if (isFollowed(edge)) reached.add(edge.to);
    }
    return reached;
  };
  const values = follow([column], ({ how }) => how !== 'rows');
  const decided = [...values].flatMap((id) =>
    (outOf.get(id) ?? []).filter(({ how }) => how === 'rows').map(({ to }) => to),
  );
  const rows = follow(decided, ({ how }) => how === 'rows');
  const direct = new Set((outOf.get(column) ?? []).map(({ to }) => to));
  const own = column.slice(0, column.lastIndexOf('.'));
  const affected = lineage.holders.flatMap(({ id, kind, columns }): Affected[] => {
    const changed = columns.filter((each) => values.has(`${id}.${each}`));
    const isValue = changed.length > 0 || values.has(id);
    if (id === own || (!isValue && !rows.has(id))) return [];
    const isDirect = direct.has(id) || changed.some((each) => direct.has(`${id}.${each}`));
    return [{ id, kind, how: isValue ? 'value' : 'rows', isDirect, columns: changed }];
  });
  return { column, affected };
}

/** `students.birth_date` is one of `curated.students`; views and sources are named in full, or by their own name. */
function resolveColumn(lineage: Lineage, name: string): string {
  const known = columnsIn(lineage);
  const wanted = name.toLowerCase();
  const found = [wanted, `curated.${wanted}`, `marts.${wanted}`, `legacy.${wanted}`].find((id) =>
    known.has(id),
  );
  if (found) return found;
  const names = [...known].map((id) => id.replace(/^curated\./, ''));
  const alike = names.filter((id) => id.endsWith(`.${wanted.slice(wanted.lastIndexOf('.') + 1)}`));
  const near = [...new Set([...nearNames(wanted, names), ...alike])].slice(0, 3);
  throw new UserError(`"${name}" is no column`, {
    exitCode: 2,
    hint:
      near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'Name it as TABLE.COLUMN: marts.stays.grade.',
  });
}

const columnsIn = ({ holders }: Lineage): Set<string> =>
  new Set(holders.flatMap(({ id, columns }) => columns.map((column) => `${id}.${column}`)));

function groupedBy(edges: readonly Edge[], end: 'from' | 'to'): Map<string, Edge[]> {
  const groups = new Map<string, Edge[]>();
  for (const edge of edges) {
    const group = groups.get(edge[end]);
    if (group) group.push(edge);
    else groups.set(edge[end], [edge]);
  }
  return groups;
}
