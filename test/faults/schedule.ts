import { type Boundary, boundaries, type Failpoint } from '../../base/failpoints.ts';
import { type Dice, dice } from '../../legacy/dice.ts';

/** How the program is led to a boundary that it does not reach by itself all the time. */
export interface Lead {
  /** In some seconds the boundary is passed at least this often. */
  readonly hits: number;
  /** A command that is given again and again. */
  readonly command?: 'parity' | 'maintain' | 'load documents';
  readonly resnapshot?: boolean;
  /** The index says that it was made for other contracts, so that the start makes it anew. */
  readonly outdatedIndex?: boolean;
  /**
   * The clock is ahead, so that everything has grown old. Nothing is written meanwhile: a file of a commit under way,
   * whose age the file system tells by another clock, would look old too.
   */
  readonly ahead?: boolean;
}

export const leads: Readonly<Record<Boundary, Lead>> = {
  'ledger.commit': { hits: 15 },
  'ledger.quarantine': { hits: 2 },
  'ledger.fact': { hits: 2, resnapshot: true },
  'slot.create': { hits: 1, resnapshot: true },
  'wal.acknowledge': { hits: 10 },
  'raw.write': { hits: 5, command: 'parity' },
  'raw.rename': { hits: 5, command: 'parity' },
  'raw.catalog': { hits: 2, command: 'parity' },
  'tombstones.commit': { hits: 1, command: 'parity' },
  'curated.commit': { hits: 4, command: 'parity' },
  'iceberg.manifests': { hits: 5, command: 'parity' },
  'iceberg.link': { hits: 5, command: 'parity' },
  'iceberg.hint': { hits: 5, command: 'parity' },
  'index.commit': { hits: 12 },
  'index.checkpoint': { hits: 1, outdatedIndex: true },
  'index.swap': { hits: 8, outdatedIndex: true },
  'documents.store': { hits: 3, command: 'load documents' },
  'maintain.raw': { hits: 2, command: 'maintain', ahead: true },
  'maintain.rewrite': { hits: 1, command: 'maintain', ahead: true },
  'maintain.expire': { hits: 5, command: 'maintain', ahead: true },
  'maintain.remove': { hits: 1, command: 'maintain', ahead: true },
  'bus.trim': { hits: 1, command: 'maintain' },
};

/** One life of the program, and how it ends. */
export interface Round {
  /** Where the program kills itself, and at which hit; null when it is killed from outside. */
  readonly at: { readonly failpoint: Failpoint; readonly hit: number } | null;
  /** Milliseconds after its start at which it is killed from outside, wherever it then is. */
  readonly afterMs: number;
  readonly lead: Omit<Lead, 'hits' | 'ahead'>;
  /** How far the clock is ahead, in months: each time one more, since a table's time never goes back. */
  readonly monthsAhead: number;
  /** What happens to the server meanwhile. */
  readonly server: { readonly fault: 'killed' | 'connections'; readonly afterMs: number } | null;
}

/** Long enough that a boundary that is not reached will not be. */
const patienceMs = 6_000;

/** A deterministic schedule: every failpoint in turn, shuffled anew each time, with other kills in between. */
export function planRounds(seed: number, kills: number): Round[] {
  const chance = dice(seed, 'faults/schedule');
  const rounds: Round[] = [];
  let deck: Failpoint[] = [];
  while (rounds.length < kills) {
    if (deck.length === 0) deck = shuffled(chance, failpoints);
    const monthsAhead = (rounds.findLast((round) => round.monthsAhead > 0)?.monthsAhead ?? 0) + 1;
    rounds.push(chance.chance(0.12) ? anywhere(chance) : round(chance, deck.pop() as Failpoint, monthsAhead));
  }
  return rounds;
}

/** The round that a failpoint gets in the end which no planned one has reached: at its first hit, with all patience. */
export function lastChance(failpoint: Failpoint, monthsAhead: number): Round {
  const { hits: _, ahead, ...lead } = leads[boundaryOf(failpoint)];
  const at = { failpoint, hit: 1 };
  return { at, afterMs: 10 * patienceMs, lead, monthsAhead: ahead ? monthsAhead : 0, server: null };
}

export const failpoints: readonly Failpoint[] = boundaries.flatMap((boundary): Failpoint[] => [
  `before ${boundary}`,
  `after ${boundary}`,
]);

const boundaryOf = (failpoint: Failpoint) => failpoint.slice(failpoint.indexOf(' ') + 1) as Boundary;

function round(chance: Dice, failpoint: Failpoint, monthsAhead: number): Round {
  const { hits, ahead, ...lead } = leads[boundaryOf(failpoint)];
  return {
    at: { failpoint, hit: chance.int(1, hits) },
    afterMs: patienceMs,
    lead,
    monthsAhead: ahead ? monthsAhead : 0,
    server: chance.chance(0.1) ? { fault: 'connections', afterMs: chance.int(0, 900) } : null,
  };
}

function anywhere(chance: Dice): Round {
  const afterMs = chance.int(50, 2_500);
  const isWithServer = chance.chance(0.4);
  return {
    at: null,
    afterMs,
    lead: {},
    monthsAhead: 0,
    server: isWithServer ? { fault: 'killed', afterMs: chance.int(0, afterMs) } : null,
  };
}

function shuffled<T>(chance: Dice, items: readonly T[]): T[] {
  const rest = [...items];
  return items.map(() => rest.splice(chance.int(0, rest.length - 1), 1)[0] as T);
}
