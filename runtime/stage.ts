/** What a stage did: when it wants to be called again. */
export type Again =
  /** There is more to do at once. */
  | 'now'
  /** When it is woken, and after this many milliseconds at the latest. */
  | { readonly withinMs: number };

export interface StageOptions {
  readonly name: string;
  /** One bounded piece of work. `urgent` asks to finish what could wait, such as a flush by age. */
  readonly step: (urgent: boolean) => Promise<Again>;
  /** The place on the bus up to which it is done, of a stage that reads the bus. */
  readonly reached?: () => number;
  /** Told of every failure; the stage tries again by itself. */
  readonly onFailure?: (name: string, error: unknown) => void;
}

export interface Stage {
  readonly name: string;
  /** The last failure, until a step succeeds again. */
  failure(): Error | null;
  /** There may be something to do. */
  wake(): void;
  /**
   * Works until nothing is left, or until it has reached a place on the bus: where rows keep coming, there is always
   * something left. Throws what goes wrong, for whoever waits for the result.
   */
  settle(through?: number): Promise<void>;
  /** Begins to work by itself. */
  start(): void;
  /** Lets the step that is under way finish, then stops. */
  stop(): Promise<void>;
}

const firstRetryMs = 250;
const longestRetryMs = 30_000;

/**
 * A part of the pipeline that works by itself beside the others. Its failures are its own: it says so, waits
 * longer each time, and tries again; no other part notices. Steps of one stage never overlap.
 */
export function createStage({ name, step, reached, onFailure }: StageOptions): Stage {
  let failure: Error | null = null;
  let running: Promise<unknown> = Promise.resolve();
  let started = false;
  let woken = false;
  /** While it waits after a failure, new rows must not shorten the wait. */
  let deaf = false;
  let alarm: (() => void) | null = null;
  let loop: Promise<void> = Promise.resolve();

  /** Steps queue up behind each other, and their failures are told, whoever asks for them. */
  function exclusively(urgent: boolean): Promise<Again> {
    const next = running.then(() => step(urgent));
    running = next.then(
      () => {
        failure = null;
      },
      (error: unknown) => {
        failure = error instanceof Error ? error : new Error(String(error));
        onFailure?.(name, failure);
      },
    );
    return next;
  }

  function wake(): void {
    woken = true;
    if (!deaf) alarm?.();
  }

  function rest(ms: number): Promise<void> {
    // Even a busy stage lets timers, sockets and the other stages have their turn.
    if ((woken && !deaf) || !started) return new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      alarm = done;
      function done() {
        clearTimeout(timer);
        alarm = null;
        resolve();
      }
    });
  }

  async function work(): Promise<void> {
    let retryMs = firstRetryMs;
    while (started) {
      woken = false;
      let restMs = 0;
      try {
        const again = await exclusively(false);
        restMs = again === 'now' ? 0 : again.withinMs;
        if (again === 'now') woken = true;
        deaf = false;
        retryMs = firstRetryMs;
      } catch {
        // `exclusively` has told it.
        deaf = true;
        restMs = retryMs;
        retryMs = Math.min(retryMs * 2, longestRetryMs);
      }
      await rest(restMs);
    }
  }

  return {
    name,
    failure: () => failure,
    wake,
    async settle(through = Number.POSITIVE_INFINITY) {
      while ((await exclusively(true)) === 'now' && !(reached && reached() >= through));
    },
    start() {
      if (started) return;
      started = true;
      loop = work();
    },
    async stop() {
      started = false;
      alarm?.();
      await loop;
      await running;
    },
  };
}
