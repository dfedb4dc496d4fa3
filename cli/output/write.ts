import { once } from 'node:events';

/** Writes and, when the reader is slower than we are, waits for it: a large answer never piles up in memory. */
export async function write(stream: NodeJS.WritableStream, chunk: string | Uint8Array): Promise<undefined> {
  const { errored } = stream as { errored?: Error | null };
  if (errored) throw errored;
  if (!stream.write(chunk)) await once(stream, 'drain');
}

/** One answer as JSON. */
export function writeJson(stream: NodeJS.WritableStream, answer: unknown): Promise<undefined> {
  return write(stream, `${JSON.stringify(answer, null, 2)}\n`);
}
