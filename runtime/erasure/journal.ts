import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { failpoint } from '../../base/failpoints.ts';
import { syncFolder, writeDurably } from '../../base/files.ts';
import type { Identity } from '../../datasets/erasure.ts';
import type { ErasedRows } from '../../ingestion/ledger/erase.ts';
import type { Trace } from '../../lake/erasure/find.ts';
import type { StateDir } from '../state.ts';

/**
 * An erasure under way: what it is about, and what its steps have done. While the file is there the erasure is not
 * done; a process that finds one goes on where the last one ended.
 */
export interface Journal {
  readonly id: string;
  readonly requestedAt: string;
  /** Nobody where rows went since they are kept no longer. */
  readonly identities: readonly Identity[];
  /** Numbers and addresses of theirs alone. */
  readonly values: readonly string[];
  /** By dataset the day or instant before which no row is kept; of an erasure of a person none. */
  readonly cutoffs: Readonly<Record<string, string>>;
  /** Rows that go and that become anonymous, by dataset, as counted before anything was changed. */
  readonly rows: ErasedRows;
  /** Places that held something of theirs before; null where nobody asked to look. */
  readonly foundBefore: number | null;
  /** Once no row names them any more: every version that did. */
  readonly traces?: readonly (readonly [dataset: string, traces: readonly Trace[]])[];
  /** Hashes of bytes and texts of documents that went. */
  readonly documents?: readonly string[];
  /** Results of the steps that are done, by name. */
  readonly done: Readonly<Record<string, unknown>>;
}

const ending = '.unfinished.json';
const pathOf = ({ erasures }: StateDir, id: string) => join(erasures, `${id}${ending}`);
export const certificatePath = ({ erasures }: StateDir, id: string): string => join(erasures, `${id}.json`);

export function writeJournal(state: StateDir, journal: Journal): Journal {
  mkdirSync(state.erasures, { recursive: true, mode: 0o700 });
  failpoint('before erase.journal');
  writeDurably(pathOf(state, journal.id), `${JSON.stringify(journal)}\n`);
  failpoint('after erase.journal');
  return journal;
}

/** Erasures that did not end, the oldest first. */
export function readJournals(state: StateDir): Journal[] {
  if (!existsSync(state.erasures)) return [];
  return readdirSync(state.erasures)
    .filter((name) => name.endsWith(ending))
    .map((name) => JSON.parse(readFileSync(join(state.erasures, name), 'utf8')) as Journal)
    .sort((a, b) => (a.requestedAt < b.requestedAt ? -1 : 1));
}

export function removeJournal(state: StateDir, id: string): void {
  rmSync(pathOf(state, id), { force: true });
  syncFolder(state.erasures);
}
