import { once } from 'node:events';
import type { Backend } from './backend.ts';
import { portalServer } from './http.ts';
import { listen } from './listen.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { parityRoutes } from './routes/parity.ts';
import { searchRoutes } from './routes/search.ts';
import { sqlRoutes } from './routes/sql.ts';
import { statusRoutes } from './routes/status.ts';
import { tableRoutes } from './routes/tables.ts';

export interface PortalOptions {
  readonly backend: Backend;
  /** 0 for any; without one the usual one, or a neighbour. */
  readonly port?: number | undefined;
  /** Told of every defect. */
  readonly failed: (error: unknown) => void;
}

export interface Portal {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the portal of a platform on this machine's loopback address.
 * @throws UserError when the port is taken
 */
export async function startPortal({ backend, port, failed }: PortalOptions): Promise<Portal> {
  const closing = new AbortController();
  const server = portalServer(
    {
      ...statusRoutes(backend),
      ...parityRoutes(backend, closing.signal),
      ...datasetRoutes(backend),
      ...searchRoutes(backend),
      ...sqlRoutes(backend),
      ...tableRoutes(),
    },
    failed,
  );
  const bound = await listen(server, port);
  return {
    url: `http://localhost:${bound}`,
    async close() {
      closing.abort();
      server.close();
      // Streams of events never end by themselves.
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
