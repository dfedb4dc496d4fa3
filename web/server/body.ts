import type { IncomingMessage } from 'node:http';
import { Refusal } from './reply.ts';

const mostBytes = 1024 * 1024;

/**
 * The JSON of a request. Only the type that a form of another site cannot send is taken.
 * @throws Refusal
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new Refusal(415, 'the body must be application/json');
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > mostBytes) throw new Refusal(413, `the body is longer than ${mostBytes} bytes`);
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    throw new Refusal(400, 'the body is not JSON');
  }
}
