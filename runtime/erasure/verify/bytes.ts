import { createReadStream } from 'node:fs';
import type { Hit, Needles } from './needles.ts';

/**
 * Texts and words as UTF-8, wherever they stand in a file: also in pages that a database has freed. Numbers are none of
 * them: values of a database stand side by side, where a day and a position make any number by chance.
 */
export async function bytesHits(file: string, place: string, { texts, words }: Needles): Promise<Hit[]> {
  const sought = [...new Set([...texts, ...words])]
    .filter((needle) => !/^\d+$/.test(needle))
    .map((needle) => ({ needle, bytes: Buffer.from(needle) }));
  const longest = Math.max(0, ...sought.map(({ bytes }) => bytes.length));
  const found = new Set<string>();
  let tail = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) {
    // What lies across the border of two chunks is found with the later one.
    const window = Buffer.concat([tail, chunk]);
    for (const { needle, bytes } of sought) if (window.includes(bytes)) found.add(needle);
    tail = window.subarray(Math.max(0, window.length - longest + 1));
  }
  return [...found].map((needle) => ({ place, needle }));
}
