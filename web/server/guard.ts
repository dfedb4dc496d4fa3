import type { IncomingMessage } from 'node:http';
import type { Place } from './place.ts';
import { Refusal } from './reply.ts';

/**
 * Lets only pass what a person's browser asks of this portal itself, or a program on this machine:
 * a `Host` that names another machine is a page elsewhere whose name now leads here (DNS rebinding), and an
 * `Origin` or a `Sec-Fetch-Site` that names another site is a page elsewhere that makes the browser ask. The port
 * is free, so that the portal can be reached through a tunnel.
 * @throws Refusal
 */
export function checkAsker(
  request: Pick<IncomingMessage, 'headers' | 'method'>,
  path: string,
  { isOwn, scheme }: Pick<Place, 'isOwn' | 'scheme'>,
): void {
  const { host = '', origin } = request.headers;
  if (!isOwn(host.replace(/:\d{1,5}$/, '').toLowerCase())) {
    throw new Refusal(421, `this portal is not called "${host}"; open it by the address that it printed`);
  }
  if (origin !== undefined && origin !== `${scheme}://${host}`)
    throw new Refusal(403, 'asked by a page of another site');
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  // A link elsewhere may open a page; it may not read data or embed anything.
  const opensPage =
    request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document';
  if (!opensPage || request.method !== 'GET' || path.startsWith('/api/')) {
    throw new Refusal(403, 'asked by a page of another site');
  }
}
