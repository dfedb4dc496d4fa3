import { Worker } from 'node:worker_threads';
import type { GoneKeys } from '../../query/sqlite/erase.ts';
import { errorOf } from '../carried.ts';
import type { Progress } from '../handover.ts';
import type { Stage, StageOptions } from '../stage.ts';
import type { Order, Setup, Word } from './messages.ts';

/** The query cluster's writer, in a thread of its own: SQLite works synchronously, and would hold up all others. */
export interface Indexing {
  /** Everything up to this place on the bus can be searched. */
  checkpoint(): number;
  stage(onFailure: NonNullable<StageOptions['onFailure']>): Stage;
  /** Indexes datasets anew, beside what is live, and swaps. What comes meanwhile waits on the bus or is taken. */
  rebuild(datasets: readonly string[]): Promise<void>;
  /** Leaves nothing of rows whose deletes were indexed. */
  erase(keys: GoneKeys): Promise<void>;
  close(): Promise<void>;
}

const name = 'query';

/** Starts the thread; returns when the index is open and complete. Rejects with what the thread failed at. */
export async function openIndexing(setup: Setup, progress: (step: Progress) => void): Promise<Indexing> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: setup });
  const opened = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const waiting = new Map<number, PromiseWithResolvers<void>>();
  let orders = 0;
  let checkpoint = 0;
  let failure: Error | null = null;
  let report: StageOptions['onFailure'];
  let isGone = false;

  function failed(error: Error): void {
    failure = error;
    opened.reject(error);
    report?.(name, error);
  }

  thread.on('message', (word: Word) => {
    switch (word.kind) {
      case 'progress':
        return progress(word.step);
      case 'opened':
        checkpoint = word.checkpoint;
        return opened.resolve();
      case 'reached':
        checkpoint = word.checkpoint;
        failure = null;
        return;
      case 'failed':
        return failed(errorOf(word.error));
      case 'done':
        if (word.error) waiting.get(word.id)?.reject(errorOf(word.error));
        else waiting.get(word.id)?.resolve();
        waiting.delete(word.id);
    }
  });
  // A thread that is gone fails like any stage: whoever waits is told, the other stages go on.
  thread.on('error', (error: Error) => failed(error));
  thread.on('exit', () => {
    isGone = true;
    for (const { reject } of waiting.values()) reject(gone());
    ended.resolve();
  });
  const gone = () => failure ?? new Error('the thread of the index has ended');

  const tell = (order: Order) => thread.postMessage(order);

  async function asked(order: (id: number) => Order): Promise<void> {
    if (isGone) throw gone();
    const answer = Promise.withResolvers<void>();
    waiting.set(++orders, answer);
    tell(order(orders));
    return answer.promise;
  }

  const ask = (kind: 'start' | 'stop' | 'close') => asked((id) => ({ kind, id }));

  try {
    await opened.promise;
  } catch (error) {
    await thread.terminate();
    throw error;
  }
  return {
    checkpoint: () => checkpoint,
    stage(onFailure) {
      report = onFailure;
      return {
        name,
        failure: () => failure,
        wake: () => tell({ kind: 'wake' }),
        settle: (through = Number.POSITIVE_INFINITY) => asked((id) => ({ kind: 'settle', id, through })),
        start: () => void ask('start').catch(() => {}),
        stop: async () => (isGone ? undefined : ask('stop')),
      };
    },
    rebuild: (datasets) => asked((id) => ({ kind: 'rebuild', id, datasets })),
    erase: (keys) => asked((id) => ({ kind: 'erase', id, keys })),
    async close() {
      if (!isGone) await ask('close');
      await ended.promise;
    },
  };
}
