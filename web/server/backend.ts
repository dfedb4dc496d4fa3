import type { Clock } from '../../base/clock.ts';
import { perform } from '../../runtime/commands.ts';
import { handOver, type Progress } from '../../runtime/handover.ts';
import type { ParityReport } from '../../runtime/parity.ts';
import type { Platform } from '../../runtime/platform.ts';
import { findState, type StateDir } from '../../runtime/state.ts';
import { platformStatus, type Status, storedStatus } from '../../runtime/status.ts';
import { runWriter } from '../../runtime/writer.ts';

/** What the portal needs of a platform beyond the files of its state directory. */
export interface Backend {
  readonly state: StateDir;
  readonly clock: Clock;
  status(): Promise<Status>;
  parity(progress: (step: Progress) => void, signal: AbortSignal): Promise<ParityReport>;
}

/** A platform that this process has open. */
export function openBackend(platform: Platform): Backend {
  const { state, clock } = platform.stores;
  return {
    state,
    clock,
    status: () => platformStatus(platform),
    parity: (progress, signal) => perform(platform, 'parity', {}, { progress, signal }),
  };
}

/**
 * A state directory that another process may have open, or none.
 * @throws UserError when there is none
 */
export function storedBackend(dir: string, clock: Clock, databaseUrl: string | undefined): Backend {
  const state = findState(dir);
  return {
    state,
    clock,
    async status() {
      const running = await handOver(state, { command: 'status', args: {} }, () => {});
      return running ? (running.result as Status) : storedStatus(state, clock);
    },
    parity: (progress, signal) => runWriter('parity', { databaseUrl }, { dir, clock, progress, signal }),
  };
}
