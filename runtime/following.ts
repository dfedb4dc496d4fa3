import type { Clock } from '../base/clock.ts';
import { createStage, type Stage, type StageOptions } from './stage.ts';

/** Rows on their way to the curated zone. */
export interface Filling {
  /** The first copy is on the bus. */
  readonly copied: Promise<unknown>;
  /** Brings what is on the bus into the curated zone. */
  settle(): Promise<void>;
}

export interface FollowingOptions {
  readonly name: string;
  readonly filling: Filling;
  readonly clock: Clock;
  readonly onFailure: NonNullable<StageOptions['onFailure']>;
  /** Brings what follows from the curated zone up to it. */
  readonly work: () => Promise<unknown>;
  /** How many times as long as it worked it rests, within these bounds. */
  readonly rest: { readonly share: number; readonly shortestMs: number; readonly longestMs: number };
}

/**
 * A stage that keeps something near the curated zone, of which it takes a bounded share of a core. Until the first
 * copy has arrived there it does nothing: a lake that is being filled is no state to make anything of.
 */
export function followingStage({ name, filling, clock, onFailure, work, rest }: FollowingOptions): Stage {
  let isCopied = false;
  let isFilled = false;
  const stage = createStage({
    name,
    onFailure,
    async step() {
      if (!isCopied) return { withinMs: rest.longestMs };
      if (!isFilled) await filling.settle();
      isFilled = true;
      const started = clock.now();
      await work();
      const workedMs = Number(clock.now() - started) / 1000;
      const due = Math.ceil(workedMs * rest.share);
      return { withinMs: Math.min(rest.longestMs, Math.max(rest.shortestMs, due)) };
    },
  });
  filling.copied.then(
    () => {
      isCopied = true;
      stage.wake();
    },
    // What the feeder suffers is told where it happens.
    () => {},
  );
  return stage;
}
