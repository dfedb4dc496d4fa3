import { useEffect, useState } from 'react';
import type { PortalStatus } from '../../../api.ts';

/** Readings that rates are taken over: the present one and the ones of about the last ten seconds. */
const kept = 11;

export interface Watched {
  /** Oldest first; empty before the first has come. */
  readonly readings: readonly PortalStatus[];
  readonly isConnected: boolean;
}

/** The status as the server sees it, once a second while somebody looks at the page. */
export function useStatus(): Watched {
  const [watched, setWatched] = useState<Watched>({ readings: [], isConnected: false });
  useEffect(() => {
    let source: EventSource | null = null;
    // A browser has six connections to a server: a page in the background gives its one back.
    const follow = () => {
      source?.close();
      source = null;
      if (document.hidden) return;
      source = new EventSource('/api/status/events');
      source.onmessage = ({ data }) => {
        const reading = JSON.parse(data) as PortalStatus;
        setWatched(({ readings }) => ({ readings: [...readings, reading].slice(-kept), isConnected: true }));
      };
      source.onerror = () => setWatched(({ readings }) => ({ readings, isConnected: false }));
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      source?.close();
    };
  }, []);
  return watched;
}
