import type { Clock } from '../../../base/clock.ts';
import { UserError } from '../../../base/errors.ts';
import { carried } from '../../../runtime/carried.ts';
import type { StatementState } from '../../api.ts';
import { Refusal } from '../reply.ts';
import type { SqlAnswer } from './start.ts';

/** The statements of the portal, by the ids that the pages gave them. */
export interface Statements {
  /**
   * Follows a statement from its start to the end of its rows, and hands its pieces on.
   * The signal of `start` is aborted when the statement is cancelled, or nobody listens any more.
   * @throws UserError of the statement; Refusal when the id is taken or too many run
   */
  run<T>(work: Work<T>): AsyncGenerator<T>;
  state(id: string): StatementState | null;
  /** Whether it was running. */
  cancel(id: string): boolean;
}

export interface Work<T> {
  readonly id: string;
  readonly signal: AbortSignal;
  readonly start: (signal: AbortSignal) => Promise<SqlAnswer>;
  readonly write: (answer: SqlAnswer) => AsyncIterable<T>;
}

interface Entry {
  readonly startedAt: bigint;
  readonly cancel: AbortController;
  state: StatementState['state'];
  endedAt: bigint | null;
  failure: StatementState['failure'];
}

/** More would only wait for each other: each takes all cores. */
const mostRunning = 8;
/** States of ended statements that are kept, for whoever asks how one ended. */
const mostKept = 100;

export function createStatements(clock: Clock): Statements {
  const entries = new Map<string, Entry>();

  function enter(id: string): Entry {
    if (entries.get(id)?.state === 'running') throw new Refusal(409, 'a statement of this id is running');
    const running = [...entries.values()].filter(({ state }) => state === 'running').length;
    if (running >= mostRunning) throw new Refusal(429, `${mostRunning} statements are running already`);
    const entry: Entry = {
      startedAt: clock.now(),
      cancel: new AbortController(),
      state: 'running',
      endedAt: null,
      failure: null,
    };
    entries.delete(id);
    entries.set(id, entry);
    for (const [old, { state }] of entries) {
      if (entries.size <= mostKept) break;
      if (state !== 'running') entries.delete(old);
    }
    return entry;
  }

  return {
    async *run({ id, signal, start, write }) {
      const entry = enter(id);
      const either = AbortSignal.any([signal, entry.cancel.signal]);
      try {
        const answer = await start(either);
        try {
          yield* write(answer);
        } finally {
          await answer.close();
        }
        entry.state = 'done';
      } catch (error) {
        entry.state = either.aborted ? 'cancelled' : 'failed';
        const { message, hint } = carried(error);
        if (entry.state === 'failed') entry.failure = { message, ...(hint ? { hint } : {}) };
        throw error;
      } finally {
        // Whoever read the rows may have left without an error.
        if (entry.state === 'running') entry.state = 'cancelled';
        entry.endedAt = clock.now();
      }
    },
    state(id) {
      const entry = entries.get(id);
      if (!entry) return null;
      const { state, failure, startedAt, endedAt } = entry;
      return { state, failure, elapsedMs: Number(((endedAt ?? clock.now()) - startedAt) / 1000n) };
    },
    cancel(id) {
      const entry = entries.get(id);
      if (entry?.state !== 'running') return false;
      entry.cancel.abort(new UserError('the statement was cancelled'));
      return true;
    },
  };
}
