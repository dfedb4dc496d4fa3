import { setTimeout as pause } from 'node:timers/promises';
import { instantText } from '../../../base/clock.ts';
import type { PortalStatus } from '../../api.ts';
import type { Backend } from '../backend.ts';
import { json } from '../reply.ts';
import type { Routes } from '../routes.ts';

const everyMs = 1000;

/** The status once, and as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export function statusRoutes(backend: Backend): Routes {
  const status = shared(async (): Promise<PortalStatus> => {
    const found = await backend.status();
    return { ...found, at: instantText(backend.clock.now()), dir: backend.state.dir };
  });
  return {
    'GET /api/status': async () => json(await status()),
    'GET /api/status/events': ({ signal, mayStay }) => ({
      status: 200,
      headers: { 'Content-Type': 'text/event-stream' },
      body: events(status, mayStay, signal),
    }),
  };
}

async function* events(
  status: () => Promise<PortalStatus>,
  mayStay: () => boolean,
  signal: AbortSignal,
): AsyncGenerator<string> {
  while (!signal.aborted && mayStay()) {
    yield `data: ${JSON.stringify(await status())}\n\n`;
    await pause(everyMs, undefined, { signal }).catch(() => {});
  }
}

/** However many ask at once, one reading answers all of them. */
function shared<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null;
  return () => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };
}
