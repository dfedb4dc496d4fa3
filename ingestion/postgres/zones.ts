/** Offsets of a zone (seconds east of UTC) from an instant (seconds since 1970) on. */
interface Stretch {
  readonly from: number;
  readonly offset: number;
}

/** A bit more than a year; the offsets of a zone are looked up one such block at a time. */
const block = 2 ** 25;
const day = 86_400;

/**
 * The instant of a time on a wall clock in a zone; both in seconds since 1970, the wall clock's read as if it were UTC.
 * Decided as PostgreSQL does for `AT TIME ZONE`: a time that a clock change skips counts by the offset before it,
 * one that happens twice is the second of the two.
 */
export function instantOfWallClock(wallClock: number, zone: string): number {
  const offsetAt = zoneOf(zone);
  const before = offsetAt(wallClock - day);
  const after = offsetAt(wallClock + day);
  if (before === after) return wallClock - before;
  return offsetAt(wallClock - after) === after ? wallClock - after : wallClock - before;
}

const zones = new Map<string, (instant: number) => number>();

function zoneOf(zone: string): (instant: number) => number {
  const known = zones.get(zone);
  if (known) return known;
  const look = offsetFinder(zone);
  const blocks = new Map<number, readonly Stretch[]>();
  const offsetAt = (instant: number): number => {
    const index = Math.floor(instant / block);
    let stretches = blocks.get(index);
    if (!stretches) {
      stretches = stretchesOf(index * block, look);
      blocks.set(index, stretches);
    }
    let offset = 0;
    for (const stretch of stretches) {
      if (stretch.from > instant) break;
      offset = stretch.offset;
    }
    return offset;
  };
  zones.set(zone, offsetAt);
  return offsetAt;
}

/** The offsets within a block: every day is looked at, and each change is then found to the second. */
function stretchesOf(start: number, look: (instant: number) => number): Stretch[] {
  const stretches: Stretch[] = [{ from: start, offset: look(start) }];
  let offset = look(start);
  for (let instant = start; instant < start + block; instant += day) {
    const end = Math.min(instant + day, start + block);
    const next = look(end);
    if (next === offset) continue;
    let [low, high] = [instant, end];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (look(middle) === offset) low = middle;
      else high = middle;
    }
    stretches.push({ from: high, offset: next });
    offset = next;
  }
  return stretches;
}

/** Asks the machine's time zone database. Throws a RangeError for a zone that it does not know. */
function offsetFinder(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant) => {
    const parts: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(instant * 1000)) parts[type] = value;
    const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
    const wallClock = new Date(0);
    wallClock.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
    wallClock.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
    return wallClock.getTime() / 1000 - instant;
  };
}
