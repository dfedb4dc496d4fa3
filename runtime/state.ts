import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../base/errors.ts';
import { writeDurably } from '../base/files.ts';

/** Raised when the layout of a state directory changes; `upgrades` says how to get from one to the next. */
export const formatVersion = 1;

/** Where everything of one Aljibe lies. All paths are absolute. */
export interface StateDir {
  readonly dir: string;
  readonly ledger: string;
  readonly raw: string;
  readonly curated: string;
  readonly tombstones: string;
  /** Stored views. */
  readonly analytics: string;
  readonly index: string;
  readonly documents: string;
  readonly postgres: string;
  /** Keys of pseudonyms and of the register of erasures. */
  readonly keys: string;
  /** Events of the audit that no writer has taken yet. */
  readonly audit: string;
  /** Who may sign in to the portal. */
  readonly accounts: string;
  /** Certificates of erasures, and what an erasure under way still has to do. */
  readonly erasures: string;
  /** Contracts, views, dashboards and roles that the lake was last brought to, and those before. */
  readonly applied: string;
  readonly lock: string;
}

/** The layout, as data. */
export function layoutOf(dir: string): StateDir {
  const root = resolve(dir);
  return {
    dir: root,
    ledger: join(root, 'ledger', 'ledger.db'),
    raw: join(root, 'raw'),
    curated: join(root, 'curated'),
    tombstones: join(root, 'tombstones'),
    analytics: join(root, 'analytics'),
    index: join(root, 'query', 'index.db'),
    documents: join(root, 'documents'),
    postgres: join(root, 'postgres'),
    keys: join(root, 'keys'),
    audit: join(root, 'audit'),
    accounts: join(root, 'accounts', 'accounts.db'),
    erasures: join(root, 'erasures'),
    applied: join(root, 'applied'),
    lock: join(root, 'lock.db'),
  };
}

/** Stands in a state directory while it is restored: until it is gone the directory is not whole. */
export const unfinishedRestore = 'restore.unfinished';

/** One step per format: brings a directory of the format before to the format that it is named by. */
const upgrades: Readonly<Record<number, (state: StateDir) => void>> = {};

/**
 * Prepares a state directory for writing: makes a new one, upgrades an older one, refuses what it does not know.
 * Only the holder of the lock may call it.
 */
export function prepareState(dir: string): StateDir {
  const state = layoutOf(dir);
  const found = readFormat(state);
  if (found === null) {
    refuseForeign(state);
    makeFolders(state);
    writeFormat(state);
    return state;
  }
  for (let format = found + 1; format <= formatVersion; format++) upgrades[format]?.(state);
  if (found < formatVersion) writeFormat(state);
  return state;
}

export function makeFolders(state: StateDir): void {
  for (const path of [state.ledger, state.index])
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  for (const path of [state.raw, state.curated, state.tombstones, state.documents])
    mkdirSync(path, { recursive: true });
}

/** Finds a state directory for reading; UserError when there is none, or when it is of another format. */
export function findState(dir: string): StateDir {
  const state = layoutOf(dir);
  const found = readFormat(state);
  if (found === null) throw noState(dir);
  if (found < formatVersion) {
    throw new UserError(
      `${dir}: the state directory has format ${found}, this program reads ${formatVersion}`,
      {
        hint: 'Any command that writes, such as `aljibe maintain`, upgrades it.',
      },
    );
  }
  return state;
}

/** Refuses a directory that is no state directory yet; one of an older format is fine. */
export function requireState(dir: string): void {
  const state = layoutOf(dir);
  if (readFormat(state) !== null) return;
  refuseNameless(state);
  throw noState(dir);
}

/** Refuses a place where no state directory may come to be, before anything is put there. */
export function requirePlace(dir: string): void {
  const state = layoutOf(dir);
  if (readFormat(state) === null) refuseForeign(state);
}

function noState(dir: string): UserError {
  return new UserError(`${dir}: there is no Aljibe here`, {
    hint: 'Start one with `aljibe up` or fill one with `aljibe load`, or name its place with --dir.',
  });
}

function readFormat(state: StateDir): number | null {
  if (existsSync(join(state.dir, unfinishedRestore))) {
    throw new UserError(`${state.dir}: a backup was being restored here, and it did not end`, {
      hint: 'Run `aljibe restore` again with the same --dir.',
    });
  }
  const path = join(state.dir, 'format.json');
  let found: unknown;
  try {
    // Unlike existsSync, this tells a closed folder from an empty one.
    if (!statSync(path, { throwIfNoEntry: false })) return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
    throw error;
  }
  try {
    found = (JSON.parse(readFileSync(path, 'utf8')) as { format?: unknown }).format;
  } catch (cause) {
    throw new UserError(`${path}: cannot be read`, { cause, hint: 'Restore the file from a backup.' });
  }
  if (typeof found !== 'number' || !Number.isInteger(found) || found > formatVersion) {
    throw new UserError(
      `${path}: format ${String(found)} is not known to this program (it knows ${formatVersion})`,
      {
        hint: 'Use the version of Aljibe that wrote this state directory, or a newer one.',
      },
    );
  }
  return found;
}

function writeFormat(state: StateDir): void {
  writeDurably(join(state.dir, 'format.json'), formatText());
}

/** The content of `format.json`. */
export function formatText(): string {
  return `${JSON.stringify({ format: formatVersion })}\n`;
}

/** A folder with other people's files is not taken over; leftovers of our own first start are. */
function refuseNameless(state: StateDir): void {
  if (!existsSync(state.ledger)) return;
  throw new UserError(`${state.dir}: the format of the state directory is not known: format.json is gone`, {
    hint: 'Restore the file from a backup.',
  });
}

function refuseForeign(state: StateDir): void {
  const found = statSync(state.dir, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isDirectory()) {
    throw new UserError(`${state.dir}: is not a folder`, {
      exitCode: 2,
      hint: 'Name an empty or a new folder with --dir.',
    });
  }
  refuseNameless(state);
  const own = new Set(['lock.db', 'lock.db-journal', 'lock.db-wal', 'lock.db-shm', ...stateFolders]);
  const foreign = readdirSync(state.dir).find((name) => !own.has(name) && !name.startsWith('format.json'));
  if (foreign) {
    throw new UserError(`${state.dir}: holds "${foreign}", which is not Aljibe's`, {
      exitCode: 2,
      hint: 'Name an empty or a new folder with --dir.',
    });
  }
}

const stateFolders = [
  'ledger',
  'query',
  'raw',
  'curated',
  'tombstones',
  'analytics',
  'documents',
  'postgres',
  'keys',
  'audit',
  'erasures',
  'applied',
  'accounts',
];
