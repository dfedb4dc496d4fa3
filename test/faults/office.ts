import { setTimeout as pause } from 'node:timers/promises';
import { startWorkload, type Workload } from '../../legacy/workload/workload.ts';
import { connectionOf } from './place.ts';

/** The workload of a school, begun anew whenever the server breaks its connection. */
export interface Office {
  rows(): number;
  /** Ends after the transaction that is under way, until `resume`. */
  pause(): Promise<void>;
  resume(): void;
}

export function startOffice(dir: string, options: { seed: number; rate: number }): Office {
  let seed = options.seed;
  let workload: Workload | null = null;
  let written = 0;
  let paused = true;
  let running = Promise.resolve();

  async function run(): Promise<void> {
    while (!paused) {
      try {
        workload = await startWorkload({
          ...options,
          connectionString: await connectionOf(dir),
          seed: seed++,
        });
        if (paused) await workload.stop();
        await workload.done;
      } catch {
        await pause(50);
      }
      written += workload?.stats().rows ?? 0;
      workload = null;
    }
  }

  const office: Office = {
    rows: () => written + (workload?.stats().rows ?? 0),
    async pause() {
      paused = true;
      await workload?.stop().catch(() => {});
      await running;
    },
    resume() {
      paused = false;
      running = run();
    },
  };
  office.resume();
  return office;
}
