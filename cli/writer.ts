import type { WriterArgs, WriterName, WriterResult } from '../runtime/commands.ts';
import { runWriter } from '../runtime/writer.ts';
import type { Io } from './command.ts';
import { progressLine } from './output/progress.ts';

/** Has a command done by whoever writes the state directory, and shows how far it is meanwhile. */
export async function handed<N extends WriterName>(
  name: N,
  args: WriterArgs<N>,
  dir: string,
  { stderr, clock, signal }: Io,
): Promise<WriterResult<N>> {
  const line = progressLine(stderr, clock);
  try {
    return await runWriter(name, args, { dir, clock, progress: line.show, signal });
  } finally {
    line.clear();
  }
}
