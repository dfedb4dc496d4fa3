import StatusIndicator from '@cloudscape-design/components/status-indicator';

export type NodeKind = 'good' | 'working' | 'bad' | 'off';

interface Properties {
  /** Its place in the picture: an area of the grid in flow.css. */
  readonly name: string;
  readonly title: string;
  readonly kind: NodeKind;
  /** The first says how it is. */
  readonly lines: readonly string[];
}

const indicators = { good: 'success', working: 'in-progress', bad: 'error', off: 'stopped' } as const;

export function FlowNode({ name, title, kind, lines: [state = '', ...more] }: Properties) {
  return (
    <section className={`flow-node flow-${name} flow-is-${kind}`}>
      <h3>{title}</h3>
      <StatusIndicator type={indicators[kind]}>{state}</StatusIndicator>
      {more.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </section>
  );
}
