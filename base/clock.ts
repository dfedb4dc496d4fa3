/** Microseconds since 1970-01-01 UTC. The one shape of "now" in Aljibe. */
export type Micros = bigint;

/** The only way to read the time: commands build one, everything below receives it. */
export interface Clock {
  now(): Micros;
}

/**
 * Whether so much time has passed since an instant. A clock that was set back cannot tell: then it has, since work
 * that waits for an age would otherwise wait until the clock is there again.
 */
export function hasPassed(clock: Clock, since: Micros, micros: Micros): boolean {
  const passed = clock.now() - since;
  return passed < 0n || passed >= micros;
}

/** The machine's clock, at the millisecond resolution that it really has. */
export const systemClock: Clock = { now: () => BigInt(Date.now()) * 1000n };

/** A clock that stands still until it is told to move; for tests and for replays. */
export function fixedClock(start: string): Clock & { advance(micros: Micros): void } {
  let now = BigInt(Date.parse(start)) * 1000n;
  return {
    now: () => now,
    advance: (micros) => {
      now += micros;
    },
  };
}

/** `2026-11-24T19:26:47.000000Z`: the canonical text of an instant, six fraction digits, always UTC. */
export function instantText(micros: Micros): string {
  const millis = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n);
  const rest = micros - millis * 1000n;
  const iso = new Date(Number(millis)).toISOString();
  return `${iso.slice(0, -1)}${rest.toString().padStart(3, '0')}Z`;
}
