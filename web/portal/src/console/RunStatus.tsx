import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEffect, useState } from 'react';
import type { Query } from '../data/useQuery.ts';
import { useFormats } from '../settings/format.ts';
import { useWords } from '../settings/settings.tsx';
import { consoleWords } from '../words/console.ts';

/** How far a statement is, or how it ended. */
export function RunStatus({ query }: { readonly query: Query }) {
  const words = useWords(consoleWords);
  const { count, duration } = useFormats();
  const elapsed = useElapsed(query);
  const rows = count(query.rows);
  switch (query.state) {
    case 'running':
      return <StatusIndicator type="in-progress">{words.running(rows, duration(elapsed))}</StatusIndicator>;
    case 'done': {
      const said = query.isCut ? words.cut : words.done;
      return <StatusIndicator type="success">{said(rows, duration(elapsed))}</StatusIndicator>;
    }
    case 'cancelled':
      return <StatusIndicator type="stopped">{words.cancelled}</StatusIndicator>;
    default:
      return null;
  }
}

const everyMs = 100;

/** Milliseconds that it runs, or ran. */
function useElapsed({ state, startedAt, elapsedMs }: Query): number {
  const [now, setNow] = useState(startedAt);
  useEffect(() => {
    if (state !== 'running') return;
    const timer = setInterval(() => setNow(performance.now()), everyMs);
    return () => clearInterval(timer);
  }, [state]);
  return state === 'running' ? Math.max(0, now - startedAt) : elapsedMs;
}
