import { type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { navigate } from 'wouter/use-browser-location';
import type { LineagePage } from '../../../api.ts';
import './lineage.css';
import { addressOf, type Placed, pictureOf } from './lineage.ts';

interface Properties {
  readonly flow: LineagePage;
  /** The table that the picture is about. */
  readonly current: string;
  readonly label: string;
}

/** The flow of data through one table, from left to right. What touches a node is marked with it. */
export function LineagePicture({ flow, current, label }: Properties) {
  const { width, height, nodes, edges } = useMemo(() => pictureOf(flow), [flow]);
  const [marked, setMarked] = useState<string | null>(null);
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    const middle = nodes.find(({ id }) => id === current)?.x ?? 0;
    if (frame.current) frame.current.scrollLeft = middle - frame.current.clientWidth / 2;
  }, [nodes, current]);
  const isNear = (id: string) =>
    id === marked ||
    edges.some(({ from, to }) => (from === marked ? to === id : to === marked && from === id));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than its frame must be scrolled by keys, too
    <section className="lineage" aria-label={label} tabIndex={0} ref={frame}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        <title>{label}</title>
        {edges.map(({ from, to, path }) => (
          <path
            key={`${from} ${to}`}
            d={path}
            className={marked === from || marked === to ? 'lineage-edge lineage-marked' : 'lineage-edge'}
          />
        ))}
        {nodes.map((node) => (
          <LineageNode
            key={node.id}
            node={node}
            className={nodeClass(node, node.id === current, marked !== null && isNear(node.id))}
            onMark={setMarked}
          />
        ))}
      </svg>
    </section>
  );
}

const nodeClass = ({ kind }: Placed, isCurrent: boolean, isMarked: boolean) =>
  ['lineage-node', `lineage-${kind}`, isCurrent && 'lineage-current', isMarked && 'lineage-marked']
    .filter(Boolean)
    .join(' ');

interface NodeProperties {
  readonly node: Placed;
  readonly className: string;
  readonly onMark: (id: string | null) => void;
}

function LineageNode({ node, className, onMark }: NodeProperties) {
  const { id, x, y, width, height } = node;
  const address = addressOf(node);
  const box = (
    <>
      <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx={8} />
      <text x={x} y={y} dominantBaseline="central" textAnchor="middle">
        {id}
      </text>
    </>
  );
  const marking = {
    onMouseEnter: () => onMark(id),
    onMouseLeave: () => onMark(null),
    onFocus: () => onMark(id),
    onBlur: () => onMark(null),
  };
  if (address === null) {
    return (
      <g className={className} {...marking}>
        {box}
      </g>
    );
  }
  return (
    <a
      href={address}
      className={className}
      {...marking}
      onClick={(event) => {
        if (isForBrowser(event)) return;
        event.preventDefault();
        navigate(address);
      }}
    >
      {box}
    </a>
  );
}

/** With these keys a browser opens a link elsewhere. */
const isForBrowser = ({ ctrlKey, metaKey, shiftKey }: MouseEvent) => ctrlKey || metaKey || shiftKey;
