import type { PortalStatus } from '../../../api.ts';

/** A reader of the bus, as the picture shows it. */
export interface SinkFlow {
  readonly behind: number;
  readonly waitedMs: number;
  /** Changes a second, over the readings. */
  readonly rate: number;
  readonly failure: string | null;
}

export type SinkName = 'raw' | 'curate' | 'query';

export interface Flow {
  readonly source: PortalStatus['source'];
  /** Changes a second that the feeder accepts. */
  readonly rate: number;
  readonly head: number;
  readonly rows: number;
  readonly quarantined: number;
  readonly sinks: Readonly<Record<SinkName, SinkFlow>>;
}

/** What flows, from readings of the status, oldest first: amounts of the last one, rates over all of them. */
export function flowOf(readings: readonly PortalStatus[]): Flow | null {
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last) return null;
  const seconds = (Date.parse(last.at) - Date.parse(first.at)) / 1000;
  const rate = (from: number, to: number) => (seconds > 0 ? Math.max(0, to - from) / seconds : 0);
  const sink = (name: SinkName): SinkFlow => {
    const before = first.sinks.find((known) => known.name === name);
    const now = last.sinks.find((known) => known.name === name);
    if (!now) return { behind: 0, waitedMs: 0, rate: 0, failure: null };
    const { behind, waitedMs, failure, checkpoint } = now;
    return { behind, waitedMs, failure, rate: rate(before?.checkpoint ?? checkpoint, checkpoint) };
  };
  const sum = (count: (dataset: PortalStatus['datasets'][number]) => number) =>
    last.datasets.reduce((all, dataset) => all + count(dataset), 0);
  return {
    source: last.source,
    rate: rate(first.head, last.head),
    head: last.head,
    rows: sum(({ rows }) => rows),
    quarantined: sum(({ quarantined }) => quarantined),
    sinks: { raw: sink('raw'), curate: sink('curate'), query: sink('query') },
  };
}
