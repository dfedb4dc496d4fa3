import { createReadStream } from 'node:fs';
import avro from 'avsc';
import type { Hit, Needles } from './needles.ts';

/** Values of every record, bounds of columns among them, which are bytes. */
export async function avroHits(file: string, place: string, { texts }: Needles): Promise<Hit[]> {
  const found = new Set<string>();
  const decoder = createReadStream(file).pipe(new avro.streams.BlockDecoder());
  for await (const record of decoder as AsyncIterable<unknown>) {
    for (const value of textsIn(record)) {
      for (const needle of texts) if (value.includes(needle)) found.add(needle);
    }
  }
  return [...found].map((needle) => ({ place, needle }));
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Buffer.isBuffer(value)) yield value.toString('utf8');
  else if (typeof value === 'object' && value !== null)
    for (const item of Object.values(value)) yield* textsIn(item);
}
