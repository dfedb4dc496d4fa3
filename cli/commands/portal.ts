import { once } from 'node:events';
import { requireApplied } from '../../runtime/definition/admit.ts';
import { findState } from '../../runtime/state.ts';
import { storedBackend } from '../../web/server/backend.ts';
import { startPortal } from '../../web/server/portal.ts';
import type { Args, Io } from '../command.ts';
import { report } from '../output/errors.ts';
import { placeOf } from '../place.ts';

export default async function portal(args: Args<'portal'>, io: Io): Promise<number> {
  const { dir, verbose } = args;
  const { clock, env, signal, stderr, stdout } = io;
  requireApplied(findState(dir));
  const failed = (error: unknown) => void report(error, stderr, verbose);
  const served = await startPortal({
    backend: storedBackend(dir, clock, env.DATABASE_URL),
    ...placeOf(args),
    failed,
  });
  stdout.write(`${served.url}\n`);
  stderr.write('Ctrl-C stops\n');
  if (!signal.aborted) await once(signal, 'abort');
  await served.close();
  return 0;
}
