import { rmSync } from 'node:fs';
import { systemClock } from '../../base/clock.ts';
import { DamagedFile } from '../../base/damage.ts';
import { catalog } from '../../datasets/catalog.ts';
import type { Sink } from '../../datasets/change.ts';
import { documentText } from '../../ingestion/documents/store.ts';
import { openLedger } from '../../ingestion/ledger/ledger.ts';
import { RebuildNeeded } from '../../query/engine.ts';
import { createQuerySink } from '../../query/sink.ts';
import type { GoneKeys } from '../../query/sqlite/erase.ts';
import { openSqliteIndex, type SqliteIndex } from '../../query/sqlite/index.ts';
import type { Progress } from '../handover.ts';
import type { Setup } from './messages.ts';

export interface OpenIndex extends Pick<Sink, 'pull' | 'checkpoint'> {
  /** Indexes datasets anew, beside what is live; all of them in a new file where the present one is damaged. */
  rebuild(datasets: readonly string[]): Promise<void>;
  erase(keys: GoneKeys): Promise<void>;
  close(): void;
}

const datasets = Object.keys(catalog);

/**
 * Opens the index for writing and the ledger for reading. What the index lacks is indexed anew first; an index that
 * is damaged, or ahead of a ledger that was set back, is made anew as a whole, since everything in it is derived.
 */
export async function openIndex(setup: Setup, progress: (step: Progress) => void): Promise<OpenIndex> {
  const ledger = openLedger(setup.ledger, { clock: systemClock, readOnly: true });
  const open = () =>
    openSqliteIndex(setup.index, { textOf: (sha256) => documentText(setup.documents, sha256) });
  const fill = (into: SqliteIndex, which: readonly string[]) =>
    into.rebuild({
      rows: (dataset) => ledger.rows(dataset),
      asOf: ledger.head(),
      datasets: which,
      onProgress: (dataset, done) => progress({ step: `indexing ${dataset} anew`, done }),
    });
  const sinkOf = (index: SqliteIndex) => createQuerySink(ledger, index, datasets);
  let current: SqliteIndex | null = null;

  async function beginAnew(why: string): Promise<void> {
    progress({ step: `${why}: indexing everything anew` });
    current?.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(setup.index + suffix, { force: true });
    current = open();
    await fill(current, datasets);
  }

  async function complete(): Promise<void> {
    current = open();
    if (current.checkpoint() > ledger.head()) return beginAnew(`${setup.index} is ahead of the ledger`);
    const outdated = current.outdated();
    if (outdated.length > 0) await fill(current, outdated);
    try {
      await sinkOf(current).pull(1);
    } catch (error) {
      if (!(error instanceof RebuildNeeded)) throw error;
      await fill(current, error.datasets);
    }
  }

  async function mending(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof DamagedFile) || error.path !== setup.index) throw error;
      await beginAnew(error.message);
    }
  }

  const opened = () => {
    if (!current) throw new Error('the index is not open');
    return current;
  };
  await mending(complete);
  return {
    pull: (limit) => sinkOf(opened()).pull(limit),
    checkpoint: () => opened().checkpoint(),
    erase: (keys) => mending(async () => void opened().erase(keys)),
    rebuild: (which) => mending(() => fill(opened(), which)),
    close() {
      opened().close();
      ledger.close();
    },
  };
}
