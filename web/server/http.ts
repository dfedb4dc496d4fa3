import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../../base/errors.ts';
import type { Accounts } from '../../runtime/accounts/accounts.ts';
import { type Asker, askerOf, type SessionCookie } from './asker.ts';
import { readJson } from './body.ts';
import { checkAsker } from './guard.ts';
import { securityHeaders } from './headers.ts';
import { answerPage } from './page.ts';
import type { Place } from './place.ts';
import { json, Refusal, type Reply } from './reply.ts';
import { findRoute, type OpenRoutes, type Routes } from './routes.ts';

export interface Serving {
  readonly routes: Routes;
  readonly openRoutes: OpenRoutes;
  readonly accounts: Accounts;
  readonly cookie: SessionCookie;
  readonly place: Place;
  /** Told of every defect: the browser learns only that there was one. */
  readonly failed: (error: unknown) => void;
}

export function portalServer(serving: Serving): Server {
  const { place, failed } = serving;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const gone = new AbortController();
    response.once('close', () => gone.abort(new UserError('whoever asked has gone')));
    answerTo(request, serving, gone.signal)
      .then((reply) => send(response, reply, place))
      .catch((error: unknown) => {
        if (gone.signal.aborted) return;
        const refused = refusalOf(error);
        if (refused.status >= 500) failed(error);
        // A body that broke off half-way can only end as broken.
        if (response.headersSent) response.destroy();
        else return send(response, refused, place);
      })
      .catch(() => response.destroy());
  };
  return place.tls ? createTlsServer(place.tls, listener) : createServer(listener);
}

async function answerTo(
  request: IncomingMessage,
  { routes, openRoutes, accounts, cookie, place }: Serving,
  signal: AbortSignal,
): Promise<Reply> {
  const { method = '', url = '/' } = request;
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  checkAsker(request, pathname, place);
  if (!pathname.startsWith('/api/')) {
    if (method !== 'GET' && method !== 'HEAD') throw new Refusal(405, `${pathname} takes GET`);
    return answerPage(pathname);
  }
  const session = cookie.read(request);
  const open = pathname === '/api/session' ? findRoute(openRoutes, method, pathname) : null;
  const asker = askerOf(session, accounts, place);
  // Who may not come in learns nothing of what there is.
  if (!open && !asker) throw new Refusal(401, 'sign in with a link from whoever runs Aljibe');
  const body = async () => (method === 'POST' ? await readJson(request) : undefined);
  // A page that is open keeps itself up to date; only what a person does keeps a session alive.
  if (asker?.session && request.headers.accept !== 'text/event-stream') accounts.use(asker.session);
  const common = { query: searchParams, signal, session };
  if (open) return open.answer({ ...common, params: open.params, body: await body() });
  const mayStay = () => askerOf(session, accounts, place) !== null;
  const { answer, params } = findRoute(routes, method, pathname);
  return answer({ ...common, params, body: await body(), asker: asker as Asker, mayStay });
}

function refusalOf(error: unknown): Reply {
  if (error instanceof Refusal) return json({ error: { message: error.message } }, error.status);
  if (error instanceof UserError) {
    return json({ error: { message: error.message, ...(error.hint ? { hint: error.hint } : {}) } }, 422);
  }
  return json({ error: { message: 'Aljibe failed unexpectedly; its own output says how' } }, 500);
}

async function send(
  response: ServerResponse,
  { status, headers, body }: Reply,
  { scheme }: Place,
): Promise<void> {
  const transport = scheme === 'https' ? { 'Strict-Transport-Security': 'max-age=31536000' } : {};
  const all = { ...securityHeaders(), ...transport, 'Cache-Control': 'no-store', ...headers };
  if (typeof body === 'string' || body instanceof Uint8Array) {
    response.writeHead(status, { ...all, 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
    return;
  }
  const pieces = body[Symbol.asyncIterator]();
  // What goes wrong before the first piece can still be told.
  const first = await pieces.next();
  response.writeHead(status, all);
  await pipeline(Readable.from(from(first, pieces), { objectMode: false }), response);
}

async function* from<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    for (let piece = first; !piece.done; piece = await rest.next()) yield piece.value;
  } finally {
    await rest.return?.();
  }
}
