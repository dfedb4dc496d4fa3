/**
 * Where something becomes durable, or visible to others, as data: `npm run test:faults` lets the program die right
 * before and right after each of them, and refuses a boundary that its schedules never reach.
 */
export const boundaries = [
  'ledger.commit',
  'ledger.quarantine',
  'ledger.fact',
  'slot.create',
  'wal.acknowledge',
  'raw.write',
  'raw.rename',
  'raw.catalog',
  'tombstones.commit',
  'curated.commit',
  'iceberg.manifests',
  'iceberg.link',
  'iceberg.hint',
  'index.commit',
  'index.checkpoint',
  'index.swap',
  'documents.store',
  'maintain.raw',
  'maintain.rewrite',
  'maintain.expire',
  'maintain.remove',
  'bus.trim',
] as const;

/** Those that only an erasure passes: its own scenario kills it at each. */
export const erasureBoundaries = [
  'erase.journal',
  'erase.raw',
  'erase.tombstones',
  'erase.history',
  'erase.index',
  'erase.documents',
  'erase.compact',
] as const;

/** Those that only `aljibe apply` passes. */
export const definitionBoundaries = [
  'definition.begin',
  'definition.rename',
  'definition.evolve',
  'definition.record',
  'definition.end',
] as const;

const allBoundaries = [...boundaries, ...erasureBoundaries, ...definitionBoundaries];

export type Boundary = (typeof boundaries)[number];
export type Failpoint = `${'before' | 'after'} ${(typeof allBoundaries)[number]}`;

/** Names the failpoints that are armed, such as `after raw.rename@3 kill; before index.commit@1+ error`. */
const variable = 'ALJIBE_FAILPOINTS';

/**
 * A place where a test can let this process fail. Costs a call that does nothing unless the environment arms it:
 * at the hit of that number (with `+`, at it and every later one) the process is killed as by SIGKILL (`kill`), an
 * error is thrown (`error`), or the one of a full disk (`full`).
 */
export function failpoint(name: Failpoint): void {
  armed?.(name);
}

interface Trap {
  readonly name: string;
  readonly hit: number;
  readonly again: boolean;
  readonly spring: (name: string) => void;
}

function arm(text: string | undefined): ((name: string) => void) | null {
  if (!text) return null;
  const traps = text.split(';').map((part) => trapOf(part.trim()));
  const hits = new Map<string, number>();
  return (name) => {
    const hit = (hits.get(name) ?? 0) + 1;
    hits.set(name, hit);
    for (const trap of traps) {
      if (trap.name === name && (hit === trap.hit || (trap.again && hit > trap.hit))) trap.spring(name);
    }
  };
}

function trapOf(text: string): Trap {
  const [, name = '', boundary, hit, again, action = ''] =
    /^((?:before|after) (\S+))@(\d+)(\+?) (\w+)$/.exec(text) ?? [];
  const spring = actions[action];
  if (!spring || !allBoundaries.some((known) => known === boundary)) {
    throw new Error(`${variable}: cannot read "${text}"`);
  }
  return { name, hit: Number(hit), again: again === '+', spring };
}

const actions: Readonly<Record<string, (name: string) => void>> = {
  kill() {
    process.kill(process.pid, 'SIGKILL');
    // The signal arrives while the call returns; should it be late, nothing more may happen here.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
  error(name) {
    throw new Error(`failpoint ${name}`);
  },
  full(name) {
    const message = `ENOSPC: no space left on device (failpoint ${name})`;
    throw Object.assign(new Error(message), { code: 'ENOSPC' });
  },
};

const armed = arm(process.env[variable]);
