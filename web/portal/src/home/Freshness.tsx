import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { PortalStatus } from '../../../api.ts';
import { useFormats } from '../settings/format.ts';
import { useWords } from '../settings/settings.tsx';
import { homeWords } from '../words/home.ts';
import { durationMs } from './freshness.ts';

interface Properties {
  readonly dataset: PortalStatus['datasets'][number];
  /** What its contract promises, as an ISO 8601 duration. */
  readonly promised: string | undefined;
}

/** Whether a dataset keeps what its contract promises of its freshness. */
export function Freshness({ dataset: { rows, curated, held, waitedMs }, promised }: Properties) {
  const words = useWords(homeWords);
  const { duration } = useFormats();
  if (held) return <StatusIndicator type="warning">{words[held]}</StatusIndicator>;
  if (rows === 0 && curated === 0) return <StatusIndicator type="stopped">{words.empty}</StatusIndicator>;
  if (waitedMs === 0) return <StatusIndicator type="success">{words.fresh}</StatusIndicator>;
  const bound = promised === undefined ? null : durationMs(promised);
  if (bound !== null && waitedMs > bound)
    return <StatusIndicator type="warning">{words.late(duration(waitedMs))}</StatusIndicator>;
  return <StatusIndicator type="in-progress">{words.waits(duration(waitedMs))}</StatusIndicator>;
}
