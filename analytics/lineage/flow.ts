import type { HolderKind, Lineage } from './graph.ts';

/** What stands in a picture of the flow: charts are one with their dashboard. */
export interface FlowNode {
  /** `legacy.alumnos`, `curated.students`, `marts.stays`, `dashboards.attendance`, `search.students`. */
  readonly id: string;
  readonly kind: Exclude<HolderKind, 'visual' | 'export'> | 'dashboard';
}

/** The way of data through one table, and no other way: what it is made of, and what is made of it. */
export interface Flow {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/**
 * Everything upstream and downstream of a table, in the order of the lineage. Exports are left out: there is one of
 * every dataset.
 * @param id a holder, such as `curated.students`; of one that there is not, nothing flows
 */
export function flowThrough(lineage: Lineage, id: string): Flow {
  const nodes = new Map<string, FlowNode>();
  const nodeOf = new Map<string, string>();
  for (const holder of lineage.holders) {
    if (holder.kind === 'export') continue;
    const node: FlowNode =
      holder.kind === 'visual'
        ? { id: dashboardOf(holder.id), kind: 'dashboard' }
        : { id: holder.id, kind: holder.kind };
    nodes.set(node.id, node);
    nodeOf.set(holder.id, node.id);
    for (const column of holder.columns) nodeOf.set(`${holder.id}.${column}`, node.id);
  }
  const edges = new Map<string, { from: string; to: string }>();
  for (const edge of lineage.edges) {
    const [from, to] = [nodeOf.get(edge.from), nodeOf.get(edge.to)];
    if (from && to && from !== to) edges.set(`${from} ${to}`, { from, to });
  }
  const all = [...edges.values()];
  const upstream = follow(id, (at) => all.filter(({ to }) => to === at).map(({ from }) => from));
  const downstream = follow(id, (at) => all.filter(({ from }) => from === at).map(({ to }) => to));
  return {
    nodes: [...nodes.values()].filter((node) => upstream.has(node.id) || downstream.has(node.id)),
    edges: all.filter(
      ({ from, to }) =>
        (upstream.has(from) && upstream.has(to)) || (downstream.has(from) && downstream.has(to)),
    ),
  };
}

/** `dashboards.attendance.by-week` is of `dashboards.attendance`. */
const dashboardOf = (visual: string) => visual.split('.').slice(0, 2).join('.');

function follow(start: string, next: (id: string) => readonly string[]): Set<string> {
  const reached = new Set([start]);
  for (const id of reached) for (const other of next(id)) reached.add(other);
  return reached;
}
