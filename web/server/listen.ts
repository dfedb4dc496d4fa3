import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../../base/errors.ts';
import type { Place } from './place.ts';

const usualPort = 4600;
const neighbours = 20;

/**
 * Listens where it was planned and answers the port: the one that is asked for, or without one the usual one, one of
 * its neighbours when that is taken, or any.
 * @throws UserError when the port that is asked for, or the address, cannot be had
 */
export async function listen(
  server: Server,
  { address, port }: Pick<Place, 'address' | 'port'>,
): Promise<number> {
  if (port !== undefined) {
    const bound = await tryPort(server, address, port);
    if (bound !== null) return bound;
    throw new UserError(`port ${port} is taken`, {
      exitCode: 2,
      hint: 'Name another with --port, or 0 for any.',
    });
  }
  for (let candidate = usualPort; candidate < usualPort + neighbours; candidate++) {
    const bound = await tryPort(server, address, candidate);
    if (bound !== null) return bound;
  }
  return (await tryPort(server, address, 0)) as number;
}

/** Null when the port is taken. */
async function tryPort(server: Server, address: string, port: number): Promise<number | null> {
  if (port > 65_535) throw new UserError(`port ${port}: ports end at 65535`, { exitCode: 2 });
  try {
    server.listen(port, address);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') return null;
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
      throw new UserError(`${address} is no address of this machine`, {
        exitCode: 2,
        hint: 'Name one of its own with --listen, or 0.0.0.0 for all of them.',
        cause: error,
      });
    }
    if (code === 'EACCES') throw new UserError(`port ${port} may not be used`, { exitCode: 2, cause: error });
    throw error;
  }
}
