import type { Clock } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import type { StateDir } from '../state.ts';
import { machineActor } from './actor.ts';
import { beginAct } from './event.ts';

/** A dataset that was written to a file: an erasure names the copies that it does not reach. */
export const exportAct = 'dataset export';

/** Keeps an act of the command line in the audit, from before it begins until it has ended. */
export async function auditedAct<R>(
  state: StateDir,
  {
    act,
    object,
    datasets,
    clock,
    signal,
  }: {
    readonly act: string;
    readonly object: string | null;
    /** Qualified names of what it reads. */
    readonly datasets?: readonly string[];
    readonly clock: Clock;
    readonly signal: AbortSignal;
  },
  work: () => Promise<R>,
): Promise<R> {
  const end = beginAct(state, clock, {
    actor: machineActor(),
    channel: 'command line',
    act,
    object,
    ...(datasets ? { datasets } : {}),
  });
  try {
    const result = await work();
    end({ outcome: 'done' });
    return result;
  } catch (error) {
    const failure = error instanceof UserError ? 'refused' : 'failed';
    end({ outcome: signal.aborted ? 'stopped' : failure });
    throw error;
  }
}
