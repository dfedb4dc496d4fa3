import { existsSync } from 'node:fs';
import { dropFormer } from '../analytics/stored/former.ts';
import { refreshViews } from '../analytics/stored/refresh.ts';
import { alone } from '../lake/curation/alone.ts';
import { type Filling, followingStage } from './following.ts';
import type { Stage, StageOptions } from './stage.ts';
import type { Stores } from './stores.ts';

/**
 * A refresh takes a tenth of a core while rows come in all the time; and nobody waits longer than two minutes for one
 * to begin, however long the last one took on a busy machine.
 */
const rest = { share: 9, shortestMs: 5_000, longestMs: 120_000 };

/** Keeps the stored views near the curated zone while the platform runs; of a lake that is being filled none is stored. */
export function martsStage(
  stores: Stores,
  filling: Filling,
  signal: AbortSignal,
  onFailure: NonNullable<StageOptions['onFailure']>,
): Stage {
  const { clock } = stores;
  return followingStage({
    name: 'marts',
    filling,
    clock,
    onFailure,
    rest,
    work: () => refresh(stores, signal),
  });
}

/** Brings stored views up to what a command has written where no platform runs; where none is stored, none will be. */
export async function refreshMarts(stores: Stores, signal: AbortSignal): Promise<void> {
  if (existsSync(stores.state.analytics)) await refresh(stores, signal);
}

/** One at a time: a refresh that began earlier must not write rows of before over those of a later one. */
const refresh = ({ dirs, engine, state }: Stores, signal: AbortSignal) =>
  alone(state.analytics, () => refreshViews({ dirs, zone: state.analytics, engine, signal }));

/** Brings stored views up to what is there, and removes the files that they held before. */
export async function forgetOldMarts(stores: Stores): Promise<number> {
  const { analytics } = stores.state;
  if (!existsSync(analytics)) return 0;
  await refresh(stores, new AbortController().signal);
  return alone(analytics, async () => dropFormer(analytics));
}
