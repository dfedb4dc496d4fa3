import type { Platform } from '../../runtime/platform.ts';
import { up as runUp, type UpEvent } from '../../runtime/up.ts';
import type { Args, Io } from '../command.ts';
import { parityText } from '../output/parity.ts';
import { paperOf } from '../output/table.ts';
import { upView } from '../output/upView.ts';
import { write, writeJson } from '../output/write.ts';
import { placeOf } from '../place.ts';

/** The view is for eyes and goes to standard error; what a program may read goes to standard output. */
export default async function up(args: Args<'up'>, io: Io): Promise<number | undefined> {
  const { stdout, stderr, clock, signal, env } = io;
  const view = upView(args.dir, stderr, clock);
  const report = (event: UpEvent) => {
    view.show(event);
    if (args.json && !args.once && event.kind === 'status') stdout.write(`${JSON.stringify(event.status)}\n`);
  };
  const options = {
    dir: args.dir,
    databaseUrl: env.DATABASE_URL,
    students: args.students,
    seed: args.seed,
    rate: args.once ? 0 : args.rate,
    fromOneRoster: args['from-oneroster'],
    demo: args.demo,
    once: args.once,
    resnapshot: args.resnapshot,
    acceptRemovals: args['accept-removals'],
  };
  const serve = args['no-portal'] ? {} : { serve: (platform: Platform) => serveUp(platform, args, report) };
  const parity = await runUp(options, { clock, signal, report, ...serve }).finally(() => view.close());
  if (!parity) return signal.aborted && args.once ? 130 : 0;
  if (args.json) await writeJson(stdout, parity);
  else await write(stdout, parityText(parity, paperOf(stdout)));
  return parity.equal ? 0 : 1;
}

/** Loaded only when it is needed: nothing else of the platform waits for it. */
async function serveUp(platform: Platform, args: Args<'up'>, report: (event: UpEvent) => void) {
  const [{ startPortal }, { openBackend }] = await Promise.all([
    import('../../web/server/portal.ts'),
    import('../../web/server/backend.ts'),
  ]);
  const failed = (error: unknown) => report({ kind: 'failed', stage: 'portal', error: error as Error });
  return startPortal({ backend: openBackend(platform), ...placeOf(args), failed });
}
