import { Graph, layout } from '@dagrejs/dagre';
import type { LineageNode, LineagePage } from '../../../api.ts';

const node = { height: 30, padding: 24, letter: 7.2 } as const;

export interface Placed extends LineageNode {
  /** Of its middle, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Placed[];
  /** `path`: a curve through the points of the layout, as SVG writes it. */
  readonly edges: readonly { readonly from: string; readonly to: string; readonly path: string }[];
}

/** Places a flow from left to right, so that nothing lies over another. */
export function pictureOf({ nodes, edges }: LineagePage): Picture {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 10, ranksep: 56, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) {
    graph.setNode(id, { width: id.length * node.letter + node.padding, height: node.height });
  }
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    nodes: nodes.map((each) => ({ ...each, ...boxOf(graph.node(each.id)) })),
    edges: edges.map(({ from, to }) => ({ from, to, path: curve(graph.edge(from, to).points ?? []) })),
  };
}

const boxOf = ({ x = 0, y = 0, width, height }: Box) => ({ x, y, width, height });

interface Box {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
}

/** Through the middle of each stretch, bent towards the points between. */
function curve(points: readonly { readonly x: number; readonly y: number }[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!first || !last) return '';
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    return `Q${point.x},${point.y} ${(point.x + next.x) / 2},${(point.y + next.y) / 2}`;
  });
  return `M${first.x},${first.y}${bends.join('')}L${last.x},${last.y}`;
}

/** Where a table is described in the portal; null for what lies outside. */
export function addressOf({ id, kind }: LineageNode): string | null {
  const name = id.slice(id.indexOf('.') + 1);
  switch (kind) {
    case 'dataset':
      return `/catalogue/${name}`;
    case 'view':
      return `/catalogue/views/${name}`;
    case 'dashboard':
      return `/dashboards/${name}`;
    case 'index':
      return `/search?dataset=${name}`;
    case 'source':
      return null;
  }
}
