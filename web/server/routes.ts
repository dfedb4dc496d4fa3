import type { Asker } from './asker.ts';
import { Refusal, type Reply } from './reply.ts';

/** A request as a route sees it. */
export interface Asked extends OpenlyAsked {
  readonly asker: Asker;
  /** Whether whoever asked may still come in: what goes on for long asks this again. */
  readonly mayStay: () => boolean;
}

/** The same before anybody knows who asks. */
export interface OpenlyAsked {
  /** Parts of the path that the route names. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Of a POST: its JSON. */
  readonly body: unknown;
  /** Aborted when whoever asked has gone. */
  readonly signal: AbortSignal;
  /** Token of the session that the browser sends; it may be anything. */
  readonly session: string | null;
}

export type Method = 'GET' | 'POST' | 'DELETE';
export type Answerer<A = Asked> = (asked: A) => Reply | Promise<Reply>;

/** `GET /api/datasets/:dataset` and what answers it. */
export type Routes<A = Asked> = Readonly<Record<`${Method} /api/${string}`, Answerer<A>>>;
/** What is answered to everybody who may reach the portal. */
export type OpenRoutes = Routes<OpenlyAsked>;

export interface Found<A> {
  readonly answer: Answerer<A>;
  readonly params: Readonly<Record<string, string>>;
}

/** @throws Refusal when there is nothing of this name, or not by this method */
export function findRoute<A>(routes: Routes<A>, method: string, path: string): Found<A> {
  const methods: string[] = [];
  for (const [route, answer] of Object.entries(routes)) {
    const [routeMethod = '', pattern = ''] = route.split(' ');
    const params = match(pattern.split('/'), path.split('/'));
    if (!params) continue;
    if (routeMethod === method) return { answer, params };
    methods.push(routeMethod);
  }
  if (methods.length > 0) throw new Refusal(405, `${path} takes ${methods.join(', ')}`);
  throw new Refusal(404, `there is no ${path}`);
}

function match(pattern: readonly string[], path: readonly string[]): Record<string, string> | null {
  if (pattern.length !== path.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const given = path[index] ?? '';
    if (part.startsWith(':') && given !== '') params[part.slice(1)] = decoded(given);
    else if (part !== given) return null;
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Refusal(400, 'the address is not well-formed');
  }
}
