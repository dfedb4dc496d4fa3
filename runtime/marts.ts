import { existsSync } from 'node:fs';
import { refreshViews } from '../analytics/stored/refresh.ts';
import { createStage, type Stage, type StageOptions } from './stage.ts';
import type { Stores } from './stores.ts';

/** A refresh rests this much longer than it worked: while rows come in all the time it takes a tenth of a core. */
const restShare = 9;
const shortestRestMs = 5_000;
/** Nobody waits longer than this for a refresh to begin, however long the last one took on a busy machine. */
const longestRestMs = 120_000;

/** Rows on their way to the curated zone. */
export interface Filling {
  /** The first copy is on the bus. */
  readonly copied: Promise<unknown>;
  /** Brings what is on the bus into the curated zone. */
  settle(): Promise<void>;
}

/**
 * Keeps the stored views near the curated zone while the platform runs. Until the first copy has arrived there
 * nothing is stored: what is read of a lake that is being filled is computed.
 */
export function martsStage(
  stores: Stores,
  { copied, settle }: Filling,
  signal: AbortSignal,
  onFailure: NonNullable<StageOptions['onFailure']>,
): Stage {
  let isCopied = false;
  let isFilled = false;
  const stage = createStage({
    name: 'marts',
    onFailure,
    async step() {
      if (!isCopied) return { withinMs: longestRestMs };
      if (!isFilled) await settle();
      isFilled = true;
      const started = stores.clock.now();
      await refresh(stores, signal);
      const workedMs = Number(stores.clock.now() - started) / 1000;
      return { withinMs: Math.min(longestRestMs, Math.max(shortestRestMs, Math.ceil(workedMs * restShare))) };
    },
  });
  copied.then(
    () => {
      isCopied = true;
      stage.wake();
    },
    // What the feeder suffers is told where it happens.
    () => {},
  );
  return stage;
}

/** Brings stored views up to what a command has written where no platform runs; where none is stored, none will be. */
export async function refreshMarts(stores: Stores, signal: AbortSignal): Promise<void> {
  if (existsSync(stores.state.analytics)) await refresh(stores, signal);
}

const refresh = ({ dirs, engine, state }: Stores, signal: AbortSignal) =>
  refreshViews({ dirs, zone: state.analytics, engine, signal });
