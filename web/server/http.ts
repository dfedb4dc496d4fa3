import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../../base/errors.ts';
import { readJson } from './body.ts';
import { checkAsker } from './guard.ts';
import { securityHeaders } from './headers.ts';
import { answerPage } from './page.ts';
import { json, Refusal, type Reply } from './reply.ts';
import { findRoute, type Routes } from './routes.ts';

/** @param failed told of every defect: the browser learns only that there was one */
export function portalServer(routes: Routes, failed: (error: unknown) => void): Server {
  return createServer((request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort(new UserError('whoever asked has gone')));
    answerTo(request, routes, gone.signal)
      .then((reply) => send(response, reply))
      .catch((error: unknown) => {
        if (gone.signal.aborted) return;
        const refused = refusalOf(error);
        if (refused.status >= 500) failed(error);
        // A body that broke off half-way can only end as broken.
        if (response.headersSent) response.destroy();
        else return send(response, refused);
      })
      .catch(() => response.destroy());
  });
}

async function answerTo(request: IncomingMessage, routes: Routes, signal: AbortSignal): Promise<Reply> {
  const { method = '', url = '/' } = request;
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  checkAsker(request, pathname);
  if (!pathname.startsWith('/api/')) {
    if (method !== 'GET' && method !== 'HEAD') throw new Refusal(405, `${pathname} takes GET`);
    return answerPage(pathname);
  }
  const { answer, params } = findRoute(routes, method, pathname);
  const body = method === 'POST' ? await readJson(request) : undefined;
  return answer({ params, query: searchParams, body, signal });
}

function refusalOf(error: unknown): Reply {
  if (error instanceof Refusal) return json({ error: { message: error.message } }, error.status);
  if (error instanceof UserError) {
    return json({ error: { message: error.message, ...(error.hint ? { hint: error.hint } : {}) } }, 422);
  }
  return json({ error: { message: 'Aljibe failed unexpectedly; its own output says how' } }, 500);
}

async function send(response: ServerResponse, { status, headers, body }: Reply): Promise<void> {
  const all = { ...securityHeaders(), 'Cache-Control': 'no-store', ...headers };
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
