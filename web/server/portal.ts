import { once } from 'node:events';
import { type Accounts, openAccounts } from '../../runtime/accounts/accounts.ts';
import { sessionCookie } from './asker.ts';
import type { Backend } from './backend.ts';
import { portalServer } from './http.ts';
import { listen } from './listen.ts';
import { type Place, type PlaceWish, planPlace } from './place.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { parityRoutes } from './routes/parity.ts';
import { searchRoutes } from './routes/search.ts';
import { sessionRoutes } from './routes/session.ts';
import { sqlRoutes } from './routes/sql.ts';
import { statusRoutes } from './routes/status.ts';
import { tableRoutes } from './routes/tables.ts';

export interface PortalOptions extends PlaceWish {
  readonly backend: Backend;
  /** Told of every defect. */
  readonly failed: (error: unknown) => void;
}

export interface Portal {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the portal of a platform: on this machine's loopback address, or where it is wished.
 * @throws UserError when it cannot be had there, or would let in whoever comes
 */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  const { backend, failed } = options;
  const accounts = openAccounts(backend.state.accounts, backend.clock);
  try {
    return await serve({ backend, failed, accounts, place: planPlace(options, !accounts.isEmpty()) });
  } catch (error) {
    accounts.close();
    throw error;
  }
}

interface Planned extends Pick<PortalOptions, 'backend' | 'failed'> {
  readonly accounts: Accounts;
  readonly place: Place;
}

async function serve({ backend, failed, accounts, place }: Planned): Promise<Portal> {
  const closing = new AbortController();
  const cookie = sessionCookie(place);
  const server = portalServer({
    routes: {
      ...statusRoutes(backend),
      ...parityRoutes(backend, closing.signal),
      ...datasetRoutes(backend),
      ...searchRoutes(backend),
      ...sqlRoutes(backend),
      ...tableRoutes(),
    },
    openRoutes: sessionRoutes(accounts, cookie, place),
    accounts,
    cookie,
    place,
    failed,
  });
  const bound = await listen(server, place);
  return {
    url: place.url(bound),
    async close() {
      closing.abort();
      server.close();
      // Streams of events never end by themselves.
      server.closeAllConnections();
      await once(server, 'close');
      accounts.close();
    },
  };
}
